// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import OrderCancellation
import SandboxRelayer

/// An account on a sandbox, with keys for one run. It makes the requests that submit orders.
struct SandboxAccount {
    /// The account of the documentation's order.
    static let id = DocumentedOrder.accountID
    /// The documentation's clientOrderId, with the space in it.
    static let secondClientOrderID = "202003180000 00001010"

    let privateKey = PrivateKey()
    /// The API key, as the header has it.
    let apiKeyText: String
    let apiKey: APIKey

    init() throws {
        apiKeyText = "sandbox-" + UUID().uuidString.lowercased()
        apiKey = try APIKey(apiKeyText)
    }

    var credentials: Credentials { Credentials(apiKey: apiKey, privateKey: privateKey) }

    /// The account as the sandbox stores it: without the secret key.
    var account: Sandbox.Account {
        Sandbox.Account(id: Self.id, apiKey: apiKey, publicKey: privateKey.publicKey)
    }

    /// The request that submits the documentation's order, or one made from it.
    func submission(
        to baseURL: String, storageID: UInt32 = 0, clientOrderID: String
    ) throws -> TransportRequest {
        let body = try DocumentedOrder.submitOrderJSON(
            storageID: storageID, clientOrderID: clientOrderID, signedBy: privateKey)
        return TransportRequest(
            method: "POST", url: baseURL + LoopringClient.orderPath,
            headers: [
                "Accept": "application/json", "Content-Type": "application/json", "X-API-KEY": apiKeyText,
            ],
            body: Array(body))
    }
}
