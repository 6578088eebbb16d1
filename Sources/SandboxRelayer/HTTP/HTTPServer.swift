import Foundation
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// An HTTP/1.1 server on 127.0.0.1, without TLS: Hummingbird's, run by ServiceLifecycle.
struct HTTPServer: Sendable {
    /// The most bytes of names and values in the head of a request, its target included.
    static let headLimit = 81_920
    /// The most header fields of a request.
    static let fieldLimit = 256
    /// How long open connections may take to end when the server stops.
    private static let gracePeriod = Duration.seconds(1)

    /// The port that it listens on.
    let port: UInt16

    private let group: ServiceGroup
    private let serving: Task<Void, Never>

    /// Starts a server; when this returns, it accepts connections.
    ///
    /// - Parameters:
    ///   - connectionLimit: the most connections at a time; further ones wait in the system's queue.
    ///   - requestTimeout: how long a client may take to send a request, and to read a response.
    /// - Throws: ``SandboxRelayerError/cannotListen(port:)``.
    static func start(
        port: UInt16, connectionLimit: Int = connectionsThatFit, requestTimeout: Duration, exchange: Exchange
    ) async throws(SandboxRelayerError) -> HTTPServer {
        // Hummingbird and ServiceLifecycle log; this program tells of its answers alone.
        let silence = Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
        let (addresses, announcement) = AsyncStream.makeStream(of: SocketAddress?.self)
        let server = Server(
            childChannelSetup: ExchangeChannel(exchange: exchange, requestTimeout: requestTimeout),
            configuration: ServerConfiguration(
                // The system bounds the backlog further.
                address: .hostname("127.0.0.1", port: Int(port)), backlog: 4_096,
                availableConnectionsDelegate: .maximum(connectionLimit, logger: silence)),
            onServerRunning: { listener in
                // One at a time, so that the limit is exact but for the connection that is being set up.
                try? await listener.setOption(.maxMessagesPerRead, value: 1).get()
                announcement.yield(listener.localAddress)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: silence)
        var configuration = ServiceGroupConfiguration(services: [.init(service: server)], logger: silence)
        configuration.maximumGracefulShutdownDuration = gracePeriod
        let group = ServiceGroup(configuration: configuration)
        let serving = Task {
            try? await group.run()
            announcement.finish()
        }
        guard let address = await addresses.first(where: { _ in true }),
            let boundPort = address?.port.flatMap(UInt16.init(exactly:))
        else {
            serving.cancel()
            throw .cannotListen(port: port)
        }
        return HTTPServer(port: boundPort, group: group, serving: serving)
    }

    /// Takes no more connections, closes those that have no request, answers the others, and closes them. Those that
    /// take longer than a second are cut off.
    func close() async {
        await group.triggerGracefulShutdown()
        await serving.value
    }

    /// The most connections at a time: the soft limit of file descriptors, less some for everything else.
    ///
    /// An `accept` that fails for want of a descriptor costs no connection, but libdispatch on Linux opens files in
    /// /proc every second while it is busy, and ends the process when it cannot.
    static var connectionsThatFit: Int {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        // Some set no limit at all, which reads as a number beyond Int.
        guard getrlimit(resource, &limit) == 0, let descriptors = Int(exactly: limit.rlim_cur) else {
            return .max
        }
        return max(1, descriptors - 64)
    }
}

/// What Hummingbird's server is to do with a connection.
///
/// Hummingbird has an HTTP/1.1 channel of its own. It answers what is not HTTP without a body and without reading on,
/// resolves the target, gives a client that drips its body all the time in the world, and does not know HTTP/1.0 from
/// HTTP/1.1; so here is one that does the exchange's way.
private struct ExchangeChannel: ServerChildChannel {
    let exchange: Exchange
    let requestTimeout: Duration

    func setup(
        channel: any Channel, logger: Logger
    ) -> EventLoopFuture<NIOAsyncChannel<ReceivedRequest, SentResponse>> {
        channel.eventLoop.makeCompletedFuture {
            // A response is one small packet, and must not wait for the acknowledgement of the one before it.
            try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
            // One read at a time, so that what a client sends ahead is in the system's memory and not in ours.
            try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = HTTPServer.headLimit
            limits.maxHeaderListSize = HTTPServer.headLimit
            limits.maxHeaderFieldCount = HTTPServer.fieldLimit
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                withErrorHandling: false, withOutboundHeaderValidation: true,
                withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
            try channel.pipeline.syncOperations.addHandler(
                HTTPConnection(exchange: exchange, timeout: requestTimeout))
            return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
    }

    func handle(value connection: NIOAsyncChannel<ReceivedRequest, SentResponse>, logger: Logger) async {
        let baseURL = "http://127.0.0.1:\(connection.channel.localAddress?.port ?? 0)"
        await withTaskCancellationHandler {
            // A connection that breaks is no matter: there is nobody to tell.
            try? await connection.executeThenClose { requests, responses in
                for try await request in requests {
                    try await responses.write(exchange.answer(request, at: baseURL))
                }
            }
        } onCancel: {
            connection.channel.close(promise: nil)
        }
    }
}
