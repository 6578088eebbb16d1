// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import OrderCancellation
import SandboxRelayer

/// An account on a sandbox, with keys for one run. It makes the requests that submit orders.
struct SandboxAccount {
    /// The documentation's clientOrderId, with the space in it.
    static let secondClientOrderID = "202003180000 00001010"

    let privateKey = PrivateKey()
    /// The API key, as the header has it.
    let apiKeyText = "sandbox-" + UUID().uuidString.lowercased()

    var credentials: Credentials {
        get throws { Credentials(apiKey: try APIKey(apiKeyText), privateKey: privateKey) }
    }

    /// The account as the sandbox stores it: without the secret key.
    var account: Sandbox.Account {
        get throws {
            Sandbox.Account(
                id: DocumentedOrder.accountID, apiKey: try APIKey(apiKeyText),
                publicKey: privateKey.publicKey)
        }
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
