import EdDSA
import LoopringOrders
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis

// Signs, verifies, explains and names an order, without a network. Scripts that link this look at what it prints.
let key = try PrivateKey(hex: "0x" + String(repeating: "0", count: 60) + "1234")
func request(_ host: String) throws -> SignableRequest {
    try SignableRequest(
        method: "DELETE", baseURL: "https://\(host)", path: "/api/v3/order",
        parameters: [Parameter("accountId", "10005"), Parameter("clientOrderId", "Sample")])
}

let signature = try key.signature(for: request("api3.loopring.io"))
print(signature.hex)
print(key.publicKey.isValidSignature(signature, for: try request("api3.loopring.io"), profile: .strict))

let verdict = SignatureVerdict(
    on: signature.hex, of: try request("uat2.loopring.io"), by: .decoded(key.publicKey), searching: .thorough)
print(verdict.failure?.step.rawValue ?? "valid", verdict.diagnosis?.names ?? [])

let order = try Order(
    submitOrderJSON: Array(
        """
        {"exchange": "0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b1927", "storageId": 0, "accountId": 10029,
         "sellToken": {"tokenId": 2, "volume": "10000000"}, "buyToken": {"tokenId": 1, "volume": "9756234000000000000"},
         "validUntil": 1655979919, "maxFeeBips": 63, "fillAmountBOrS": false}
        """.utf8))
print(order.orderHash)
