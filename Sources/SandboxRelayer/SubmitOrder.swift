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
        // The members that the order hash does not cover.
        let clientOrderId, signature: String?
        do {
            let members = try MemberKind<JSON.Object>.object.value(
                JSON(parsing: request.body), of: "the body")
            clientOrderId = try members.optional("clientOrderId", .text)
            signature = try members.optional("eddsaSignature", .text)
        } catch {
            throw Refusal(.invalidArgument, "\(error)")
        }
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
