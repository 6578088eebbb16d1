import OrderCancellation

/// An exchange in a box: it listens on 127.0.0.1 and verifies of each call what the real one verifies.
///
/// ```swift
/// let sandbox = try await SandboxRelayer.start(accounts: [account])
/// let client = LoopringClient(network: .custom(baseURL: sandbox.baseURL), credentials: credentials)
/// ```
///
/// It knows `POST /api/v3/order` and `DELETE /api/v3/order`. What it checks, in which order, and what it does
/// where Loopring's documentation is silent is in the README of this module. Its orders live in memory and
/// end with it.
public final class SandboxRelayer: Sendable {
    /// The port that it listens on.
    public var port: UInt16 { server.port }
    /// The base URL that clients send to and, unless configured otherwise, sign.
    public var baseURL: String { "http://127.0.0.1:\(port)" }
    /// The accounts and orders.
    public let ledger: Ledger

    private let server: HTTPServer

    private init(server: HTTPServer, ledger: Ledger) {
        self.server = server
        self.ledger = ledger
    }

    deinit {
        Task { [server] in await server.close() }
    }

    /// Starts a sandbox; when this returns, it accepts connections.
    ///
    /// - Parameters:
    ///   - accounts: the accounts that it knows; more can be added to the ``ledger``.
    ///   - port: the port to listen on; 0 takes a free one.
    ///   - signedBaseURL: the base URL that requests must be signed for, where it is not the sandbox's own: to
    ///     test a client that signs for the real exchange but is connected here.
    ///   - callsPerSecond: the most calls of an account in a second; `nil` for no limit.
    ///   - requestTimeout: how long a client may take to send a request, counted from its connection or from the
    ///     response before, and how long to read a response. One that has sent a head gets HTTP 408 then; others
    ///     lose the connection.
    ///   - clock: the clock of the rate limit.
    ///   - onAnswer: is told of each answer, for a log; it carries no secret. The answer waits for it.
    /// - Throws: ``SandboxRelayerError``.
    public static func start(
        accounts: [Account] = [], port: UInt16 = 0, signedBaseURL: String? = nil, callsPerSecond: Int? = 5,
        requestTimeout: Duration = .seconds(30), clock: any Clock<Duration> = ContinuousClock(),
        onAnswer: @escaping @Sendable (SandboxEvent) -> Void = { _ in }
    ) async throws(SandboxRelayerError) -> SandboxRelayer {
        let ledger = Ledger(callsPerSecond: callsPerSecond, timeline: Timeline(clock))
        for account in accounts { try await ledger.add(account) }
        let exchange = Exchange(ledger: ledger, signedBaseURL: signedBaseURL, onAnswer: onAnswer)
        let server = try await HTTPServer.start(
            port: port, requestTimeout: requestTimeout, exchange: exchange)
        return SandboxRelayer(server: server, ledger: ledger)
    }

    /// Stops the sandbox: requests that have arrived are answered, connections are closed, and the port is free when
    /// this returns. It takes a second at most; a sandbox that is stopped may be stopped again.
    public func stop() async {
        await server.close()
    }
}
