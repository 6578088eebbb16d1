// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import OrderCancellation
import SandboxRelayer

/// The address, account, keys and orders of a sandbox that has started.
struct SandboxGuide: Encodable {
    let baseURL: String
    let accountId: UInt32
    let secretKeyFile, apiKeyFile: String
    let publicKey: PublicKeyOutput
    let orderHash, clientOrderId: String
    /// Command lines. Each cancels one order.
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
