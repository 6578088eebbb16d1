import NIOCore
import NIOHTTP1
import NIOPosix

/// An HTTP/1.1 server on 127.0.0.1, without TLS. All of its connections are served by one event loop, which only
/// reads and writes; the work on the requests is done elsewhere.
struct HTTPServer: Sendable {
    /// The most bytes that are taken in of a request line and header fields together.
    static let headLimit = 81_920

    /// The port that it listens on.
    let port: UInt16

    private let listener: any Channel
    private let connections: Connections

    /// Starts a server; when this returns, it accepts connections.
    ///
    /// - Parameters:
    ///   - connectionLimit: see ``AcceptLimit``.
    ///   - requestTimeout: see ``Connections``.
    static func start(
        port: UInt16, connectionLimit: Int = AcceptLimit.connections, requestTimeout: Duration,
        exchange: Exchange
    ) async throws(SandboxRelayerError) -> HTTPServer {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let connections = Connections(
            limit: connectionLimit, requestTimeout: requestTimeout, on: eventLoop)
        let bootstrap = ServerBootstrap(group: eventLoop)
            // The system bounds this further.
            .serverChannelOption(.backlog, value: 4_096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // One at a time, so that the limit is exact but for the connection that is just being set up.
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelInitializer { listener in
                listener.eventLoop.makeCompletedFuture {
                    try listener.pipeline.syncOperations.addHandler(AcceptLimit(connections))
                }
            }
            // A client that has sent its last request may say so, and is answered.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // One read at a time, so that what a client sends ahead is in the system's memory and not in ours.
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configure(channel, of: connections, exchange: exchange)
                }
            }
        guard let listener = try? await bootstrap.bind(host: "127.0.0.1", port: Int(port)).get() else {
            connections.closeAll()
            throw .cannotListen(port: port)
        }
        // Whatever closed the listener: without it there is no server.
        listener.closeFuture.whenComplete { _ in connections.closeAll() }
        guard let bound = listener.localAddress?.port.flatMap(UInt16.init(exactly:)) else {
            listener.close(promise: nil)
            throw .cannotListen(port: port)
        }
        return HTTPServer(port: bound, listener: listener, connections: connections)
    }

    /// Closes the port and the connections, soon.
    func close() {
        listener.close(promise: nil)
    }

    /// Waits until the port and all connections are closed.
    func waitUntilClosed() async {
        // It cannot fail.
        try? await connections.allClosed.get()
    }

    private static func configure(
        _ channel: any Channel, of connections: Connections, exchange: Exchange
    ) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = headLimit
        limits.maxHeaderListSize = headLimit
        let handler = ConnectionHandler(exchange: exchange)
        let pipeline = channel.pipeline.syncOperations
        // Nothing is read from a client that does not read its answers.
        try pipeline.addHandler(BackPressureHandler())
        try pipeline.configureHTTPServerPipeline(
            withErrorHandling: false, withOutboundHeaderValidation: true, withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: limits)
        try pipeline.addHandler(handler)
        try connections.add(handler, on: channel)
    }
}
