// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import PrimeField
import TestSupport
import Testing

/// The hash of the documentation's sample order.
let sampleHash = "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206"

@Suite struct OrderTests {
    private func problem(of json: String) -> LoopringOrdersError? {
        do {
            _ = try LoopringOrder(submitOrderJSON: Array(json.utf8))
            return nil
        } catch {
            return error
        }
    }

    /// The documentation's order with members replaced; `nil` removes one.
    private func sample(_ changes: [String: String?] = [:]) -> String {
        var members: [(String, String)] = [
            ("exchange", #""0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b1927""#), ("storageId", "0"),
            ("accountId", "10029"),
            ("sellToken", #"{"tokenId":2,"volume":"10000000"}"#),
            ("buyToken", #"{"tokenId":1,"volume":"9756234000000000000"}"#), ("validUntil", "1655979919"),
            ("maxFeeBips", "63"), ("fillAmountBOrS", "false"), ("taker", #""""#), ("allOrNone", "false"),
            ("clientOrderId", #""Test""#), ("eddsaSignature", #""0x00""#), ("orderType", #""TAKER_ONLY""#),
        ]
        members = members.compactMap { name, value in
            changes[name].map { change in change.map { (name, $0) } } ?? (name, value)
        }
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private func hash(_ changes: [String: String?] = [:]) throws -> String {
        try LoopringOrder(submitOrderJSON: Array(sample(changes).utf8)).orderHash.hex
    }

    @Test func theDocumentedOrderHasTheDocumentedHash() throws {
        struct File: Decodable {
            struct Known: Decodable { let fieldsInOrder: [String]; let hash: String }
            let orderHash: Known
        }
        let file = try KnownAnswers.data()
        let known = try JSONDecoder().decode(File.self, from: file).orderHash
        let order = try LoopringOrder(submitOrderJSON: Array(sample().utf8))
        #expect(order.hashInputs == known.fieldsInOrder.map { try! FieldElement(decimal: $0) })
        #expect(order.orderHash.hex == known.hash)
        #expect(known.hash == sampleHash)

        // The same order in the file of known answers.
        let whole = try #require(try JSONSerialization.jsonObject(with: file) as? [String: Any])
        let entry = try #require((whole["orderHash"] as? [String: Any])?["order"])
        let published = try LoopringOrder(submitOrderJSON: JSONSerialization.data(withJSONObject: entry))
        #expect(published == order)
    }

    @Test(
        arguments: [
            ["storageId": #""0""#], ["accountId": #""10029""#], ["validUntil": #""1655979919""#],
            ["maxFeeBips": #""63""#],
            ["sellToken": #"{"tokenId":"2","volume":10000000}"#],
            ["buyToken": #"{"volume":9756234000000000000,"tokenId":"1"}"#],
            ["fillAmountBOrS": #""false""#], ["taker": nil], ["taker": #""0x0""#], ["taker": "null"],
            ["taker": #""0x0000000000000000000000000000000000000000""#],
            ["exchange": #""0xD18EA5CE1796BE9CE1C657E6AF3FB8349A9B1927""#], ["clientOrderId": nil],
        ] as [[String: String?]])
    func otherSpellingsHaveTheSameHash(_ changes: [String: String?]) throws {
        #expect(try hash(changes) == sampleHash)
    }

    @Test(
        arguments: [
            ["storageId": "1"], ["accountId": "10030"], ["validUntil": "1655979920"], ["maxFeeBips": "62"],
            ["fillAmountBOrS": "true"], ["taker": #""0x0000000000000000000000000000000000000001""#],
            ["exchange": #""0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b1926""#],
            ["sellToken": #"{"tokenId":1,"volume":"10000000"}"#],
            ["sellToken": #"{"tokenId":2,"volume":"10000001"}"#],
            ["buyToken": #"{"tokenId":2,"volume":"9756234000000000000"}"#],
            ["buyToken": #"{"tokenId":1,"volume":"9756234000000000001"}"#],
            ["buyToken": #"{"tokenId":1,"volume":9756234000000000001}"#],
        ] as [[String: String?]])
    func everyCoveredMemberChangesTheHash(_ changes: [String: String?]) throws {
        #expect(try hash(changes) != sampleHash)
    }

    @Test func bigVolumesAreExact() throws {
        let largest = "79228162514264337593543950335"  // 2⁹⁶ − 1
        for written in ["\"\(largest)\"", largest] {
            let order = try LoopringOrder(
                submitOrderJSON: Array(sample(["sellToken": #"{"tokenId":2,"volume":\#(written)}"#]).utf8))
            #expect(
                order.sell.volume.hex == "0x" + String(repeating: "0", count: 40)
                    + String(repeating: "f", count: 24))
        }
    }

    @Test(
        arguments: [
            ("storageId", "4294967296", "does not fit 32 bits"),
            ("storageId", nil, "is missing"),
            ("accountId", "4294967296", "does not fit 32 bits"), ("accountId", "null", "is missing"),
            ("accountId", "-1", "is not an unsigned decimal integer"),
            ("accountId", "1.5", "is not an unsigned decimal integer"),
            ("accountId", "\"01\"", "is not an unsigned decimal integer"),
            ("accountId", "\"\"", "is not an unsigned decimal integer"),
            ("accountId", "\"+1\"", "is not an unsigned decimal integer"),
            ("accountId", "\"0x1\"", "is not an unsigned decimal integer"),
            ("accountId", "\" 1\"", "is not an unsigned decimal integer"),
            ("accountId", "true", "is not an unsigned decimal integer"),
            ("accountId", "[1]", "is not an unsigned decimal integer"),
            ("accountId", "\"\u{0661}\"", "is not an unsigned decimal integer"),
            ("validUntil", "1e9", "is not an unsigned decimal integer"),
            ("storageId", "4.0", "is not an unsigned decimal integer"),
            ("storageId", "-0", "is not an unsigned decimal integer"),
            ("validUntil", "9223372036854775808", "does not fit 32 bits"),
            ("storageId", "1" + String(repeating: "0", count: 77), "is not below p"),
            (
                "maxFeeBips",
                "\"21888242871839275222246405745257275088548364400416034343698204186575808495617\"",
                "is not below p"
            ),
            ("maxFeeBips", "\"" + String(repeating: "9", count: 500) + "\"", "is not below p"),
            ("fillAmountBOrS", nil, "is missing"), ("fillAmountBOrS", "0", "is not true or false"),
            ("fillAmountBOrS", "\"no\"", "is not true or false"),
            ("exchange", nil, "is missing"), ("exchange", "\"\"", "is not 0x and 40 hexadecimal digits"),
            ("exchange", "\"0x0\"", "is not 0x and 40 hexadecimal digits"),
            ("exchange", "1", "is not text"),
            (
                "exchange", "\"0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b192\"",
                "is not 0x and 40 hexadecimal digits"
            ),
            (
                "exchange", "\"0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b19277\"",
                "is not 0x and 40 hexadecimal digits"
            ),
            (
                "exchange", "\"d18Ea5CE1796Be9Ce1c657E6af3FB8349a9b192700\"",
                "is not 0x and 40 hexadecimal digits"
            ),
            (
                "exchange", "\"0xd18Ea5CE1796Be9Ce1c657E6af3FB8349a9b192g\"",
                "is not 0x and 40 hexadecimal digits"
            ),
            ("taker", "\"0x1\"", "is not 0x and 40 hexadecimal digits"), ("taker", "0", "is not text"),
            ("taker", "\"0x00\"", "is not 0x and 40 hexadecimal digits"),
        ] as [(String, String?, String)])
    func refusesMembers(_ member: String, _ value: String?, _ expected: String) {
        #expect(problem(of: sample([member: value])) == .orderInvalid(member: member, problem: expected))
    }

    @Test(
        arguments: [
            (
                "sellToken", "{\"volume\":\"1\"}", "sellToken.tokenId",
                "is missing"
            ),
            ("buyToken", "{\"tokenId\":1}", "buyToken.volume", "is missing"),
            ("buyToken", "[]", "buyToken.tokenId", "is missing"),
            (
                "sellToken", "{\"tokenId\":65536,\"volume\":\"1\"}", "sellToken.tokenId",
                "does not fit 16 bits"
            ),
            (
                "buyToken", "{\"tokenId\":65535,\"volume\":\"79228162514264337593543950336\"}",
                "buyToken.volume", "does not fit 96 bits"
            ),
            (
                "buyToken", "{\"tokenId\":1,\"volume\":\"1.0\"}", "buyToken.volume",
                "is not an unsigned decimal integer"
            ),
        ] as [(String, String, String, String)])
    func refusesTokens(
        _ member: String, _ value: String, _ name: String, _ expected: String
    ) {
        #expect(problem(of: sample([member: value])) == .orderInvalid(member: name, problem: expected))
    }

    @Test(arguments: ["null", "[]", "\"order\"", "0", "true"])
    func refusesJSONThatIsNotAnObject(_ json: String) {
        #expect(problem(of: json) == .orderNotReadable("not a JSON object"))
    }

    @Test(arguments: ["", "{", "{]", "\u{FEFF}", "{\"a\":1}}", "{\"a\":1,}", "{'a':1}"])
    func refusesTextThatIsNotJSON(_ json: String) {
        guard case .orderNotReadable(let why) = problem(of: json) else {
            Issue.record("read \(json)")
            return
        }
        #expect(why.contains("byte"))
    }

    /// If a member occurs twice, parsers differ in which one they use. So the text is refused.
    @Test(arguments: ["storageId", "exchange", "taker", "allOrNone", "clientOrderId"])
    func refusesARepeatedMember(_ member: String) {
        for value in ["0", "1", "\"\"", "null"] {
            for json in [
                "{\"\(member)\":\(value)," + String(sample().dropFirst()),
                String(sample().dropLast()) + ",\"\(member)\":\(value)}",
            ] {
                guard case .orderNotReadable(let why) = problem(of: json) else {
                    Issue.record("read \(json)")
                    continue
                }
                #expect(why.contains("\"\(member)\" occurs twice"))
            }
        }
        let tokens = #"{"tokenId":2,"volume":"1","tokenId":2}"#
        guard case .orderNotReadable = problem(of: sample(["sellToken": tokens])) else {
            Issue.record("read a token with two ids")
            return
        }
    }

    /// Every number of an order, at the limit of its width and one above it, as a JSON number and as text.
    @Test(
        arguments: [
            ("storageId", "4294967295", "4294967296"), ("accountId", "4294967295", "4294967296"),
            ("validUntil", "4294967295", "4294967296"), ("maxFeeBips", "10000", "10001"),
            ("sellToken.tokenId", "65535", "65536"), ("buyToken.tokenId", "65535", "65536"),
            ("sellToken.volume", "79228162514264337593543950335", "79228162514264337593543950336"),
            ("buyToken.volume", "79228162514264337593543950335", "79228162514264337593543950336"),
        ])
    func everyNumberMustFitItsWidth(_ member: String, _ greatest: String, _ tooLarge: String) throws {
        func json(_ number: String) -> String {
            let path = member.split(separator: ".").map(String.init)
            guard path.count == 2 else { return sample([member: number]) }
            let other = path[1] == "tokenId" ? #""volume":"1""# : #""tokenId":1"#
            return sample([path[0]: "{\"\(path[1])\":\(number),\(other)}"])
        }
        for quote in ["", "\""] {
            let order = try LoopringOrder(submitOrderJSON: Array(json(quote + greatest + quote).utf8))
            #expect(try order.hashInputs.contains(FieldElement(decimal: greatest)))
            let expected: String =
                switch member {
                case "maxFeeBips": "is more than 10000"
                case _ where member.hasSuffix("tokenId"): "does not fit 16 bits"
                case _ where member.hasSuffix("volume"): "does not fit 96 bits"
                default: "does not fit 32 bits"
                }
            #expect(
                problem(of: json(quote + tooLarge + quote))
                    == .orderInvalid(member: member, problem: expected))
        }
    }

    @Test(arguments: [
        "0", "1", "63", "64", "4095", "4096", "9999", "16383", "16384", "65535", "65536", "99999",
    ])
    func maxFeeBipsIsAtMostTheWholeAmount(_ bips: String) throws {
        let json = sample(["maxFeeBips": bips])
        if Int(bips)! <= 10_000 {
            #expect(try LoopringOrder(submitOrderJSON: Array(json.utf8)).maxFeeBips == UInt16(bips))
        } else {
            #expect(problem(of: json) == .orderInvalid(member: "maxFeeBips", problem: "is more than 10000"))
        }
    }

    // MARK: NFTs

    /// Orders of Loopring's documentation (Loopring/Gitbook-Documentation 18a2772, counterfactual-nft:
    /// validate-nft-order and trade-nft, taker), with the hashes that are printed there.
    @Test(arguments: [
        (
            storageID: "52", accountID: "12454", volume: "10000000000000", validUntil: "1656169134",
            hash: "0x1c12b93ee4fc9f6bfa3784137ef145c23396c4dc921d611505b5e284cb1ba4bd"
        ),
        (
            storageID: "64", accountID: "10488", volume: "1000000000000000000", validUntil: "1656227891",
            hash: "0x28b8415bd05dd7c68385e37870b6d9177cf7f8c2ba2e8ab151661114d546e799"
        ),
    ])
    func theNameOfAnNFTOrderHasTheTokenID(
        storageID: String, accountID: String, volume: String, validUntil: String, hash: String
    ) throws {
        let order = try LoopringOrder(
            submitOrderJSON: Array(nft(storageID, accountID, volume, validUntil, nil).utf8))
        #expect(order.orderHash.hex == hash)
        #expect(order.signedMessage == nil, "the NFT is not known")
    }

    /// The second of these orders, with its NFT data. The signature on the page is valid for this message and
    /// not for the hash; the vectors check that.
    @Test func theSignedMessageOfAnNFTOrderHasNFTData() throws {
        let nftData = "0x1a2001aac7a1fd00cef07889cdb67b1355f86e5bc9df71cfa44fa1c7b49f598f"
        let json = nft("64", "10488", "1000000000000000000", "1656227891", nftData)
        let order = try LoopringOrder(submitOrderJSON: Array(json.utf8))
        #expect(
            order.orderHash.hex == "0x28b8415bd05dd7c68385e37870b6d9177cf7f8c2ba2e8ab151661114d546e799")
        #expect(
            order.signedMessage?.hex == "0x14e499af9d7725fcb86e94c8d5b9c220986e15c0802a784eb5d367c591eaad2b")
    }

    private func nft(
        _ storageID: String, _ accountID: String, _ volume: String, _ validUntil: String, _ nftData: String?
    ) -> String {
        sample([
            "exchange": #""0x2e76EBd1c7c0C8e7c2B875b6d505a260C525d25e""#, "storageId": storageID,
            "accountId": accountID, "sellToken": #"{"tokenId":1,"amount":"\#(volume)"}"#,
            "buyToken": #"{"tokenId":32768,"amount":"1"\#(nftData.map { ",\"nftData\":\"\($0)\"" } ?? "")}"#,
            "validUntil": validUntil, "maxFeeBips": "100", "fillAmountBOrS": "true",
        ])
    }

    @Test func theHashOfAnotherOrderIsItsSignedMessage() throws {
        let order = try LoopringOrder(submitOrderJSON: Array(sample().utf8))
        #expect(order.signedMessage?.hex == order.orderHash.hex)
        let ignored = #"{"tokenId":32767,"volume":"1","nftData":"0x00"}"#
        #expect(try LoopringOrder(submitOrderJSON: Array(sample(["buyToken": ignored]).utf8)).nftData == nil)
    }

    @Test(arguments: [
        (
            #"{"tokenId":32768,"amount":"1","volume":"1"}"#, "buyToken.amount",
            "is given together with volume"
        ),
        (#"{"tokenId":32768}"#, "buyToken.volume", "is missing"),
        (#"{"tokenId":32768,"amount":"x"}"#, "buyToken.amount", "is not an unsigned decimal integer"),
        (
            #"{"tokenId":32768,"amount":"79228162514264337593543950336"}"#, "buyToken.amount",
            "does not fit 96 bits"
        ),
        (
            #"{"tokenId":32768,"amount":"1","nftData":1}"#, "buyToken.nftData",
            "is not 0x and 64 hexadecimal digits below p"
        ),
        (
            #"{"tokenId":32768,"amount":"1","nftData":"0x1"}"#, "buyToken.nftData",
            "is not 0x and 64 hexadecimal digits below p"
        ),
        (
            #"{"tokenId":32768,"amount":"1","nftData":"0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001"}"#,
            "buyToken.nftData", "is not 0x and 64 hexadecimal digits below p"
        ),
    ])
    func refusesNFTMembers(_ token: String, _ member: String, _ expected: String) {
        #expect(problem(of: sample(["buyToken": token])) == .orderInvalid(member: member, problem: expected))
    }

    @Test func anOrderIsMadeOfValuesWithinTheirWidths() throws {
        let one = try LoopringOrder.TokenVolume(tokenID: 1, volume: FieldElement(1))
        let nft = try LoopringOrder.TokenVolume(
            tokenID: LoopringOrder.TokenVolume.firstNFTTokenID, volume: FieldElement(1))
        func order(_ maxFeeBips: UInt16, _ buy: LoopringOrder.TokenVolume, _ nftData: FieldElement?) throws
            -> LoopringOrder
        {
            try LoopringOrder(
                exchange: .zero, storageID: 0, accountID: AccountID(1), sell: one, buy: buy, validUntil: 0,
                maxFeeBips: maxFeeBips, fillAmountBOrS: false, nftData: nftData)
        }
        #expect(try order(10_000, one, nil).signedMessage != nil)
        #expect(try order(0, nft, FieldElement(7)).signedMessage != nil)
        #expect(
            throws: LoopringOrdersError.orderInvalid(member: "maxFeeBips", problem: "is more than 10000")
        ) {
            try order(10_001, one, nil)
        }
        #expect(
            throws: LoopringOrdersError.orderInvalid(
                member: "nftData", problem: "is allowed only if the order buys an NFT")
        ) {
            try order(0, one, FieldElement(7))
        }
        #expect(throws: LoopringOrdersError.orderInvalid(member: "volume", problem: "does not fit 96 bits")) {
            try LoopringOrder.TokenVolume(tokenID: 1, volume: -FieldElement.one)
        }
    }

    @Test func errorsHaveTheCodeOfTheSpecification() {
        #expect(problem(of: "")?.code == "order-invalid")
        #expect(problem(of: sample(["storageId": nil]))?.code == "order-invalid")
        #expect(LoopringOrdersError.accountIDInvalid("x").code == nil)
    }

    @Test func aNumberOfAnOrderIsBoundedByPAlone() throws {
        func number(_ text: String) throws -> FieldElement {
            try FieldElement(orderNumber: text, member: "storageId")
        }
        func problem(_ problem: String) -> LoopringOrdersError {
            .orderInvalid(member: "storageId", problem: problem)
        }
        let greatest = "21888242871839275222246405745257275088548364400416034343698204186575808495616"
        #expect(try number("0") == .zero)
        #expect(try number(greatest) == -FieldElement.one)
        #expect(throws: problem("is not below p")) { try number(String(greatest.dropLast()) + "7") }
        for text in ["", "00", "01", "-0", "1 ", "0x1"] {
            #expect(throws: problem("is not an unsigned decimal integer")) { try number(text) }
        }
    }

    @Test func anAddressThatIsMalformedNamesItsMember() throws {
        #expect(try EthereumAddress("", member: "taker") == .zero)
        let error = LoopringOrdersError.orderInvalid(
            member: "taker", problem: "is not 0x and 40 hexadecimal digits")
        #expect(throws: error) { try EthereumAddress("0x0", member: "taker") }
    }
}
