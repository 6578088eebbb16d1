// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import OrderCancellation
import PrimeField
import SandboxRelayer

// A test of code that cancels orders, against a sandbox in this process: an order is cancelled, one that was
// traded is not, and a call with another key is refused.

let key = PrivateKey()
let apiKey = try APIKey("key-of-the-test")
let account = AccountID(10029)
let sandbox = try await Sandbox.start(accounts: [.init(id: account, apiKey: apiKey, publicKey: key.publicKey)]
)
let (open, traded) = (OrderHash(FieldElement(1)), OrderHash(FieldElement(2)))
try await sandbox.ledger.place(open, accountID: account)
try await sandbox.ledger.place(traded, accountID: account, status: .processed)

func cancel(_ order: OrderHash, by key: PrivateKey) async -> String {
    let client = LoopringClient(
        network: .custom(baseURL: sandbox.baseURL), credentials: Credentials(apiKey: apiKey, privateKey: key))
    do {
        return
            "\(try await client.cancel(CancelOrderRequest(accountID: account, target: .orderHash(order))).outcome)"
    } catch {
        return "\(error.cause)"
    }
}

print(await cancel(open, by: key))
print(await cancel(traded, by: key).contains("PROCESSED"))
print(await cancel(open, by: PrivateKey()).contains("104005"))
await sandbox.stop()
