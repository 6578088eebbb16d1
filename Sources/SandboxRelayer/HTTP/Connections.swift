import NIOCore

/// The open connections of a server: closes those that take too long to bring a request, and all in the end.
///
/// One timer looks after all of them: a timer each would have to be found and removed with every request. All of it
/// but ``allClosed`` and ``closeAll()`` is used on the event loop alone, which is what makes it safe to share.
final class Connections: @unchecked Sendable {
    /// Succeeds when all connections are closed and no further ones are taken.
    var allClosed: EventLoopFuture<Void> { promise.futureResult }

    private let limit: Int
    private let requestTimeout: TimeAmount
    private let eventLoop: any EventLoop
    private let promise: EventLoopPromise<Void>
    private var open: [ObjectIdentifier: (channel: any Channel, handler: ConnectionHandler)] = [:]
    private var watch: RepeatedTask?
    private var isClosing = false
    /// Accepts the next connection; `nil` while that is not held back.
    private var accept: (() -> Void)?

    /// No connections yet.
    ///
    /// - Parameters:
    ///   - limit: the most connections at a time.
    ///   - requestTimeout: how long a connection may wait for the whole of a request, from when it was opened or
    ///     its last request was answered. It is enforced to a tenth of itself.
    init(limit: Int, requestTimeout: Duration, on eventLoop: any EventLoop) {
        self.requestTimeout = TimeAmount(max(.zero, min(requestTimeout, .seconds(1_000_000))))
        self.eventLoop = eventLoop
        self.limit = limit
        promise = eventLoop.makePromise()
    }

    /// Calls `accept` now, or as soon as there are fewer connections than the limit.
    func whenThereIsRoom(_ accept: @escaping () -> Void) {
        if open.count < limit { accept() } else { self.accept = accept }
    }

    /// Takes a new connection.
    ///
    /// - Throws: `CancellationError` if the server is closing.
    func add(_ handler: ConnectionHandler, on channel: any Channel) throws {
        guard !isClosing else { throw CancellationError() }
        let id = ObjectIdentifier(channel)
        open[id] = (channel, handler)
        channel.closeFuture.assumeIsolated().whenComplete { _ in
            self.open[id] = nil
            if let accept = self.accept {
                self.accept = nil
                accept()
            }
            if self.isClosing, self.open.isEmpty { self.promise.succeed() }
        }
        if watch == nil { startWatching() }
    }

    /// Closes all connections, and those that are still to come. It is called once.
    func closeAll() {
        eventLoop.execute {
            self.isClosing = true
            self.watch?.cancel()
            self.accept = nil
            if self.open.isEmpty { self.promise.succeed() }
            for (channel, _) in self.open.values { channel.close(promise: nil) }
        }
    }

    private func startWatching() {
        let interval = TimeAmount.nanoseconds(max(1_000_000, requestTimeout.nanoseconds / 10))
        watch = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [weak self] watch in
            guard let self else { return watch.cancel() }
            let latest = NIODeadline.now() - requestTimeout
            for (_, handler) in open.values where handler.isWaiting(since: latest) { handler.timeOut() }
        }
    }
}
