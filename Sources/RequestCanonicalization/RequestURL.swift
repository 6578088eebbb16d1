// SPDX-License-Identifier: Apache-2.0
import PrimeField

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

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
    public let scheme: String
    /// The port, if the URL has one.
    public let port: Int?
    /// The host as it was given; an IPv6 address keeps its brackets.
    public var host: String {
        String(
            decoding: text.utf8.prefix(hostRange.upperBound).dropFirst(hostRange.lowerBound), as: UTF8.self)
    }
    /// The path: the rest after host and port. It may be empty.
    public var path: String { String(decoding: text.utf8.dropFirst(pathStart), as: UTF8.self) }

    // Positions in the bytes of the text.
    private let hostRange: Range<Int>
    private let pathStart: Int

    /// The URL that consists of a base URL and a path.
    ///
    /// - Parameters:
    ///   - baseURL: a complete URL without query, which may have a path.
    ///   - path: empty, or beginning with `/`. It is appended as it is. If the base URL ends in `/`, the
    ///     result has two slashes in a row, and both are signed.
    /// - Throws: `RequestCanonicalizationError.urlInvalid`.
    public init(_ baseURL: String, path: String = "") throws(RequestCanonicalizationError) {
        let bytes = Array(baseURL.utf8)
        try RequestURL.checkCharacters(of: bytes, baseURL)
        // From here on the text is ASCII.
        guard let schemeEnd = bytes.firstIndex(of: RequestURL.colon), schemeEnd > 0,
            bytes[schemeEnd...].starts(with: "://".utf8)
        else { throw .urlInvalid(.schemeMissing) }
        scheme = String(decoding: bytes[..<schemeEnd], as: UTF8.self).lowercased()
        guard scheme == "http" || scheme == "https" else { throw .urlInvalid(.schemeUnsupported(scheme)) }
        let start = schemeEnd + 3
        let end = bytes[start...].firstIndex(of: RequestURL.slash) ?? bytes.endIndex
        let authority = bytes[start..<end]
        guard !authority.contains(UInt8(ascii: "@")) else { throw .urlInvalid(.userInfo) }
        (hostRange, port) = try RequestURL.splitPort(of: authority)
        pathStart = end
        try RequestURL.checkBrackets(in: bytes[end...])

        guard path.isEmpty || path.utf8.first == RequestURL.slash else {
            throw .urlInvalid(.pathNotAbsolute)
        }
        // The path of the base URL followed by this path is a path, so checking the two separately is enough.
        let pathBytes = Array(path.utf8)
        try RequestURL.checkCharacters(of: pathBytes, path)
        try RequestURL.checkBrackets(in: pathBytes[...])
        text = baseURL + path
    }

    // MARK: Parsing

    private static let allowed = ASCIISet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/[]")
    private static let colon = UInt8(ascii: ":")
    private static let slash = UInt8(ascii: "/")

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
        let hostEnd: Int
        if authority.first == UInt8(ascii: "[") {
            // An IPv6 address in the form of RFC 4291, section 2.2 ([REQUEST-14]): eight groups. "::" may
            // replace one or more of them once, and the last two may be written as an IPv4 address.
            let address = authority.dropFirst().prefix { $0 != UInt8(ascii: "]") }
            var value = in6_addr()
            guard address.endIndex < authority.endIndex,
                inet_pton(AF_INET6, String(decoding: address, as: UTF8.self), &value) == 1
            else { throw .urlInvalid(.hostInvalid) }
            hostEnd = address.endIndex + 1
        } else {
            let name = authority.prefix { $0 != colon }
            guard !name.isEmpty else { throw .urlInvalid(.hostMissing) }
            guard name.allSatisfy(PercentEncoding.unreserved.contains) else {
                throw .urlInvalid(.hostInvalid)
            }
            hostEnd = name.endIndex
        }
        let host = authority.startIndex..<hostEnd
        let portText = authority[hostEnd...]
        guard !portText.isEmpty else { return (host, nil) }
        let digits = portText.dropFirst()
        // The comparison refuses a sign and leading zeros.
        guard portText.first == colon, let port = UInt16(String(decoding: digits, as: UTF8.self)), port > 0,
            digits.elementsEqual(String(port).utf8)
        else { throw .urlInvalid(.portInvalid) }
        return (host, Int(port))
    }
}

extension RequestURL: CustomStringConvertible {
    /// The URL as it was given.
    public var description: String { text }
}
