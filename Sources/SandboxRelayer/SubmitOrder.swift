import EdDSA
import StrictJSON
import LoopringOrders
import OrderCancellation
import PrimeField

/// `POST /api/v3/order`. The order carries its own signature, `eddsaSignature`, of its hash.
struct SubmitOrder {
    let ledger: Ledger

    func carryOut(_ request: ReceivedRequest) async throws(Refusal) -> Acceptance {
        let account = try await ledger.authenticate(request)
        let order: Order
        do { order = try Order(submitOrderJSON: request.body) } catch {
            throw Refusal(.orderNotValid, "\(error)")
        }
        // What the hash does not cover. The body is JSON, or it would not have been an order.
        let json = try? JSON(parsing: request.body)
        let clientOrderId = try text("clientOrderId", of: json)
        let signature = try text("eddsaSignature", of: json)
        guard order.accountID == FieldElement(UInt64(account.id.value)) else {
            throw Refusal(.invalidAccountID, "accountId is not the account of the API key")
        }
        try account.verify(signature, of: Message(order.hash), signed: order.orderHash.hex)

        let clientOrderID: ClientOrderID?
        do {
            clientOrderID = if let clientOrderId { try ClientOrderID(clientOrderId) } else { nil }
        } catch {
            throw Refusal(.invalidArgument, "\(error)")
        }
        let entry = Ledger.Entry(
            hash: order.orderHash, clientOrderID: clientOrderID, accountID: account.id, status: .processing)
        switch await ledger.submit(entry) {
        case .done(let entry, let isRepetition): return Acceptance(entry, isRepetition: isRepetition)
        case .refused(let refusal): throw refusal
        }
    }

    /// The text of a member; `nil` where there is none, or `null`.
    private func text(_ name: String, of json: JSON?) throws(Refusal) -> String? {
        switch json?[name] {
        case nil, .null: return nil
        case .text(let text): return text
        default: throw Refusal(.invalidArgument, "\(name) is not text")
        }
    }
}
