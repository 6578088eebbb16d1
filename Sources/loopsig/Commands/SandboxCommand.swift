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
        let account = try SandboxAccount()
        // A program that has read the guide may close the pipe and still use the sandbox.
        let log = output.json ? nil : SandboxLog()
        let sandbox = try await Sandbox.start(
            accounts: [account.account], port: port,
            callsPerSecond: noRateLimit ? nil : LoopringClient.documentedCallsPerSecond,
            onAnswer: { log?.line("\($0)") })
        let keys = KeyDirectory()
        defer { keys.remove() }
        try keys.create(for: account)
        let orders = try await SandboxCommand.placeOrders(of: account, on: sandbox)
        try printGuide(to: sandbox, account, keys, orders: orders)
        let watcher = Task {
            await signals.wait()
            log?.close()
        }
        if let log { try await log.print() } else { await watcher.value }
        await sandbox.stop()
    }

    /// Places the documentation's order, and a second order whose clientOrderId has a space.
    private static func placeOrders(
        of account: SandboxAccount, on sandbox: Sandbox
    ) async throws -> (first: OrderHash, second: ClientOrderID) {
        let first = try OrderHash(DocumentedOrder.hash)
        let second = try ClientOrderID(SandboxAccount.secondClientOrderID)
        let body = try DocumentedOrder.submitOrderJSON(storageID: 1, signedBy: account.privateKey)
        try await sandbox.ledger.place(
            first, clientOrderID: try ClientOrderID("Test"), accountID: SandboxAccount.id)
        try await sandbox.ledger.place(
            try LoopringOrder(submitOrderJSON: body).orderHash, clientOrderID: second,
            accountID: SandboxAccount.id)
        return (first, second)
    }
}

extension SandboxCommand {
    /// Prints the address, account, keys and orders of a sandbox that has started, and command lines that
    /// each cancel one order.
    func printGuide(
        to sandbox: Sandbox, _ account: SandboxAccount, _ keys: KeyDirectory,
        orders: (first: OrderHash, second: ClientOrderID)
    ) throws {
        let accountID = SandboxAccount.id
        let cancel = """
            loopsig cancel --network \(sandbox.baseURL) --account-id \(accountID) --order-hash \(orders.first.hex) \
            --secret-key-file \(keys.secretKeyFile) --api-key-file \(keys.apiKeyFile)
            """
        let client = LoopringClient(
            network: .custom(baseURL: sandbox.baseURL), credentials: account.credentials)
        let call = try client.prepare(
            CancelOrderRequest(accountID: accountID, target: .clientOrderID(orders.second)))
        let curl = "LOOPRING_API_KEY=$(cat \(keys.apiKeyFile)); \(call.curlCommand)"
        let terminal = Terminal.standardOutput
        try output.print(
            [
                "baseURL": sandbox.baseURL, "accountId": accountID.value,
                "secretKeyFile": keys.secretKeyFile, "apiKeyFile": keys.apiKeyFile,
                "publicKey": account.privateKey.publicKey.output, "orderHash": orders.first.hex,
                "clientOrderId": orders.second.text, "cancel": cancel, "curl": curl,
            ],
            text: """
                \(terminal.bold("A sandbox exchange listens on \(sandbox.baseURL)"))

                account     \(accountID), keys in \(keys.secretKeyFile) and \(keys.apiKeyFile)
                orders      \(orders.first.hex)
                            clientOrderId "\(orders.second.text)"

                \(terminal.bold("Cancel the first order"))
                \(cancel)

                \(terminal.bold("Cancel the second one with curl"))
                \(curl)

                Press Control-C to end it. Calls:
                """)
    }
}
