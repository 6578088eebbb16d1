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
    public let port: UInt16
    /// The base URL that clients send to and, unless configured otherwise, sign.
    public let baseURL: String
    /// The accounts and orders.
    public let ledger: Ledger

    private let server: HTTPServer

    private init(server: HTTPServer, baseURL: String, ledger: Ledger) {
        port = server.port
        self.baseURL = baseURL
        self.ledger = ledger
        self.server = server
    }

    deinit {
        server.close()
    }

    /// Starts a sandbox; when this returns, it accepts connections.
    ///
    /// - Parameters:
    ///   - accounts: the accounts that it knows; more can be added to the ``ledger``.
    ///   - port: the port to listen on; 0 takes a free one.
    ///   - signedBaseURL: the base URL that requests must be signed for, where it is not the sandbox's own: to
    ///     test a client that signs for the real exchange but is connected here.
    ///   - callsPerSecond: the most calls of an account in a second; `nil` for no limit.
    ///   - requestTimeout: how long a connection may take to bring the whole of a request, from when it was opened
    ///     or its last request was answered; after that it is closed, with HTTP 408 if the request had begun.
    ///   - time: the clock of the rate limit.
    ///   - onAnswer: is told of each answer, for a log; it carries no secret.
    /// - Throws: ``SandboxRelayerError``.
    public static func start(
        accounts: [Account] = [], port: UInt16 = 0, signedBaseURL: String? = nil, callsPerSecond: Int? = 5,
        requestTimeout: Duration = .seconds(30), time: any TimeSource = SystemTime(),
        onAnswer: @escaping @Sendable (SandboxEvent) -> Void = { _ in }
    ) async throws(SandboxRelayerError) -> SandboxRelayer {
        let ledger = Ledger(callsPerSecond: callsPerSecond, time: time)
        for account in accounts { try await ledger.add(account) }
        let exchange = Exchange(ledger: ledger, onAnswer: onAnswer)

        let server = try await HTTPServer.start(
            port: port, requestTimeout: requestTimeout, exchange: exchange)
        let baseURL = "http://127.0.0.1:\(server.port)"
        await exchange.setSignedBaseURL(signedBaseURL ?? baseURL)
        return SandboxRelayer(server: server, baseURL: baseURL, ledger: ledger)
    }

    /// Stops the sandbox and waits until its port is free and its connections are closed. Requests that are not
    /// answered by then stay unanswered.
    public func stop() async {
        server.close()
        await server.waitUntilClosed()
    }

    /// Waits until the sandbox is stopped or the calling task is cancelled; the latter stops the sandbox.
    public func waitUntilStopped() async {
        await withTaskCancellationHandler {
            await server.waitUntilClosed()
        } onCancel: {
            server.close()
        }
    }
}
