// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import Reports

@Suite struct TextComparisonTests {
    @Test func thePiecesMakeUpTheTextsAndUnmarkedPiecesAreEqual() {
        var generator = SeededGenerator(seed: 20_260_307)
        let words = ["DELETE", "&", "%2F", "%2f", "order", "accountId", "=", "1", "é", "e\u{301}", " ", "\n"]
        for _ in 0..<300 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                    words.randomElement(using: &generator) ?? ""
                }
                .joined()
            }
            for comparison in [
                TextComparison(texts[0], texts[1]), TextComparison(fromFirstDifference: texts[0], texts[1]),
            ] {
                let sides = [comparison.left, comparison.right]
                for (text, side) in zip(texts, sides) {
                    #expect(side.map(\.text).joined().utf8.elementsEqual(text.utf8))
                }
                let common = sides.map { Array($0.filter { !$0.differs }.map(\.text).joined().utf8) }
                #expect(common[0] == common[1])
                let isSame = !sides.joined().contains { $0.differs }
                #expect(isSame == texts[0].utf8.elementsEqual(texts[1].utf8))
            }
        }
    }

    @Test func anEscapeIsOneWordAndALongNumberIsComparedByDigits() {
        let encoded = TextComparison("a%2fb", "a%2Fb")
        #expect(encoded.left.filter(\.differs).map(\.text) == ["%2f"])
        let digits = String(repeating: "0123456789", count: 6)
        #expect(TextComparison(digits + "1", digits + "2").left.filter(\.differs).map(\.text) == ["1"])
    }

    /// Canonically equivalent texts are different bytes, so different texts are signed.
    @Test func canonicalEquivalenceIsADifference() {
        for (left, right) in [("\u{212B}", "\u{C5}"), ("\u{E9}", "e\u{301}"), ("\u{212A}", "K")] {
            #expect(TextComparison(left, right).left == [.init(text: left, differs: true)])
        }
    }

    @Test func longTextsAreComparedAsAWhole() {
        let huge = String(repeating: "x&", count: 60_000)
        #expect(TextComparison(huge, huge + "1").right == [.init(text: huge + "1", differs: true)])
        #expect(TextComparison(huge, huge).left == [.init(text: huge, differs: false)])
        let long = String(repeating: "x&", count: 5000)
        #expect(
            TextComparison(long + "1" + long, long + "2" + long).left.filter(\.differs).map(\.text) == ["1x"])
    }
}
