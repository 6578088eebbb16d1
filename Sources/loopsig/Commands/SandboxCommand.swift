import ArgumentParser
import EdDSA
import Foundation
import LoopringOrders
import OrderCancellation
import SandboxRelayer
import UnixSignals

/// `loopsig sandbox`
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Runs a local sandbox exchange until interrupted.",
        discussion: """
            It verifies submit-order and cancel-order calls as the real exchange did, and answers with the \
            documented responses and error codes. One account and two orders are made for the run; the keys \
            are in a directory that only the user can read, and that is removed at the end.
            """
    )

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port: UInt16 = 0

    @Flag(help: "Do not limit the account to \(LoopringClient.documentedCallsPerSecond) calls in a second.")
    var noRateLimit = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        // Before there is anything to remove, and before the sandbox reports that it is ready.
        let end = await EndOfSandbox.awaited()
        DescriptorLimit.raise()
        let account = try SandboxAccount()
        // A program that has read the guide may close the pipe and still use the sandbox.
        let log = output.json ? nil : SandboxLog()
        defer { log?.close() }
        let sandbox: Sandbox
        do {
            sandbox = try await Sandbox.start(
                accounts: [account.account], port: port,
                callsPerSecond: noRateLimit ? nil : LoopringClient.documentedCallsPerSecond,
                onAnswer: { log?.line("\($0)") })
        } catch {
            throw Failure.refused("\(error)")
        }
        let keys = try KeyDirectory(account)
        defer { keys.remove() }
        let orders = try await SandboxCommand.placeOrders(of: account, on: sandbox)
        let guide = try SandboxGuide(sandbox: sandbox, account: account, keys: keys, orders: orders)
        if output.json {
            try StandardOutput.json(guide)
        } else {
            try StandardOutput.line(guide.text(on: .standardOutput))
        }
        log?.start()
        try await end.wait(orLossOf: log)
        await sandbox.stop()
    }

    /// Places the documentation's order and another one, named by a clientOrderId with a space.
    private static func placeOrders(
        of account: SandboxAccount, on sandbox: Sandbox
    ) async throws -> (first: OrderHash, second: ClientOrderID) {
        let first = try OrderHash(DocumentedOrder.hash)
        let second = try ClientOrderID(SandboxAccount.secondClientOrderID)
        let body = try DocumentedOrder.submitOrderJSON(storageID: 1, signedBy: account.privateKey)
        try await sandbox.ledger.place(
            first, clientOrderID: try ClientOrderID("Test"), accountID: SandboxAccount.id)
        try await sandbox.ledger.place(
            try Order(submitOrderJSON: body).orderHash, clientOrderID: second, accountID: SandboxAccount.id)
        return (first, second)
    }
}

/// The two keys of a sandbox account in files that `cancel` reads.
private struct KeyDirectory {
    let secretKeyFile, apiKeyFile: String
    private let url: URL

    init(_ account: SandboxAccount) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "loopsig-sandbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        secretKeyFile = url.appending(path: "eddsa.key").path
        apiKeyFile = url.appending(path: "api.key").path
        do {
            try SecretFile.create(at: secretKeyFile, holding: account.privateKey.exportedText)
            try SecretFile.create(at: apiKeyFile, holding: account.apiKeyText)
        } catch {
            remove()
            throw error
        }
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}

/// What a user needs to know about a sandbox that has started.
private struct SandboxGuide: Encodable {
    let baseURL: String
    let accountId: UInt32
    let secretKeyFile, apiKeyFile: String
    let publicKey: PublicKeyOutput
    let orderHash, clientOrderId: String
    /// Command lines that cancel one order each.
    let cancel, curl: String

    init(
        sandbox: Sandbox, account: SandboxAccount, keys: KeyDirectory,
        orders: (first: OrderHash, second: ClientOrderID)
    ) throws {
        baseURL = sandbox.baseURL
        accountId = SandboxAccount.id.value
        secretKeyFile = keys.secretKeyFile
        apiKeyFile = keys.apiKeyFile
        publicKey = PublicKeyOutput(account.privateKey.publicKey)
        orderHash = orders.first.hex
        clientOrderId = orders.second.text
        cancel = """
            loopsig cancel --network \(sandbox.baseURL) --account-id \(accountId) --order-hash \(orderHash) \
            --secret-key-file \(secretKeyFile) --api-key-file \(apiKeyFile)
            """
        let client = LoopringClient(
            network: .custom(baseURL: sandbox.baseURL), credentials: account.credentials)
        let call = try client.prepare(
            CancelOrderRequest(accountID: SandboxAccount.id, target: .clientOrderID(orders.second)))
        curl = "LOOPRING_API_KEY=$(cat \(apiKeyFile)); \(call.curlCommand)"
    }

    func text(on terminal: Terminal) -> String {
        """
        \(terminal.bold("A sandbox exchange listens on \(baseURL)"))

        account     \(accountId), keys in \(secretKeyFile) and \(apiKeyFile)
        orders      \(orderHash)
                    clientOrderId "\(clientOrderId)"

        \(terminal.bold("Cancel the first order"))
        \(cancel)

        \(terminal.bold("Cancel the second one with curl"))
        \(curl)

        Press Control-C to end it. Calls:
        """
    }
}

/// The signals that end a sandbox: SIGINT, SIGTERM, and SIGHUP when a terminal is closed.
struct EndOfSandbox {
    private let signals: UnixSignalsSequence

    /// Handles the signals from now on: none is lost, and none ends the process before its files are removed.
    ///
    /// A SIGHUP that the parent process has set to be ignored, as `nohup` does, stays ignored.
    static func awaited() async -> EndOfSandbox {
        var hangup = sigaction()
        sigaction(SIGHUP, nil, &hangup)
        #if canImport(Darwin)
        let isIgnored = unsafeBitCast(hangup.__sigaction_u.__sa_handler, to: Int.self) == 1
        #else
        let isIgnored = unsafeBitCast(hangup.__sigaction_handler.sa_handler, to: Int.self) == 1
        #endif
        let signals: [UnixSignal] = [.sigint, .sigterm] + (isIgnored ? [] : [.sighup])
        return EndOfSandbox(signals: await UnixSignalsSequence(trapping: signals))
    }

    /// Returns at the first signal, which may have arrived before; throws the error that ends the log, if there is one.
    func wait(orLossOf log: SandboxLog?) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in signals { return } }
            if let log { group.addTask { for await loss in log.losses { throw loss } } }
            try await group.next()
            group.cancelAll()
        }
    }
}

/// The number of files and connections that this process may have open.
enum DescriptorLimit {
    /// Raises the soft limit, which is 256 or 1024 on most systems, towards the hard one. The sandbox takes no more
    /// connections at a time than fit.
    static func raise() {
        #if canImport(Darwin)
        let (resource, most) = (RLIMIT_NOFILE, rlim_t(OPEN_MAX))
        #elseif canImport(Glibc)
        // The number of ports.
        let (resource, most) = (__rlimit_resource_t(RLIMIT_NOFILE.rawValue), rlim_t(65_536))
        #else
        let (resource, most) = (RLIMIT_NOFILE, rlim_t(65_536))
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        let raised = min(limit.rlim_max, most)
        guard limit.rlim_cur < raised else { return }
        limit.rlim_cur = raised
        // If it fails, the sandbox takes fewer connections at a time.
        _ = setrlimit(resource, &limit)
    }
}
