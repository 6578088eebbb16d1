// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import OrderCancellation
import SandboxRelayer

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
