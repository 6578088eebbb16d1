import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// HTTP/1.1 over SwiftNIO, with TLS 1.2 or newer for https.
///
/// Each request has a connection of its own, which closes with the response: nothing that one answer does can
/// reach the next call, and no request is written to a connection that the other side is about to close. Only
/// what a signed call needs is there: no redirects, cookies, caches, compression or stored credentials, and no
/// proxy. The body is read as it arrives and given up beyond a limit, and the timeout is for the whole
/// round trip, so that a server which drips one byte at a time cannot hold a call.
public final class NIOTransport: HTTPTransport {
    /// The largest body that is read by default: 1 MiB. The documented answers are below 1 KiB.
    public static let defaultBodyLimit = 1 << 20

    private let bodyLimit: Int
    private let tls: @Sendable () throws -> NIOSSLContext

    /// A transport that trusts the certificate authorities of the system.
    ///
    /// - Parameter bodyLimit: the largest response body, in bytes.
    public init(bodyLimit: Int = NIOTransport.defaultBodyLimit) {
        self.bodyLimit = bodyLimit
        tls = { try NIOTransport.systemTrust.get() }
    }

    /// A transport that trusts nothing but `trustRoots`.
    init(bodyLimit: Int = NIOTransport.defaultBodyLimit, trustRoots: NIOSSLTrustRoots) {
        self.bodyLimit = bodyLimit
        tls = { try NIOTransport.context(trustRoots: trustRoots) }
    }

    /// Made once, when the first https request is sent: it reads the certificates of the system.
    private static let systemTrust = Result { try context(trustRoots: .default) }

    private static func context(trustRoots: NIOSSLTrustRoots) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.trustRoots = trustRoots
        return try NIOSSLContext(configuration: configuration)
    }

    /// Sends a request; see ``HTTPTransport``.
    public func send(
        _ request: TransportRequest, timeout: Duration
    ) async throws(TransportFailure) -> TransportResponse {
        let destination = try Destination(url: request.url)
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let httpExchange = HTTPExchange(bodyLimit: bodyLimit, on: eventLoop)
        do {
            return try await withTaskCancellationHandler {
                eventLoop.execute {
                    httpExchange.endAfter(timeout)
                    self.connect(to: destination, for: httpExchange, sending: request)
                }
                return try await httpExchange.response.get()
            } onCancel: {
                // Before the connection is begun, if the task is cancelled already: then none is made.
                eventLoop.execute { httpExchange.finish(.failure(TransportFailure(.cancelled))) }
            }
        } catch {
            throw TransportFailure(error)
        }
    }

    private func connect(
        to destination: Destination, for httpExchange: HTTPExchange, sending request: TransportRequest
    ) {
        guard !httpExchange.isOver else { return }
        ClientBootstrap(group: httpExchange.eventLoop)
            // Of the timeouts, the one of the whole round trip counts.
            .connectTimeout(.hours(24))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [tls] channel in
                channel.eventLoop.makeCompletedFuture {
                    try httpExchange.adopt(channel)
                    let pipeline = channel.pipeline.syncOperations
                    if destination.isSecure {
                        // An address is not sent as a server name (RFC 6066, section 3); the certificate must
                        // then be for the address.
                        let name = destination.isAddress ? nil : destination.host
                        try pipeline.addHandler(NIOSSLClientHandler(context: tls(), serverHostname: name))
                    }
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(
                        HTTPExchangeHandler(sending: request, to: destination, for: httpExchange))
                }
            }
            .connect(host: destination.host, port: destination.port)
            .whenFailure { httpExchange.finish(.failure(TransportFailure($0))) }
    }
}
