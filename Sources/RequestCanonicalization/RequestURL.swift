// SPDX-License-Identifier: Apache-2.0
import PrimeField

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
/// User information, a query, a fragment and every other character are refused. The signature covers the URL
/// exactly as it is sent. No general URL parser is used, because such parsers repair malformed URLs.
public struct RequestURL: Equatable, Hashable, Sendable {
    /// The URL as it was given: the base URL followed by the path. This text is signed.
    public let text: String
    /// `http` or `https`, in lower case.
    public var scheme: String { layout.scheme }
    /// The host as it was given; an IPv6 address keeps its brackets.
    public var host: String {
        String(
            decoding: text.utf8.prefix(layout.host.upperBound).dropFirst(layout.host.lowerBound),
            as: UTF8.self)
    }
    /// The port, if the URL has one.
    public var port: Int? { layout.port }
    /// The path: the rest after host and port. It may be empty.
    public var path: String { String(decoding: text.utf8.dropFirst(layout.pathStart), as: UTF8.self) }

    private let layout: Layout

    /// The URL that consists of a base URL and a path.
    ///
    /// - Parameters:
    ///   - baseURL: a complete URL, which may have a path.
    ///   - path: empty, or beginning with `/`. It is appended as it is. If the base URL ends in `/`, the
    ///     result has two slashes in a row, and both are signed.
    /// - Throws: `RequestCanonicalizationError.urlInvalid`.
    public init(baseURL: String, path: String) throws(RequestCanonicalizationError) {
        layout = try Layout(Array(baseURL.utf8), of: baseURL)
        guard path.isEmpty || path.utf8.first == UInt8(ascii: "/") else {
            throw .urlInvalid(.pathNotAbsolute)
        }
        // The path of the base URL followed by this path is a path, so checking the two separately is enough.
        try Layout.checkPath(Array(path.utf8), of: path)
        text = baseURL + path
    }

    /// The whole URL, without query.
    ///
    /// - Throws: `RequestCanonicalizationError.urlInvalid`.
    public init(_ text: String) throws(RequestCanonicalizationError) {
        layout = try Layout(Array(text.utf8), of: text)
        self.text = text
    }
}

// MARK: - Parsing

/// The positions of the parts of a URL in its bytes.
private struct Layout: Equatable, Hashable {
    let scheme: String
    let host: Range<Int>
    /// The offset of the path, which begins after the host and the port.
    let pathStart: Int
    let port: Int?

    private static let allowed = ASCIISet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/[]")
    private static let colon = UInt8(ascii: ":")
    private static let slash = UInt8(ascii: "/")

    /// The layout of the URL that consists of these bytes, which are those of `text`.
    init(_ bytes: [UInt8], of text: String) throws(RequestCanonicalizationError) {
        try Layout.checkCharacters(of: bytes, text)
        // From here on the text is ASCII.
        guard let schemeEnd = bytes.firstIndex(of: Layout.colon), schemeEnd > 0,
            bytes[schemeEnd...].starts(with: "://".utf8)
        else { throw .urlInvalid(.schemeMissing) }
        scheme = String(decoding: bytes[..<schemeEnd], as: UTF8.self).lowercased()
        guard scheme == "http" || scheme == "https" else { throw .urlInvalid(.schemeUnsupported(scheme)) }
        let start = schemeEnd + 3
        let end = bytes[start...].firstIndex(of: Layout.slash) ?? bytes.endIndex
        let authority = bytes[start..<end]
        guard !authority.contains(UInt8(ascii: "@")) else { throw .urlInvalid(.userInfo) }
        (host, port) = try Layout.splitPort(of: authority)
        pathStart = end
        try Layout.checkBrackets(in: bytes[end...])
    }

    /// Throws if the text is not a path; `bytes` are the bytes of `text`.
    static func checkPath(_ bytes: [UInt8], of text: String) throws(RequestCanonicalizationError) {
        try checkCharacters(of: bytes, text)
        try checkBrackets(in: bytes[...])
    }

    /// Throws for a character that must not be in a URL without query, and for a malformed %XX.
    private static func checkCharacters(
        of bytes: [UInt8], _ text: String
    ) throws(RequestCanonicalizationError) {
        let allowed = allowed
        var i = 0
        while i < bytes.count {
            if allowed.contains(bytes[i]) {
                i += 1
                continue
            }
            switch bytes[i] {
            case UInt8(ascii: "?"): throw .urlInvalid(.query)
            case UInt8(ascii: "#"): throw .urlInvalid(.fragment)
            case UInt8(ascii: "%"):
                guard i + 2 < bytes.count, bytes[i + 1].isHexDigit, bytes[i + 2].isHexDigit else {
                    throw .urlInvalid(.percentEncodingMalformed)
                }
                i += 3
            default:
                let scalars = text.unicodeScalars
                throw .urlInvalid(.character(scalars[text.utf8.index(text.startIndex, offsetBy: i)]))
            }
        }
    }

    /// Throws if there is a bracket in the path. Brackets are for an IPv6 address only.
    private static func checkBrackets(in path: ArraySlice<UInt8>) throws(RequestCanonicalizationError) {
        if let bracket = path.first(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }) {
            throw .urlInvalid(.character(Unicode.Scalar(bracket)))
        }
    }

    private static func splitPort(
        of authority: ArraySlice<UInt8>
    ) throws(RequestCanonicalizationError) -> (host: Range<Int>, port: Int?) {
        // The colons of an IPv6 address are inside its brackets.
        let isBracketed = authority.first == UInt8(ascii: "[")
        let hostEnd: Int
        if isBracketed {
            guard let bracket = authority.firstIndex(of: UInt8(ascii: "]")) else {
                throw .urlInvalid(.hostInvalid)
            }
            hostEnd = bracket + 1
        } else {
            hostEnd = authority.firstIndex(of: colon) ?? authority.endIndex
        }
        let host = authority[..<hostEnd]
        guard !host.isEmpty else { throw .urlInvalid(.hostMissing) }
        let isHost =
            isBracketed
            ? isIPv6Address(host.dropFirst().dropLast())
            : host.allSatisfy(PercentEncoding.unreserved.contains)
        guard isHost else { throw .urlInvalid(.hostInvalid) }

        let portText = authority[hostEnd...]
        guard !portText.isEmpty else { return (host.indices, nil) }
        let digits = portText.dropFirst()
        guard portText.first == colon, let port = decimal(digits, upTo: 65535), port > 0 else {
            throw .urlInvalid(.portInvalid)
        }
        return (host.indices, port)
    }

    /// Whether a text is an IPv6 address in the form of RFC 4291, section 2.2 ([REQUEST-14]): eight groups.
    /// "::" may replace one or more of them once, and the last two may be written as an IPv4 address.
    private static func isIPv6Address(_ address: ArraySlice<UInt8>) -> Bool {
        guard let gap = address.firstRange(of: "::".utf8) else {
            return groupCount(address, mayEndInIPv4: true) == 8
        }
        guard let before = groupCount(address[..<gap.lowerBound], mayEndInIPv4: false),
            let after = groupCount(address[gap.upperBound...], mayEndInIPv4: true)
        else { return false }
        return before + after <= 7
    }

    /// The number of groups of 16 bits in a text without "::". An IPv4 address counts as two. nil if the text
    /// is malformed.
    private static func groupCount(_ text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
        guard !text.isEmpty else { return 0 }
        var groups = text.split(separator: colon, omittingEmptySubsequences: false)
        var count = groups.count
        if mayEndInIPv4, let last = groups.last, last.contains(UInt8(ascii: ".")) {
            guard isIPv4Address(last) else { return nil }
            groups.removeLast()
            count += 1
        }
        return groups.allSatisfy { (1...4).contains($0.count) && $0.allSatisfy(\.isHexDigit) } ? count : nil
    }

    private static func isIPv4Address(_ address: ArraySlice<UInt8>) -> Bool {
        let numbers = address.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { decimal($0, upTo: 255) != nil }
    }

    /// The integer of one or more decimal digits without leading zeros, or nil if it is greater than `limit`.
    private static func decimal(_ digits: ArraySlice<UInt8>, upTo limit: Int) -> Int? {
        guard let first = digits.first, digits.count <= 5, digits.allSatisfy(\.isDecimalDigit) else {
            return nil
        }
        guard digits.count == 1 || first != UInt8(ascii: "0") else { return nil }
        let value = digits.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
        return value <= limit ? value : nil
    }
}

extension RequestURL: CustomStringConvertible {
    /// The URL as it was given.
    public var description: String { text }
}
