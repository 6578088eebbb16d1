import NIOCore
import RequestCanonicalization

/// Where a request goes and what its request line says, taken out of its URL as it stands.
struct Destination: Equatable {
    /// Whether the connection is to be encrypted.
    let isSecure: Bool
    /// A name or an address; an IPv6 address has no brackets here.
    let host: String
    /// Whether the host is an IPv4 or IPv6 address.
    var isAddress: Bool { (try? SocketAddress(ipAddress: host, port: port)) != nil }
    let port: Int
    /// The value of the Host header (RFC 9112, section 3.2): the host as it is written, and a port if one is.
    let authority: String
    /// The request target in origin form (RFC 9112, section 3.2.1).
    let target: String

    /// - Parameter url: an http or https URL with or without a query.
    /// - Throws: `TransportFailure` of kind `other` where the URL cannot be sent as it stands.
    init(url: String) throws(TransportFailure) {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count == 2 ? "?" + parts[1] : ""
        guard let base = try? RequestURL(String(parts[0])),
            query.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "#") })
        else { throw TransportFailure(.other, detail: "the URL cannot be sent as it stands") }
        isSecure = base.scheme == "https"
        host = base.host.hasPrefix("[") ? String(base.host.dropFirst().dropLast()) : base.host
        port = base.port ?? (isSecure ? 443 : 80)
        authority = base.host + (base.port.map { ":\($0)" } ?? "")
        target = (base.path.isEmpty ? "/" : base.path) + query
    }
}
