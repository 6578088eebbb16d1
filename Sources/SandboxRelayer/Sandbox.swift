// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import Hummingbird
import Logging
import LoopringOrders
import NIOCore
import OrderCancellation
import RequestSigning
import ServiceLifecycle
import StrictJSON

/// A local exchange on 127.0.0.1 that makes the checks that the real exchange made.
///
/// It has two calls, `POST /api/v3/order` and `DELETE /api/v3/order`. The README of this module lists the
/// checks in their order, and the sandbox's choices in undocumented cases. Orders are kept in memory only. A
/// test can place orders and set their status without a request, through the ``ledger``.
public final class Sandbox: Sendable {
    /// The largest accepted body. A submit-order request is smaller than 2 KiB.
    public static let bodyLimit = 65_536
    /// An idle connection is closed after this time.
    static let idleTimeout = TimeAmount.seconds(30)
    /// When the sandbox stops, connections that are still open after this time are closed.
    private static let gracePeriod = Duration.seconds(1)

    /// The port that it listens on.
    public let port: UInt16
    /// The base URL to which clients send their requests. They must also sign it, unless `start` got another
    /// `signedBaseURL`.
    public var baseURL: String { "http://127.0.0.1:\(port)" }
    /// The accounts and orders.
    public let ledger: Ledger

    private let services: ServiceGroup
    private let serving: Task<Void, Never>

    private init(port: UInt16, ledger: Ledger, services: ServiceGroup, serving: Task<Void, Never>) {
        self.port = port
        self.ledger = ledger
        self.services = services
        self.serving = serving
    }

    deinit {
        Task { [services] in await services.triggerGracefulShutdown() }
    }

    /// Starts a sandbox. When this function returns, the sandbox accepts connections.
    ///
    /// - Parameters:
    ///   - accounts: the first accounts; more can be added to the ``ledger``.
    ///   - port: the port to listen on; 0 chooses a free one.
    ///   - signedBaseURL: the base URL that requests must be signed for, if it is not the sandbox's own. Use
    ///     it to test a client that signs for the real exchange but sends its requests to the sandbox.
    ///   - callsPerSecond: how many calls each account may make in a second; `nil` for no limit.
    ///   - clock: the clock of the rate limit.
    ///   - onAnswer: called with each answer, before the answer is sent. Use it for a log; an event contains
    ///     no secret.
    /// - Throws: ``SandboxError``.
    public static func start(
        accounts: [Account] = [], port: UInt16 = 0, signedBaseURL: String? = nil,
        callsPerSecond: Int? = LoopringClient.documentedCallsPerSecond,
        clock: any Clock<Duration> = ContinuousClock(),
        onAnswer: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws(SandboxError) -> Sandbox {
        let ledger = Ledger(callsPerSecond: callsPerSecond, clock: RelativeClock(clock))
        for account in accounts { try await ledger.add(account) }
        // Discard the log messages of Hummingbird and ServiceLifecycle: the sandbox only reports its answers.
        let silence = Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
        let (ports, announcement) = AsyncStream.makeStream(of: UInt16.self)
        let application = Application(
            router: Exchange(ledger: ledger, signedBaseURL: signedBaseURL, onAnswer: onAnswer).router,
            server: .http1(configuration: .init(idleTimeout: idleTimeout)),
            configuration: ApplicationConfiguration(
                // The system may reduce the backlog.
                address: .hostname("127.0.0.1", port: Int(port)), backlog: 4_096,
                availableConnectionsDelegate: .maximum(connectionsThatFit, logger: silence)),
            onServerRunning: { announcement.yield(UInt16($0.localAddress?.port ?? 0)) },
            logger: silence)
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: application)], logger: silence)
        configuration.maximumGracefulShutdownDuration = gracePeriod
        let services = ServiceGroup(configuration: configuration)
        let serving = Task {
            try? await services.run()
            announcement.finish()
        }
        guard let boundPort = await ports.first(where: { _ in true }) else {
            serving.cancel()
            throw .cannotListen(port: port)
        }
        return Sandbox(port: boundPort, ledger: ledger, services: services, serving: serving)
    }

    /// Stops the sandbox: answers the requests that have arrived, and closes all connections. The port is
    /// free when this function returns, after at most a second. Calling it again has no effect.
    public func stop() async {
        await services.triggerGracefulShutdown()
        await serving.value
    }

    /// The largest number of open connections: the soft limit of file descriptors, less 64 for other files.
    /// Further connections wait until others are closed.
    ///
    /// The reserve is necessary. If `accept` fails because no descriptor is free, the connection only has to
    /// wait. But while libdispatch is busy on Linux, it opens files in /proc every second, and ends the
    /// process if that fails.
    static var connectionsThatFit: Int {
        let descriptors = sysconf(Int32(_SC_OPEN_MAX))
        // A negative number means that there is no limit.
        return descriptors < 0 ? .max : max(1, descriptors - 64)
    }
}

extension Sandbox {
    /// An account of a sandbox.
    public struct Account: Sendable {
        /// The account's number.
        public let id: AccountID
        /// The API key, which every call of the account must have.
        public let apiKey: APIKey
        /// The key that verifies the account's signatures.
        public let publicKey: PublicKey

        /// An account.
        public init(id: AccountID, apiKey: APIKey, publicKey: PublicKey) {
            self.id = id
            self.apiKey = apiKey
            self.publicKey = publicKey
        }
    }

    /// A request and the sandbox's answer, for a log. It contains neither keys nor signatures.
    public struct Event: Equatable, Sendable, CustomStringConvertible {
        /// The method of the request.
        public let method: String
        /// The path and query of the request, not decoded, shortened to 300 characters.
        public let target: String
        /// The HTTP status of the answer.
        public let httpStatus: Int
        /// The error code of the answer; `nil` if the call was accepted.
        public let code: String?

        /// The event in one line. It is safe to print on a terminal: control characters of the target, which
        /// the client chooses, are made visible.
        public var description: String {
            "\(method) \(VisibleText.visible(target)) → \(httpStatus)" + (code.map { " (\($0))" } ?? "")
        }
    }
}

/// Why a sandbox, or its ledger, cannot be set up.
public enum SandboxError: Equatable, Sendable {
    /// Another program uses the port, or this program may not use it.
    case cannotListen(port: UInt16)
    /// The sandbox already has an account with this number or this API key.
    case accountExists(AccountID)
    /// The sandbox already has another order with this hash or this clientOrderId.
    case orderExists
    /// The sandbox has no order with this hash.
    case noSuchOrder(OrderHash)
}

extension SandboxError: DescribedError {
    /// The error in one line.
    public var description: String {
        switch self {
        case .cannotListen(let port): "cannot listen on 127.0.0.1:\(port): the port is in use or not allowed"
        case .accountExists(let id): "the sandbox already has account \(id), or an account with its API key"
        case .orderExists: "the sandbox already has another order with this hash or client order id"
        case .noSuchOrder(let hash): "the sandbox has no order \(hash)"
        }
    }
}
