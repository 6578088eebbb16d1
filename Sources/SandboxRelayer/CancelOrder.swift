// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Hummingbird
import LoopringOrders
import OrderCancellation
import RequestCanonicalization
import RequestSigning

extension Exchange {
    /// `DELETE /api/v3/order`. It checks the account, the signature, and then the order.
    func cancelOrder(
        _ request: Request, _ body: [UInt8], of account: Sandbox.Account, at baseURL: String
    ) async throws(Refusal) -> CancelOrderResponse {
        let target = request.uri.string
        // Some parsers read a "+" as a space and others as a plus sign, and some refuse a pair without "=".
        let query = target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        let pairs = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        guard !query.contains(UInt8(ascii: "+")),
            query.isEmpty || pairs.allSatisfy({ $0.contains(UInt8(ascii: "=")) })
        else {
            throw Refusal(
                .invalidArgument, "the query is ambiguous; write key=value pairs, and %20 or %2B for a +")
        }
        let received = try Refusal.unless(.invalidArgument, "the request cannot be signed: ") {
            try SignableRequest(method: "DELETE", baseURL: baseURL, target: target, body: body)
        }
        func value(_ key: String) -> String? {
            received.parameters.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
        }

        guard let id = value("accountId"), id == account.id.description else {
            throw Refusal(.invalidAccountID, "accountId is not the account of the API key")
        }
        // The signed message is rebuilt from the received bytes.
        let canonical = received.canonical
        try account.verify(
            request.field(SignatureHeader.signature), of: Message(canonical), signed: canonical.signatureBase)

        let known = ["accountId", "orderHash", "clientOrderId"]
        if let unknown = received.parameters.first(where: { parameter in
            !known.contains { $0.utf8.elementsEqual(parameter.key.utf8) }
        }) {
            throw Refusal(.invalidArgument, "unknown parameter \(unknown.percentEncoded)")
        }
        let hash = try value("orderHash").map { text throws(Refusal) in
            guard !text.isEmpty else { throw Refusal(.emptyOrderHash, "orderHash is empty") }
            return try Refusal.unless(.invalidOrderHash) { try OrderHash(text) }
        }
        let clientOrderID = try Refusal.unless(.invalidArgument) {
            try value("clientOrderId").map(ClientOrderID.init)
        }
        return try await ledger.cancel(hash: hash, clientOrderID: clientOrderID, of: account.id).response()
    }
}

extension Sandbox.Account {
    /// Verifies the account's signature of a message, in the relayer profile.
    ///
    /// - Parameter signed: the text that had to be signed, for the answer to a wrong signature.
    /// - Throws: 104004 without a signature, 104005 for one that is malformed or does not verify.
    func verify(_ text: String?, of message: Message, signed: String) throws(Refusal) {
        guard let text, !text.isEmpty else { throw Refusal(.noSignature, "the signature is missing") }
        let signature: Signature
        do { signature = try Signature(hex: text) } catch {
            throw Refusal(
                .wrongSignature, "the signature is malformed (\(error)); expected a signature of \(signed)")
        }
        guard publicKey.isValidSignature(signature, for: message, profile: .relayer) else {
            throw Refusal(.wrongSignature, "the signature is not the account's signature of \(signed)")
        }
    }
}
