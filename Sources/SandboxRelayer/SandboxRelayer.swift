import EdDSA
import StrictJSON
import Foundation
import LoopringOrders
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
        let ledger = Ledger(callsPerSecond: callsPerSecond, clock: RelativeClock(clock))
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

/// An account of the sandbox.
public struct Account: Sendable {
    /// Its number.
    public let id: AccountID
    /// The key that its calls carry.
    public let apiKey: APIKey
    /// The key that its signatures are verified with.
    public let publicKey: PublicKey

    /// An account.
    public init(id: AccountID, apiKey: APIKey, publicKey: PublicKey) {
        self.id = id
        self.apiKey = apiKey
        self.publicKey = publicKey
    }
}

/// What a sandbox tells of an answer that it gave. Neither keys nor signatures are in it.
public struct SandboxEvent: Equatable, Sendable, CustomStringConvertible {
    /// The method of the request; "-" where it could not be read.
    public let method: String
    /// The path and query of the request, as they were on the wire, shortened; "-" where they could not be read.
    public let target: String
    /// The HTTP status of the answer.
    public let httpStatus: Int
    /// The error code of the answer; `nil` where the call was accepted.
    public let code: String?

    /// The event in one line, fit for a terminal: clients choose what is in a target.
    public var description: String {
        "\(method) \(VisibleText.visible(target)) → \(httpStatus)" + (code.map { " (\($0))" } ?? "")
    }
}

/// Why a sandbox cannot be set up.
public enum SandboxRelayerError: Error, Equatable, Sendable {
    /// The port is taken, or may not be used.
    case cannotListen(port: UInt16)
    /// An account of this number, or one with the same API key, is there already.
    case accountExists(AccountID)
}

extension SandboxRelayerError: CustomStringConvertible, LocalizedError {
    /// The error in one line.
    public var description: String {
        switch self {
        case .cannotListen(let port): "cannot listen on 127.0.0.1:\(port)"
        case .accountExists(let id): "there is an account \(id), or one with the same API key, already"
        }
    }

    /// As ``description``.
    public var errorDescription: String? { description }
}
