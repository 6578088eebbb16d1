// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import OrderCancellation
import StrictJSON

extension Exchange {
    /// `POST /api/v3/order`. The request itself is not signed. The order in its body contains a signature,
    /// `eddsaSignature`, of `LoopringOrder.signedMessage`.
    func submitOrder(
        of account: Sandbox.Account, body: [UInt8]
    ) async throws(Refusal) -> CancelOrderResponse {
        let order = try Refusal.unless(.orderNotValid) { try LoopringOrder(submitOrderJSON: body) }
        guard let message = order.signedMessage else {
            throw Refusal(.orderNotValid, "buyToken.nftData is missing; an order to buy an NFT requires it")
        }
        // The members that the order hash does not cover.
        let (clientOrderId, signature) = try Refusal.unless(.invalidArgument) {
            let members = try MemberKind<JSON.Object>.object.value(JSON(parsing: body), of: "the body")
            return (
                try members.optional("clientOrderId", .text), try members.optional("eddsaSignature", .text)
            )
        }
        guard order.accountID == account.id else {
            throw Refusal(.invalidAccountID, "accountId is not the account of the API key")
        }
        try account.verify(signature, of: Message(message), signed: message.hex)
        let clientOrderID = try Refusal.unless(.invalidArgument) { try clientOrderId.map(ClientOrderID.init) }
        let entry = Ledger.Entry(
            hash: order.orderHash, clientOrderID: clientOrderID, accountID: account.id, status: .processing)
        let (submitted, isRepetition) = try await ledger.submit(entry)
        return submitted.response(isIdempotent: isRepetition)
    }
}
