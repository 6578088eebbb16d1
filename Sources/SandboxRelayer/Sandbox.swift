// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import Hummingbird
import Logging
import LoopringOrders
import NIOCore
import OrderCancellation
import ServiceLifecycle
import StrictJSON

/// A local exchange on 127.0.0.1 that verifies of each call what the real exchange verified.
///
/// ```swift
/// let account = Sandbox.Account(id: AccountID(10029), apiKey: apiKey, publicKey: privateKey.publicKey)
/// let sandbox = try await Sandbox.start(accounts: [account])
/// let client = LoopringClient(network: .custom(baseURL: sandbox.baseURL), credentials: credentials)
/// ```
///
/// It has two calls, `POST /api/v3/order` and `DELETE /api/v3/order`. The README of this module says which
/// checks it makes, in which order, and what it does where Loopring's documentation is silent. Orders are
/// kept in memory and end with the sandbox; tests may place orders and set their status in process, by the
/// ``ledger``.
public final class Sandbox: Sendable {
    /// The largest body that is read. A submit-order request is below 2 KiB.
    public static let bodyLimit = 65_536
    /// An idle connection is closed after this time.
    static let idleTimeout = TimeAmount.seconds(30)
    /// The longest time for open connections to end when the sandbox stops.
    private static let gracePeriod = Duration.seconds(1)

    /// The port that it listens on.
    public let port: UInt16
    /// The base URL that clients send to and, unless configured otherwise, sign.
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

    /// Starts a sandbox; when this returns, it accepts connections.
    ///
    /// - Parameters:
    ///   - accounts: the accounts that it knows; more can be added to the ``ledger``.
    ///   - port: the port to listen on; 0 takes a free one.
    ///   - signedBaseURL: the base URL that requests must be signed for, if it is not the sandbox's own: to
    ///     test a client that signs for the real exchange but is connected here.
    ///   - callsPerSecond: the most calls of an account in a second; `nil` for no limit.
    ///   - clock: the clock of the rate limit.
    ///   - onAnswer: is called with each answer, for a log; it contains no secret. The answer is sent after
    ///     it returns.
    /// - Throws: ``SandboxError``.
    public static func start(
        accounts: [Account] = [], port: UInt16 = 0, signedBaseURL: String? = nil,
        callsPerSecond: Int? = LoopringClient.documentedCallsPerSecond,
        clock: any Clock<Duration> = ContinuousClock(),
        onAnswer: @escaping @Sendable (Event) -> Void = { _ in }
    ) async throws(SandboxError) -> Sandbox {
        let ledger = Ledger(callsPerSecond: callsPerSecond, clock: RelativeClock(clock))
        for account in accounts { try await ledger.add(account) }
        // Hummingbird and ServiceLifecycle log; the sandbox reports its answers alone.
        let silence = Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
        let (ports, announcement) = AsyncStream.makeStream(of: UInt16.self)
        let application = Application(
            router: Exchange(ledger: ledger, signedBaseURL: signedBaseURL, onAnswer: onAnswer).router,
            server: .http1(configuration: .init(idleTimeout: idleTimeout)),
            configuration: ApplicationConfiguration(
                // The system limits the backlog further.
                address: .hostname("127.0.0.1", port: Int(port)), backlog: 4_096,
                availableConnectionsDelegate: .maximum(connectionsThatFit, logger: silence)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port.flatMap(UInt16.init(exactly:)) {
                    announcement.yield(port)
                }
            },
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

    /// Stops the sandbox: requests that have arrived are answered, connections are closed, and the port is
    /// free when this returns. It takes a second at most. A second call has no effect.
    public func stop() async {
        await services.triggerGracefulShutdown()
        await serving.value
    }

    /// The most connections at a time: the soft limit of file descriptors, less 64 for everything else.
    /// Further connections wait until others are closed.
    ///
    /// An `accept` that fails because there is no descriptor loses no connection, but libdispatch on Linux
    /// opens files in /proc every second while it is busy, and ends the process when it cannot.
    static var connectionsThatFit: Int {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        // "No limit" reads as a number beyond Int.
        guard getrlimit(resource, &limit) == 0, let descriptors = Int(exactly: limit.rlim_cur) else {
            return .max
        }
        return max(1, descriptors - 64)
    }
}

extension Sandbox {
    /// An account of a sandbox.
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

    /// An answer that a sandbox gave, for a log. It contains neither keys nor signatures.
    public struct Event: Equatable, Sendable, CustomStringConvertible {
        /// The method of the request.
        public let method: String
        /// The path and query of the request, as they were on the wire, shortened.
        public let target: String
        /// The HTTP status of the answer.
        public let httpStatus: Int
        /// The error code of the answer; `nil` if the call was accepted.
        public let code: String?

        /// The event in one line, fit for a terminal: clients choose the target.
        public var description: String {
            "\(method) \(VisibleText.visible(target)) → \(httpStatus)" + (code.map { " (\($0))" } ?? "")
        }
    }
}
