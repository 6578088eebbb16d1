/// The URL of a request without its query: checked, and kept exactly as it was given.
///
/// The accepted form is the part of RFC 3986 that an HTTP API needs ([REQUEST-4], [REQUEST-14]):
///
/// ```text
/// scheme "://" host [ ":" port ] path
/// scheme   http or https, in any case
/// host     one or more of A–Z a–z 0–9 - . _ ~, or an IPv6 address in brackets (RFC 4291, section 2.2)
/// port     1 to 65535, without leading zeros
/// path     empty, or "/" and then unreserved characters, sub-delimiters, ":", "@", "/" and %XX
/// ```
///
/// User information, a query and a fragment are refused, and so is every other character: there is one
/// spelling of a URL on the wire, and the signature covers that spelling. No general URL parser is
/// involved, because those repair what they are given.
public struct RequestURL: Equatable, Hashable, Sendable {
    /// The URL as it was given: base URL followed by path. This is what is signed.
    public let text: String
    /// `http` or `https`, in lower case.
    public let scheme: String
    /// The host as it was given; an IPv6 address keeps its brackets.
    public let host: String
    /// The port, where one is given.
    public let port: Int?
    /// What follows the host and port; may be empty.
    public let path: String

    /// The URL made of a base URL and a path.
    ///
    /// - Parameters:
    ///   - baseURL: a URL by itself, with or without a path of its own.
    ///   - path: empty, or beginning with `/`. It is appended as it is: a base URL that ends in `/` gives
    ///     two slashes in a row, and both are signed.
    /// - Throws: `RequestCanonicalizationError.urlInvalid`.
    public init(baseURL: String, path: String) throws(RequestCanonicalizationError) {
        _ = try RequestURL(baseURL)
        guard path.isEmpty || path.utf8.first == UInt8(ascii: "/") else {
            throw .urlInvalid(.pathNotAbsolute)
        }
        try self.init(baseURL + path)
    }

    /// The whole URL, without query.
    ///
    /// - Throws: `RequestCanonicalizationError.urlInvalid`.
    public init(_ text: String) throws(RequestCanonicalizationError) {
        try RequestURL.checkCharacters(of: text)

        // From here on the text is ASCII, so that splitting by characters is splitting by bytes.
        let (scheme, afterScheme) = try RequestURL.splitScheme(of: text)
        let end = afterScheme.firstIndex(of: "/") ?? afterScheme.endIndex
        let authority = afterScheme[..<end]
        guard !authority.contains("@") else { throw .urlInvalid(.userInfo) }
        (host, port) = try RequestURL.splitPort(of: authority)
        path = String(afterScheme[end...])
        if let bracket = path.unicodeScalars.first(where: { $0 == "[" || $0 == "]" }) {
            throw .urlInvalid(.character(bracket))
        }
        self.text = text
        self.scheme = scheme
    }

    // MARK: Parsing

    private static let subDelimitersAndSeparators = Set("!$&'()*+,;=:@/[]".utf8)

    /// Refuses every character that has no place in a URL without query, and malformed %XX.
    private static func checkCharacters(of text: String) throws(RequestCanonicalizationError) {
        var rest = text.unicodeScalars.makeIterator()
        while let scalar = rest.next() {
            switch scalar {
            case "?":
                throw .urlInvalid(.query)
            case "#":
                throw .urlInvalid(.fragment)
            case "%":
                guard let high = rest.next(), let low = rest.next(),
                    high.properties.isASCIIHexDigit, low.properties.isASCIIHexDigit
                else { throw .urlInvalid(.percentEncodingMalformed) }
            default:
                guard scalar.isASCII, let byte = UInt8(exactly: scalar.value),
                    PercentEncoding.isUnreserved(byte) || subDelimitersAndSeparators.contains(byte)
                else { throw .urlInvalid(.character(scalar)) }
            }
        }
    }

    private static func splitScheme(
        of text: String
    ) throws(RequestCanonicalizationError) -> (scheme: String, rest: Substring) {
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
            throw .urlInvalid(.schemeMissing)
        }
        let scheme = text[..<colon].lowercased()
        guard !scheme.isEmpty else { throw .urlInvalid(.schemeMissing) }
        guard scheme == "http" || scheme == "https" else { throw .urlInvalid(.schemeUnsupported(scheme)) }
        return (scheme, text[colon...].dropFirst(3))
    }

    private static func splitPort(
        of authority: Substring
    ) throws(RequestCanonicalizationError) -> (host: String, port: Int?) {
        // The colons of an IPv6 address are inside its brackets.
        let hostEnd: Substring.Index
        if authority.first == "[" {
            guard let bracket = authority.firstIndex(of: "]") else { throw .urlInvalid(.hostInvalid) }
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let host = authority[..<hostEnd]
        guard !host.isEmpty else { throw .urlInvalid(.hostMissing) }
        guard isHost(host) else { throw .urlInvalid(.hostInvalid) }

        let portText = authority[hostEnd...]
        guard !portText.isEmpty else { return (String(host), nil) }
        let digits = portText.dropFirst()
        guard portText.first == ":", (1...5).contains(digits.count), digits.allSatisfy(\.isNumber),
            digits.first != "0", let port = Int(digits), (1...65535).contains(port)
        else { throw .urlInvalid(.portInvalid) }
        return (String(host), port)
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.first == "[" { return isIPv6Address(host.dropFirst().dropLast()) }
        return host.utf8.allSatisfy(PercentEncoding.isUnreserved)
    }

    /// Whether a text is an IPv6 address in the form of RFC 4291, section 2.2 ([REQUEST-14]): eight groups, where
    /// "::" may stand once for one or more, and the last two may be written as an IPv4 address.
    private static func isIPv6Address(_ address: Substring) -> Bool {
        guard let gap = address.firstRange(of: "::") else {
            return groupCount(address, mayEndInIPv4: true) == 8
        }
        guard let before = groupCount(address[..<gap.lowerBound], mayEndInIPv4: false),
            let after = groupCount(address[gap.upperBound...], mayEndInIPv4: true)
        else { return false }
        return before + after <= 7
    }

    /// How many groups of 16 bits a text without "::" is, an IPv4 address being two; nil if it is none.
    private static func groupCount(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
        guard !text.isEmpty else { return 0 }
        var groups = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = groups.count
        if mayEndInIPv4, let last = groups.last, last.contains(".") {
            guard isIPv4Address(last) else { return nil }
            groups.removeLast()
            count += 1
        }
        return groups.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(\.isHexDigit) } ? count : nil
    }

    private static func isIPv4Address(_ address: Substring) -> Bool {
        let numbers = address.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4
            && numbers.allSatisfy { number in
                (number == "0" || number.first != "0") && number.allSatisfy(\.isNumber)
                    && Int(number).map { $0 <= 255 } ?? false
            }
    }
}

extension RequestURL: CustomStringConvertible {
    /// The URL as it was given.
    public var description: String { text }
}
