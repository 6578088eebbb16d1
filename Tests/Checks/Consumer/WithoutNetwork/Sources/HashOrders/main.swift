// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField

// Prints the hash of the order in Loopring's documentation. Then checks that the same order, read from JSON,
// has the same hash.

guard let exchange = EthereumAddress("0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b1927") else {
    fatalError("the address is valid")
}
let order = try LoopringOrder(
    exchange: exchange, storageID: 0, accountID: AccountID(10029),
    sell: .init(tokenID: 2, volume: FieldElement(10_000_000)),
    buy: .init(tokenID: 1, volume: FieldElement(9_756_234_000_000_000_000)), validUntil: 1_655_979_919,
    maxFeeBips: 63,
    fillAmountBOrS: false)
print(order.orderHash)
let json = """
    {"exchange":"0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b1927","accountId":10029,"storageId":0,
    "sellToken":{"tokenId":2,"volume":"10000000"},"buyToken":{"tokenId":1,"volume":"9756234000000000000"},
    "validUntil":1655979919,"maxFeeBips":63,"fillAmountBOrS":false}
    """
print(try LoopringOrder(submitOrderJSON: json.utf8).orderHash == order.orderHash)
