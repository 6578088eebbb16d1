import EdDSA
import Foundation
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
        // What the hash does not cover. The body is a JSON object, or it would not have been an order.
        struct Uncovered: Decodable { let clientOrderId, eddsaSignature: String? }
        guard let uncovered = try? JSONDecoder().decode(Uncovered.self, from: request.body) else {
            throw Refusal(.invalidArgument, "clientOrderId or eddsaSignature is not text")
        }
        guard order.accountID == FieldElement(UInt64(account.id.value)) else {
            throw Refusal(.invalidAccountID, "accountId is not the account of the API key")
        }
        try account.verify(uncovered.eddsaSignature, of: Message(order.hash), signed: order.orderHash.hex)

        let clientOrderID: ClientOrderID?
        do {
            clientOrderID = if let text = uncovered.clientOrderId { try ClientOrderID(text) } else { nil }
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
}
