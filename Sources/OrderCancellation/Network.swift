import RequestCanonicalization

/// Which exchange is spoken to. The base URL is part of what is signed.
public enum Network: Equatable, Sendable {
    /// Loopring on Ethereum.
    case mainnet
    /// Loopring's test network.
    case testnet
    /// Any other base URL, such as a sandbox on this machine.
    case custom(baseURL: String)

    /// Scheme and host, and a path prefix where there is one.
    public var baseURL: String {
        switch self {
        case .mainnet: "https://api3.loopring.io"
        case .testnet: "https://uat2.loopring.io"
        case .custom(let baseURL): baseURL
        }
    }

    /// The checked URL of a path on this network.
    ///
    /// Refused are URLs that would be sent otherwise than they were signed ([CANCEL-2]), and plain http:// to any host
    /// but this machine, because the API key would travel in clear ([CLIENT-6]).
    ///
    /// - Throws: `OrderCancellationError.baseURLInvalid`.
    func url(path: String) throws(OrderCancellationError) -> RequestURL {
        let url: RequestURL
        do { url = try RequestURL(baseURL: baseURL, path: path) } catch {
            throw .baseURLInvalid(.malformed("\(error)"))
        }
        guard !baseURL.hasSuffix("/") else { throw .baseURLInvalid(.trailingSlash) }
        guard !url.path.split(separator: "/").contains(where: Network.isDotSegment) else {
            throw .baseURLInvalid(.dotSegment)
        }
        guard url.scheme == "https" || Network.isLoopback(url.host) else {
            throw .baseURLInvalid(.plainHTTP(host: url.host))
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
