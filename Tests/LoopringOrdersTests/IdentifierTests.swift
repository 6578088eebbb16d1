// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: ["0", "1", "10005", "4294967295"])
    func acceptsAccountIDs(_ text: String) throws {
        #expect(try AccountID(text).description == text)
    }

    @Test(arguments: [
        "", "-1", "+1", "01", "00", "4294967296", "1.0", "1e3", " 1", "1 ", "0x1", "\u{0661}", "abc", "1\0",
    ])
    func refusesAccountIDs(_ text: String) {
        #expect(throws: LoopringOrdersError.accountIDInvalid(text)) { try AccountID(text) }
    }

    @Test func acceptsOrderHashesOfEitherCase() throws {
        #expect(try OrderHash(sampleHash).hex == sampleHash)
        #expect(try OrderHash("0x" + sampleHash.dropFirst(2).uppercased()).hex == sampleHash)
        #expect(try OrderHash(FieldElement(hex: sampleHash)) == OrderHash(sampleHash))
    }

    @Test(arguments: [
        "", "0x", "05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206",
        "0X05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206",
        "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee9020",
        "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee902060",
        "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee9020g",
        "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee9020\u{FF16}",
        " 0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206",
    ])
    func refusesOrderHashes(_ text: String) {
        #expect(throws: LoopringOrdersError.orderHashInvalid(text)) { try OrderHash(text) }
    }

    @Test func anAddressHas40DigitsAfter0x() {
        let digits = "35990c74eb567b3bbefd2aa480467b1031b23ed9"
        let padded = "0x000000000000000000000000\(digits)"
        #expect(EthereumAddress("0x\(digits)")?.fieldElement.hex == padded)
        #expect(EthereumAddress("0x\(digits.uppercased())")?.fieldElement.hex == padded)
        #expect(EthereumAddress("") == .zero)
        let cut = digits.dropLast()
        let refused: [String] = [
            "0x", digits, "1x\(digits)", "0X\(digits)", "0x\(cut)", "0x\(digits)0", "0x\(cut)g",
            "0x\(cut)\u{FF19}", " 0x\(cut)", "0x\(cut) ",
        ]
        for text in refused { #expect(EthereumAddress(text) == nil, "\(text)") }
    }

    @Test func checksClientOrderIDs() throws {
        #expect(try ClientOrderID("202003180000 00001010").text == "202003180000 00001010")
        #expect(try ClientOrderID(String(repeating: "x", count: 120)).text.count == 120)
        let control = "not valid, because it has a control character"
        let refused: [(String, String)] = [
            ("", "empty"), ("a\nb", control), ("\0", control), ("\u{7F}", control), ("\u{85}", control),
            (String(repeating: "x", count: 121), "121 bytes long; the limit is 120"),
            (String(repeating: "\u{E9}", count: 61), "122 bytes long; the limit is 120"),
        ]
        for (text, problem) in refused {
            #expect(throws: LoopringOrdersError.clientOrderIDInvalid(problem: problem)) {
                try ClientOrderID(text)
            }
        }
        #expect(try ClientOrderID("\u{E9}") != ClientOrderID("e\u{301}"))
    }

    /// Errors are shown to users, and may repeat text from elsewhere. Its control characters must be made
    /// visible.
    @Test func errorsShowForeignTextVisibly() {
        for error in [
            LoopringOrdersError.accountIDInvalid("\u{1B}[2J\u{202E}"), .orderHashInvalid("\u{1B}[2J\u{202E}"),
        ] {
            #expect(error.description.contains("\"\\u{1B}[2J\\u{202E}\""))
            #expect(error.localizedDescription == error.description)
        }
        let long = LoopringOrdersError.orderHashInvalid(String(repeating: "x", count: 100_000))
        #expect(long.description.count < 300)
    }
}
