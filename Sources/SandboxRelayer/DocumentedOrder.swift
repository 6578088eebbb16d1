// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import OrderCancellation

/// The sample order of Loopring's Submit Order page, and orders made from it.
public enum DocumentedOrder {
    /// The account that places the order.
    public static let accountID = AccountID(10029)
    /// Its hash, which the Cancel Order page uses too.
    public static let hash = "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206"

    /// The body of the submit-order request, signed with the given key. The key that made the signature on
    /// the page is not known.
    ///
    /// - Parameters:
    ///   - storageID: the storage slot. Each slot gives a different order.
    ///   - clientOrderID: the client's name for the order.
    ///   - accountID: the account that places the order.
    ///   - key: the account's key.
    public static func submitOrderJSON(
        storageID: UInt32 = 0, clientOrderID: String = "Test", accountID: AccountID = accountID,
        signedBy key: PrivateKey
    ) throws -> Data {
        func body(signature: String) throws -> Data {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            return try encoder.encode(
                Body(
                    accountId: accountID.value, clientOrderId: clientOrderID, eddsaSignature: signature,
                    storageId: storageID))
        }
        let order = try LoopringOrder(submitOrderJSON: body(signature: ""))
        // The order buys no NFT, so its hash is the signed message.
        return try body(signature: key.signature(for: Message(hex: order.orderHash.hex)).hex)
    }

    private struct Body: Encodable {
        struct Token: Encodable { let tokenId: Int, volume: String }
        let accountId: UInt32
        let allOrNone = false
        let buyToken = Token(tokenId: 1, volume: "9756234000000000000")
        let clientOrderId: String
        let eddsaSignature: String
        let exchange = "0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b1927"
        let fillAmountBOrS = false
        let maxFeeBips = 63
        let orderType = "TAKER_ONLY"
        let poolAddress = "0x44013cbbae4a6ea70efdf6d1bb42e0dc15ab25e3"
        let sellToken = Token(tokenId: 2, volume: "10000000")
        let storageId: UInt32
        let taker = ""
        let tradeChannel = "MIXED"
        let validUntil = 1_655_979_919
    }
}
