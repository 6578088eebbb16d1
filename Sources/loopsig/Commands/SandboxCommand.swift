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
        abstract: "Serves an exchange in a box on this machine, until interrupted.",
        discussion: """
            It verifies of a submit-order or cancel-order call what the real exchange verifies, and answers \
            with the documented responses and error codes. One account and two orders are made for the run; \
            its keys are in a directory of the user's own, which goes when the sandbox does.
            """
    )

    @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
    var port: UInt16 = 0

    @Flag(help: "Do not limit the account to 5 calls in a second.")
    var noRateLimit = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        // Before there is anything to tidy up, and long before anybody is told that the sandbox is ready.
        let end = await EndOfSandbox.awaited()
        DescriptorLimit.raise()
        let account = try SandboxAccount()
        // A program that has read the guide may close the pipe, and still have a use for the sandbox.
        let log = output.json ? nil : SandboxLog()
        defer { log?.close() }
        let sandbox: SandboxRelayer
        do {
            sandbox = try await SandboxRelayer.start(
                accounts: [account.account], port: port, callsPerSecond: noRateLimit ? nil : 5,
                onAnswer: { log?.line("\($0)") })
        } catch {
            throw Failure.refused("\(error)")
        }
        let keys = try KeyDirectory(account)
        defer { keys.remove() }
        let orders = try await SandboxCommand.submitOrders(of: account, to: sandbox)
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

    /// Submits the documentation's order and another one, named by a clientOrderId with a space.
    private static func submitOrders(
        of account: SandboxAccount, to sandbox: SandboxRelayer
    ) async throws -> (first: OrderHash, second: ClientOrderID) {
        let transport = NIOTransport()
        for (storageID, name) in [(0, "Test"), (1, SandboxAccount.secondClientOrderID)] as [(UInt32, String)]
        {
            let submission = try account.submission(
                to: sandbox.baseURL, storageID: storageID, clientOrderID: name)
            let response = try await transport.send(submission, timeout: .seconds(10))
            guard response.status == 200 else {
                throw Failure.refused("the sandbox did not take the order \(name)")
            }
        }
        return (
            try OrderHash(DocumentedOrder.hash), try ClientOrderID(SandboxAccount.secondClientOrderID)
        )
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

/// What a newcomer needs to know of a sandbox that has started.
private struct SandboxGuide: Encodable {
    let baseURL: String
    let accountId: UInt32
    let secretKeyFile, apiKeyFile: String
    let publicKey: PublicKeyOutput
    let orderHash, clientOrderId: String
    /// Command lines that cancel one order each.
    let cancel, curl: String

    init(
        sandbox: SandboxRelayer, account: SandboxAccount, keys: KeyDirectory,
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

/// What ends a sandbox: Control-C, a polite kill, a terminal that is closed.
struct EndOfSandbox {
    private let signals: UnixSignalsSequence

    /// Takes the signals over from now on: none is lost, and none ends the process before it has tidied up.
    ///
    /// A hangup that whoever started the process has it ignore, as `nohup` does, stays ignored.
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

    /// Returns at the first signal, which may have come before; throws what ends the log, if there is one.
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
        // As many as there are ports.
        let (resource, most) = (__rlimit_resource_t(RLIMIT_NOFILE.rawValue), rlim_t(65_536))
        #else
        let (resource, most) = (RLIMIT_NOFILE, rlim_t(65_536))
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        let raised = min(limit.rlim_max, most)
        guard limit.rlim_cur < raised else { return }
        limit.rlim_cur = raised
        // It is worth trying; without it there are fewer connections at a time.
        _ = setrlimit(resource, &limit)
    }
}
