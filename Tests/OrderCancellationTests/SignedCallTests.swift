// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import RequestSigning
import TestSupport
import Testing

@testable import OrderCancellation

/// The signature that the client sends.
@Suite struct SignedCallTests {
    private func client(_ secretKey: String, _ baseURL: String = "https://api3.loopring.io") throws
        -> LoopringClient
    {
        LoopringClient(
            network: .custom(baseURL: baseURL),
            credentials: Credentials(
                apiKey: try APIKey(exampleAPIKey), privateKey: try PrivateKey(hex: secretKey)))
    }

    @Test func thePublishedSignaturesAreReproduced() throws {
        let known = try KnownAnswers.load().requestSign.filter { $0.method == "DELETE" }
        #expect(known.count == 3)
        for answer in known {
            let parameters = Dictionary(uniqueKeysWithValues: answer.params.map { ($0[0], $0[1]) })
            let request = try CancelOrderRequest(
                accountID: #require(parameters["accountId"]), orderHash: parameters["orderHash"],
                clientOrderID: parameters["clientOrderId"])
            let call = try client(answer.secretKey, answer.baseURL).prepare(request)
            #expect(call.canonical.signatureBase == answer.signatureBase)
            #expect(call.signature == answer.reducedSignature)
        }
    }

    /// An unreduced S reveals three bits of the key, so no call may have one.
    @Test func sIsAlwaysReduced() throws {
        let client = try client(exampleKey)
        let publicKey = try PrivateKey(hex: exampleKey).publicKey
        for number in 0..<40 {
            let request = try CancelOrderRequest(
                accountID: "10005", orderHash: nil, clientOrderID: "order \(number)")
            let call = try client.prepare(request)
            let signature = try Signature(hex: call.signature)
            #expect(signature.isReduced)
            let verification = publicKey.verify(signature, for: Message(call.canonical), profile: .strict)
            #expect(verification.isValid && verification.findings.isEmpty)
        }
    }

    @Test func theBaseURLIsSigned() throws {
        let one = try client(exampleKey, "http://127.0.0.1:1").prepare(exampleRequest())
        let other = try client(exampleKey, "http://localhost:1").prepare(exampleRequest())
        #expect(one.signature != other.signature)
    }

    @Test func aReplacedSignatureIsTheOnlyChange() throws {
        let call = try client(exampleKey).prepare(exampleRequest())
        var changed = call
        changed.signature = "0x00"
        #expect(changed.transportRequest.headers["X-API-SIG"] == "0x00")
        #expect(changed.transportRequest.headers["X-API-KEY"] == exampleAPIKey)
        #expect(changed.url == call.url)
    }
}
