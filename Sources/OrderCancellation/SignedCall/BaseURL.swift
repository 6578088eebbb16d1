// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization

extension LoopringNetwork {
    /// The checked URL of a path on this network.
    ///
    /// URLs that would not be sent as they were signed are refused ([CANCEL-2]), and plain http:// to any
    /// host except this machine, because the API key would travel in clear ([CLIENT-6]).
    ///
    /// - Throws: ``CallError`` with the cause `baseURLInvalid`.
    func url(path: String) throws(CallError) -> RequestURL {
        let url: RequestURL
        do { url = try RequestURL(baseURL: baseURL, path: path) } catch {
            throw CallError(.baseURLInvalid(.malformed("\(error)")))
        }
        guard !baseURL.hasSuffix("/") else { throw CallError(.baseURLInvalid(.trailingSlash)) }
        guard !url.path.split(separator: "/").contains(where: LoopringNetwork.isDotSegment) else {
            throw CallError(.baseURLInvalid(.dotSegment))
        }
        guard url.scheme == "https" || LoopringNetwork.isLoopback(url.host) else {
            throw CallError(.baseURLInvalid(.plainHTTP(host: url.host)))
        }
        return url
    }

    /// RFC 3986, section 5.2.4, with the dots written as they are or as %2E.
    private static func isDotSegment(_ segment: Substring) -> Bool {
        let dots = segment.lowercased().split(separator: "%2e", omittingEmptySubsequences: false)
            .joined(separator: ".")
        return dots == "." || dots == ".."
    }

    /// Whether a host is this machine by definition: `localhost` (RFC 6761), 127.0.0.0/8 or ::1.
    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]"].contains(host.lowercased()) { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.first == "127"
            && octets.allSatisfy { octet in UInt8(octet).map { String($0) == octet } ?? false }
    }
}

/// What is wrong with a base URL.
public enum BaseURLProblem: Equatable, Sendable {
    /// It is not a URL; the text says why.
    case malformed(String)
    /// It ends in "/". The path that is appended begins with one.
    case trailingSlash
    /// Its path has a "." or ".." segment, which HTTP clients remove, so that another URL would be sent than
    /// was signed.
    case dotSegment
    /// It is plain http:// to a host other than this machine, which would send the API key in clear.
    case plainHTTP(host: String)
}

extension BaseURLProblem: CustomStringConvertible {
    /// The problem in half a line.
    public var description: String {
        switch self {
        case .malformed(let why): why
        case .trailingSlash: "it ends in /"
        case .dotSegment: "its path has a . or .. segment"
        case .plainHTTP(let host): "http:// would send the API key to \(host) in clear; use https://"
        }
    }
}
