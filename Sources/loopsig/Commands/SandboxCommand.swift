// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import LoopringOrders
import OrderCancellation
import SandboxRelayer

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Runs a local sandbox exchange until interrupted.",
        discussion: """
            It verifies submit-order and cancel-order calls as the real exchange did, and answers with the \
            documented responses and error codes. It makes one account and two orders for the run. The keys are in \
            a directory that only the user can read; the command removes it at the end.
            """
    )

    @Option(help: "The port on 127.0.0.1; 0 for any free port.")
    var port: UInt16 = 0

    @Flag(help: "Do not limit the account to \(LoopringClient.documentedCallsPerSecond) calls per second.")
    var noRateLimit = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        // Handle signals before there are keys to remove, and before the sandbox reports that it is ready.
        let signals = await StopSignals.handled()
        let account = SandboxAccount()
        // A program that has read the guide may close the pipe and still use the sandbox.
        let log = output.json ? nil : SandboxLog()
        let sandbox = try await Sandbox.start(
            accounts: [try account.account], port: port,
            callsPerSecond: noRateLimit ? nil : LoopringClient.documentedCallsPerSecond,
            onAnswer: { log?.line("\($0)") })
        let keys = KeyDirectory()
        defer { keys.remove() }
        try keys.create(for: account)
        // The documentation's order, and a second order whose clientOrderId has a space.
        let first = try OrderHash(DocumentedOrder.hash)
        let second = try ClientOrderID(SandboxAccount.secondClientOrderID)
        let body = try DocumentedOrder.submitOrderJSON(storageID: 1, signedBy: account.privateKey)
        try await sandbox.ledger.place(
            first, clientOrderID: ClientOrderID("Test"), accountID: DocumentedOrder.accountID)
        try await sandbox.ledger.place(
            LoopringOrder(submitOrderJSON: body).orderHash, clientOrderID: second,
            accountID: DocumentedOrder.accountID)
        try printGuide(to: sandbox, account, keys, first: first, second: second)
        let watcher = Task {
            _ = await signals.first { _ in true }
            log?.close()
        }
        if let log { try await log.print() } else { await watcher.value }
        await sandbox.stop()
    }

    /// Prints the address, account, keys and orders of a sandbox that has started, and command lines that
    /// each cancel one order.
    func printGuide(
        to sandbox: Sandbox, _ account: SandboxAccount, _ keys: KeyDirectory, first: OrderHash,
        second: ClientOrderID
    ) throws {
        let accountID = DocumentedOrder.accountID
        let cancel = """
            loopsig cancel --network \(sandbox.baseURL) --account-id \(accountID) --order-hash \(first.hex) \
            --secret-key-file \(keys.secretKeyFile) --api-key-file \(keys.apiKeyFile)
            """
        let client = LoopringClient(
            network: .custom(baseURL: sandbox.baseURL), credentials: try account.credentials)
        let call = try client.prepare(
            CancelOrderRequest(accountID: accountID, target: .clientOrderID(second)))
        let curl = "LOOPRING_API_KEY=$(cat \(keys.apiKeyFile)); \(call.curlCommand)"
        let terminal = Terminal.standardOutput
        try output.print(
            [
                "baseURL": sandbox.baseURL, "accountId": accountID.value,
                "secretKeyFile": keys.secretKeyFile, "apiKeyFile": keys.apiKeyFile,
                "publicKey": account.privateKey.publicKey.output, "orderHash": first.hex,
                "clientOrderId": second.text, "cancel": cancel, "curl": curl,
            ],
            text: """
                \(terminal.bold("A sandbox exchange listens on \(sandbox.baseURL)"))

                account     \(accountID), keys in \(keys.secretKeyFile) and \(keys.apiKeyFile)
                orders      \(first.hex)
                            clientOrderId "\(second.text)"

                \(terminal.bold("Cancel the first order"))
                \(cancel)

                \(terminal.bold("Cancel the second one with curl"))
                \(curl)

                Press Control-C to end it. Calls:
                """)
    }
}

/// The lines that a sandbox prints while it runs.
///
/// Each line is queued, and printed when standard output accepts it. So a reader that is slow, or does not
/// read, does not delay an answer of the sandbox. While 10,000 lines wait, further lines are left out; the
/// next line that is queued says how many.
private final class SandboxLog: Sendable {
    private let lock = NSLock()
    // Guarded by `lock`.
    nonisolated(unsafe) private var waiting: [String] = []
    nonisolated(unsafe) private var leftOut = 0
    nonisolated(unsafe) private var end: ContinuousClock.Instant?

    /// Queues a line of at most 4,096 bytes. A pipe that `poll` reports as writable accepts this many at once
    /// (PIPE_BUF on Linux), so that writing the line does not block.
    func line(_ text: String) {
        lock.withLock {
            guard waiting.count < 10_000 else { return leftOut += 1 }
            if leftOut > 0 { waiting.append("(\(leftOut) lines left out: they were not read in time)") }
            leftOut = 0
            waiting.append(text)
        }
    }

    /// Prints the lines until ``close()`` is called, and then for at most half a second until all are
    /// printed. Throws when the reader has closed the pipe, even if there is no line to print.
    func print() async throws {
        while true {
            var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
            let events = poll(&output, 1, 0) > 0 ? Int32(output.revents) : 0
            if events & POLLERR != 0 { throw StandardOutput.Loss(reason: .brokenPipe) }
            let (line, isLast) = lock.withLock {
                let line = events != 0 && !waiting.isEmpty ? waiting.removeFirst() : nil
                return (line, end.map { waiting.isEmpty || $0 < .now } ?? false)
            }
            if let line { try StandardOutput.line(line) }
            if isLast { return }
            if line == nil { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    func close() { lock.withLock { end = .now + .milliseconds(500) } }
}
