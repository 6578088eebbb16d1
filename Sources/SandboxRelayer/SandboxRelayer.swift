import FlyingFox
import FlyingSocks
import Foundation
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

    private let serving: Task<Void, Never>

    private init(port: UInt16, baseURL: String, ledger: Ledger, serving: Task<Void, Never>) {
        self.port = port
        self.baseURL = baseURL
        self.ledger = ledger
        self.serving = serving
    }

    deinit {
        serving.cancel()
    }

    /// Starts a sandbox; when this returns, it accepts connections.
    ///
    /// - Parameters:
    ///   - accounts: the accounts that it knows; more can be added to the ``ledger``.
    ///   - port: the port to listen on; 0 takes a free one.
    ///   - signedBaseURL: the base URL that requests must be signed for, where it is not the sandbox's own: to
    ///     test a client that signs for the real exchange but is connected here.
    ///   - callsPerSecond: the most calls of an account in a second; `nil` for no limit.
    ///   - requestTimeout: how long the work on a request may take, reading a body of more than 4 KiB included;
    ///     after that the answer is HTTP 500, once the body has come to its end. Memory for the timer of a
    ///     request, some 700 bytes, is held as long as this, however soon the request is answered.
    ///   - time: the clock of the rate limit.
    ///   - onAnswer: is told of each answer, for a log; it carries no secret.
    /// - Throws: ``SandboxRelayerError``.
    public static func start(
        accounts: [Account] = [], port: UInt16 = 0, signedBaseURL: String? = nil, callsPerSecond: Int? = 5,
        requestTimeout: Duration = .seconds(60), time: any TimeSource = SystemTime(),
        onAnswer: @escaping @Sendable (SandboxEvent) -> Void = { _ in }
    ) async throws(SandboxRelayerError) -> SandboxRelayer {
        let ledger = Ledger(callsPerSecond: callsPerSecond, time: time)
        for account in accounts { try await ledger.add(account) }
        let exchange = Exchange(ledger: ledger, onAnswer: onAnswer)

        let server = try makeServer(port: port, timeout: requestTimeout, exchange: exchange)
        let listening = Task { try await server.waitUntilListening(timeout: 600) }
        let firstRun = Task {
            defer { listening.cancel() }
            try await server.run()
        }
        do { try await listening.value } catch { throw .cannotListen(port: port) }
        guard case .ip4(_, let boundPort) = await server.listeningAddress else {
            firstRun.cancel()
            throw .cannotListen(port: port)
        }
        let baseURL = "http://127.0.0.1:\(boundPort)"
        await exchange.setSignedBaseURL(signedBaseURL ?? baseURL)

        // The server stops when it cannot accept a connection, which a burst that uses up the process's file
        // descriptors can bring about. The sandbox then goes on with a new one on the same port.
        let serving = Task {
            try? await firstRun.getValueCancellingWithParent()
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(20))
                try? await makeServer(port: boundPort, timeout: requestTimeout, exchange: exchange).run()
            }
        }
        return SandboxRelayer(port: boundPort, baseURL: baseURL, ledger: ledger, serving: serving)
    }

    /// Stops the sandbox and waits until its port is free.
    public func stop() async {
        serving.cancel()
        await serving.value
    }

    /// Waits until the sandbox is stopped or the calling task is cancelled; the latter stops the sandbox.
    public func waitUntilStopped() async {
        await withTaskCancellationHandler {
            await serving.value
        } onCancel: {
            serving.cancel()
        }
    }

    private static func makeServer(
        port: UInt16, timeout: Duration, exchange: Exchange
    ) throws(SandboxRelayerError) -> HTTPServer {
        guard let address = try? sockaddr_in.inet(ip4: "127.0.0.1", port: port) else {
            throw .cannotListen(port: port)
        }
        let configuration = HTTPServer.Configuration(
            address: address, timeout: timeout / .seconds(1), logger: .disabled)
        return HTTPServer(config: configuration, handler: ClosureHTTPHandler(exchange.answer))
    }
}

extension Task where Failure == any Error, Success == Void {
    /// Waits for the task, and cancels it when the waiting task is cancelled.
    fileprivate func getValueCancellingWithParent() async throws {
        try await withTaskCancellationHandler {
            try await value
        } onCancel: {
            cancel()
        }
    }
}
