// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import StrictJSON

/// The sample order of Loopring's Submit Order page, and orders made from it.
public enum DocumentedOrder {
    /// The account that places the order.
    public static let accountID = AccountID(10029)
    /// Its hash, which the Cancel Order page uses too.
    public static let hash = "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206"

    /// The body of the submit-order request, signed with the given key. The key that made the signature on
    /// the page is not known. Each `storageID`, a storage slot, gives a different order.
    public static func submitOrderJSON(
        storageID: UInt32 = 0, clientOrderID: String = "Test", accountID: AccountID = accountID,
        signedBy key: PrivateKey
    ) throws -> Data {
        var body: JSON.Object = [
            "exchange": .text("0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b1927"),
            "accountId": .integer(Int(accountID.value)), "storageId": .integer(Int(storageID)),
            "sellToken": .object(["tokenId": .integer(2), "volume": .text("10000000")]),
            "buyToken": .object(["tokenId": .integer(1), "volume": .text("9756234000000000000")]),
            "allOrNone": .boolean(false), "fillAmountBOrS": .boolean(false),
            "validUntil": .integer(1_655_979_919), "maxFeeBips": .integer(63),
            "clientOrderId": .text(clientOrderID), "orderType": .text("TAKER_ONLY"),
            "tradeChannel": .text("MIXED"), "taker": .text(""),
            "poolAddress": .text("0x44013cbbae4a6ea70efdf6d1bb42e0dc15ab25e3"),
        ]
        let order = try LoopringOrder(submitOrderJSON: JSON.object(body).line)
        // The order buys no NFT, so its hash is the signed message.
        let signature = try key.signature(for: Message(hex: order.orderHash.hex))
        body["eddsaSignature"] = .text(signature.hex)
        return Data(JSON.object(body).line)
    }
}
