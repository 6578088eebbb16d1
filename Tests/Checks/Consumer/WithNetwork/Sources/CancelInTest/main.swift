// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import OrderCancellation
import PrimeField
import SandboxRelayer

/// What became of an order, in words.
func cancel(_ order: OrderHash, of account: AccountID, by client: LoopringClient) async -> String {
    let request = CancelOrderRequest(accountID: account, target: .orderHash(order))
    do {
        switch try await client.cancel(request).outcome {
        case .cancelled, .alreadyCancelledOrGone: return "cancelled"
        case .pending: return "not cancelled yet"
        case .notCancelled: return "processed, expired or failed"
        case .unknown: return "unknown"
        }
    } catch {
        return error.mayHaveBeenCarriedOut ? "unknown (\(error.cause))" : "not cancelled (\(error.cause))"
    }
}

let (key, apiKey, account) = (PrivateKey(), try APIKey("key-of-the-test"), AccountID(10029))
let sandbox = try await Sandbox.start(
    accounts: [.init(id: account, apiKey: apiKey, publicKey: key.publicKey)])
let (open, traded) = (OrderHash(FieldElement(1)), OrderHash(FieldElement(2)))
try await sandbox.ledger.place(open, accountID: account)
try await sandbox.ledger.place(traded, accountID: account)
try await sandbox.ledger.setStatus(of: traded, to: .processed)

func client(_ key: PrivateKey) -> LoopringClient {
    LoopringClient(
        network: .custom(baseURL: sandbox.baseURL), credentials: Credentials(apiKey: apiKey, privateKey: key))
}
print(await cancel(open, of: account, by: client(key)))
print(await cancel(traded, of: account, by: client(key)))  // not cancelled (… in status PROCESSED …)
print(await cancel(open, of: account, by: client(PrivateKey())))  // not cancelled (… 104005 …)
await sandbox.stop()

let unavailable = LoopringClient(
    network: .custom(baseURL: "https://relayer.example"),
    credentials: Credentials(apiKey: apiKey, privateKey: key),
    transport: ClosureTransport { _ in TransportResponse(status: 503, headers: [:], body: []) },
    random: { 0 })
print(await cancel(open, of: account, by: unavailable))  // unknown (… HTTP 503 …)
