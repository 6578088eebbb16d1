// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization

extension LoopringNetwork {
    /// The checked URL of a path on this network.
    ///
    /// Refuses a URL that would not be sent as it was signed ([CANCEL-2]). Refuses plain http:// to any host
    /// except this machine, because the API key would be sent unencrypted ([CLIENT-6]).
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

    /// Whether RFC 3986, section 5.2.4, removes the segment. Each dot may also be written as %2E.
    private static func isDotSegment(_ segment: Substring) -> Bool {
        let dots = segment.lowercased().split(separator: "%2e", omittingEmptySubsequences: false)
            .joined(separator: ".")
        return dots == "." || dots == ".."
    }

    /// Whether a host is always this machine: `localhost` (RFC 6761), 127.0.0.0/8 or ::1.
    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]"].contains(host.lowercased()) { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.first == "127"
            && octets.allSatisfy { octet in UInt8(octet).map { String($0) == octet } ?? false }
    }
}

/// The reason why a base URL is refused.
public enum BaseURLProblem: Equatable, Sendable {
    /// It is not a URL; the text says why.
    case malformed(String)
    /// It ends in "/". The path that is appended to it begins with "/".
    case trailingSlash
    /// Its path has a "." or ".." segment. HTTP clients remove these segments, so the URL that is sent would
    /// differ from the signed one.
    case dotSegment
    /// It is plain http:// to a host other than this machine. The API key would be sent unencrypted.
    case plainHTTP(host: String)
}

extension BaseURLProblem: CustomStringConvertible {
    /// The problem, as a clause.
    public var description: String {
        switch self {
        case .malformed(let why): why
        case .trailingSlash: "it ends in /; remove the /"
        case .dotSegment: "its path has a . or .. segment; write the path without it"
        case .plainHTTP(let host): "http:// would send the API key to \(host) unencrypted; use https://"
        }
    }
}
