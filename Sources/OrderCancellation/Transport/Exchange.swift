import NIOCore

/// One request on its way: whoever finishes it first decides the result, be it the last byte of the response, an
/// error, the timer or a cancellation. The caller then goes on at once, and the connection is closed.
///
/// All of it but ``response`` is used on ``eventLoop`` alone, which is what makes it safe to share.
final class Exchange: @unchecked Sendable {
    let eventLoop: any EventLoop
    /// The response, or a `TransportFailure`.
    var response: EventLoopFuture<TransportResponse> { promise.futureResult }
    let bodyLimit: Int
    private(set) var isOver = false

    private let promise: EventLoopPromise<TransportResponse>
    private var timer: Scheduled<Void>?
    /// One channel for each address that a connection is tried to; all but one are closed by the connector.
    private var channels: [any Channel] = []

    init(bodyLimit: Int, on eventLoop: any EventLoop) {
        self.bodyLimit = bodyLimit
        self.eventLoop = eventLoop
        promise = eventLoop.makePromise()
    }

    /// Starts the timer for everything.
    func endAfter(_ timeout: Duration) {
        guard !isOver else { return }
        let time = TimeAmount(max(.zero, min(timeout, .seconds(1_000_000))))
        timer = eventLoop.scheduleTask(in: time) { self.finish(.failure(TransportFailure(.timedOut))) }
    }

    /// Takes a channel that is about to connect.
    ///
    /// - Throws: `CancellationError` where the exchange is over, so that no other address is tried.
    func adopt(_ channel: any Channel) throws {
        guard !isOver else { throw CancellationError() }
        channels.append(channel)
    }

    func finish(_ result: Result<TransportResponse, TransportFailure>) {
        eventLoop.preconditionInEventLoop()
        guard !isOver else { return }
        isOver = true
        timer?.cancel()
        promise.completeWith(result.mapError { $0 })
        for channel in channels { channel.close(promise: nil) }
        channels = []
    }
}
