// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import OrderCancellation
import StrictJSON

extension Exchange {
    /// `POST /api/v3/order`. The request itself is not signed. The order in its body contains a signature,
    /// `eddsaSignature`, of `LoopringOrder.signedMessage`.
    func submitOrder(_ request: ReceivedRequest) async throws(Refusal) -> CancelOrderResponse {
        let account = try await ledger.authenticate(request)
        let order: LoopringOrder
        do { order = try LoopringOrder(submitOrderJSON: request.body) } catch {
            throw Refusal(.orderNotValid, "\(error)")
        }
        guard let message = order.signedMessage else {
            throw Refusal(.orderNotValid, "buyToken.nftData is missing; an order to buy an NFT requires it")
        }
        // The members that the order hash does not cover. The body is JSON, because the order was read from
        // it.
        let json = try? JSON(parsing: request.body)
        /// The text of a member; `nil` if it is missing or `null`.
        func text(_ name: String) throws(Refusal) -> String? {
            switch json?[name] {
            case nil, .null: return nil
            case .text(let text): return text
            default: throw Refusal(.invalidArgument, "\(name) is not text")
            }
        }
        let clientOrderId = try text("clientOrderId")
        let signature = try text("eddsaSignature")
        guard order.accountID == account.id else {
            throw Refusal(.invalidAccountID, "accountId is not the account of the API key")
        }
        try account.verify(signature, of: Message(message), signed: message.hex)
        let entry = Ledger.Entry(
            hash: order.orderHash, clientOrderID: try ClientOrderID(received: clientOrderId),
            accountID: account.id, status: .processing)
        let (submitted, isRepetition) = try await ledger.submit(entry)
        return submitted.response(isIdempotent: isRepetition)
    }
}
