// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import OrderCancellation
import RequestCanonicalization
import RequestSigning

/// `DELETE /api/v3/order`. It checks the caller, then the account, then the signature, and then the order.
struct CancelOrder {
    let ledger: Ledger
    let baseURL: String

    func carryOut(_ request: ReceivedRequest) async throws(Refusal) -> Acceptance {
        let account = try await ledger.authenticate(request)
        let parameters = try request.parameters()
        let named = Dictionary(parameters.map { (Array($0.key.utf8), $0.value) }) { first, _ in first }
        func value(_ key: String) -> String? { named[Array(key.utf8)] }

        guard let id = value("accountId"), id == account.id.description else {
            throw Refusal(.invalidAccountID, "accountId is not the account of the API key")
        }
        guard request.body.isEmpty else {
            throw Refusal(.invalidArgument, "DELETE must have no body: the signature does not cover it")
        }
        try verifySignature(of: request, parameters: parameters, account: account)

        if let unknown = parameters.first(where: {
            key in
            !["accountId", "orderHash", "clientOrderId"].contains { $0.utf8.elementsEqual(key.key.utf8) }
        }) {
            throw Refusal(.invalidArgument, "unknown parameter \(unknown.percentEncoded)")
        }
        return Acceptance(
            try await ledger.cancel(
                hash: try orderHash(value("orderHash")),
                clientOrderID: try clientOrderID(value("clientOrderId")),
                of: account.id))
    }

    /// Rebuilds the signed message from the received bytes, and verifies its signature.
    private func verifySignature(
        of request: ReceivedRequest, parameters: [Parameter], account: Sandbox.Account
    ) throws(Refusal) {
        let canonical: CanonicalRequest
        do {
            canonical = try SignableRequest(
                method: request.method, baseURL: baseURL, path: request.path, parameters: parameters
            ).canonical
        } catch {
            throw Refusal(.invalidArgument, "the request cannot be signed: \(error)")
        }
        try account.verify(
            request.signature, of: Message(canonical), signed: canonical.signatureBase)
    }

    private func orderHash(_ text: String?) throws(Refusal) -> OrderHash? {
        guard let text else { return nil }
        guard !text.isEmpty else { throw Refusal(.emptyOrderHash, "orderHash is empty") }
        do { return try OrderHash(text) } catch {
            throw Refusal(.invalidOrderHash, "orderHash is not 0x and 64 hexadecimal digits")
        }
    }

    private func clientOrderID(_ text: String?) throws(Refusal) -> ClientOrderID? {
        guard let text else { return nil }
        do { return try ClientOrderID(text) } catch { throw Refusal(.invalidArgument, "\(error)") }
    }
}

/// The authentication steps that both calls share.
extension Ledger {
    /// The account whose API key the request contains. The call counts toward the account's rate limit.
    ///
    /// - Throws: 104001 without a key, 104002 for an unknown key, HTTP 429 if the account is over the limit.
    func authenticate(_ request: ReceivedRequest) throws(Refusal) -> Sandbox.Account {
        guard let text = request.apiKey, !text.isEmpty else {
            throw Refusal(.emptyAPIKey, "the header X-API-KEY is missing or empty")
        }
        guard let key = try? APIKey(text), let account = account(of: key) else {
            throw Refusal(.invalidAPIKey, "the API key does not belong to an account")
        }
        if let wait = countCall(of: account.id) {
            let seconds = wait.components.seconds + (wait.components.attoseconds > 0 ? 1 : 0)
            throw Refusal(
                .unknown, "too many calls within a second", httpStatus: 429, retryAfter: Int(seconds)
            )
        }
        return account
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
