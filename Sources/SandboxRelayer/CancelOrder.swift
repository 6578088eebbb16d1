import EdDSA
import LoopringOrders
import OrderCancellation
import RequestCanonicalization
import RequestSigning

/// `DELETE /api/v3/order`. The checks come in the order of their error codes: who calls, for which account, with
/// which signature, and only then for which order.
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
            throw Refusal(.invalidArgument, "a body with DELETE would go unsigned")
        }
        try verifySignature(of: request, parameters: parameters, account: account)

        if let unknown = parameters.first(where: {
            !["accountId", "orderHash", "clientOrderId"].contains($0.key)
        }) {
            throw Refusal(.invalidArgument, "there is no parameter \(unknown.percentEncoded)")
        }
        let outcome = await ledger.cancel(
            hash: try orderHash(value("orderHash")), clientOrderID: try clientOrderID(value("clientOrderId")),
            of: account.id)
        switch outcome {
        case .done(let entry, let isRepetition): return Acceptance(entry, isRepetition: isRepetition)
        case .refused(let refusal): throw refusal
        }
    }

    /// Rebuilds what must have been signed from what was on the wire, and verifies the signature of that.
    private func verifySignature(
        of request: ReceivedRequest, parameters: [Parameter], account: Account
    ) throws(Refusal) {
        let canonical: CanonicalRequest
        do {
            canonical = try Request(
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
