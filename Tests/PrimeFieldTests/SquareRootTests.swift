// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@Suite struct SquareRootTests {
    private static func values(seed: UInt64) -> [FieldElement] {
        var generator = SeededGenerator(seed: seed)
        return FieldElement.edgeValues + (0..<8).map { _ in generator.fieldElement() }
    }

    @Test func theRootOfASquareIsOneOfItsRoots() throws {
        for a in SquareRootTests.values(seed: 110) {
            let root = try a.squared().squareRoot()
            #expect(root == a || root == -a)
            #expect(!root.isGreaterThanHalf)
        }
    }

    @Test func everyValueIsASquareOrHasNoRoot() throws {
        for a in SquareRootTests.values(seed: 111) {
            if a == .zero {
                #expect(a.legendreSymbol == 0)
                #expect(try a.squareRoot() == .zero)
            } else if a.legendreSymbol == 1 {
                #expect(try a.squareRoot().squared() == a)
            } else {
                #expect(a.legendreSymbol == -1)
                #expect(throws: PrimeFieldError.notASquare) { try a.squareRoot() }
            }
        }
    }

    /// Squares and non-squares of every 2-adic depth. g = 5^q generates the group of order 2²⁸. For g raised
    /// to an odd multiple of 2ⁱ, Tonelli–Shanks makes up to 28 − i corrections.
    @Test func everyTwoAdicDepthIsReached() throws {
        // 5^((p − 1)/2²⁸), by python3: pow(5, (p - 1) >> 28, p).
        var power = try FieldElement(
            hex: "0x2a3c09f0a58a7e8500e0a7eb8ef62abc402d111e41112ed49bd61b6e725b19f0")
        for depth in 0..<28 {
            #expect(power != .one)
            if depth == 0 {
                #expect(power.legendreSymbol == -1)
                #expect(throws: PrimeFieldError.notASquare) { try power.squareRoot() }
            } else {
                #expect(power.legendreSymbol == 1)
                #expect(try power.squareRoot().squared() == power)
                #expect(throws: PrimeFieldError.notASquare) { try (power * FieldElement(5)).squareRoot() }
            }
            power = power.squared()
        }
        #expect(power == .one)
    }

    @Test func theLegendreSymbolIsMultiplicative() {
        let values = SquareRootTests.values(seed: 112)
        let symbols = values.map(\.legendreSymbol)
        #expect(symbols.contains(1) && symbols.contains(-1) && symbols.contains(0))
        for i in values.indices {
            let j = (i * 7 + 3) % values.count
            #expect((values[i] * values[j]).legendreSymbol == symbols[i] * symbols[j])
            #expect((values[i] * FieldElement(5)).legendreSymbol == -symbols[i])
        }
    }

    @Test func knownLegendreSymbolsAgree() throws {
        // p ≡ 1 mod 8, so −1 and 2 are squares. Then (p − 1)/2 = −1/2 and (p + 1)/2 = 1/2 are squares too.
        #expect((-FieldElement.one).legendreSymbol == 1)
        #expect(FieldElement(2).legendreSymbol == 1)
        #expect(FieldElement(5).legendreSymbol == -1)
        #expect(try FieldElement(4).squareRoot() == FieldElement(2))
        #expect(try FieldElement.one.squareRoot() == .one)
    }

    @Test func isGreaterThanHalfChangesAtTheHalf() throws {
        let half = try FieldElement(
            decimal: "10944121435919637611123202872628637544274182200208017171849102093287904247808")
        #expect(half + half + .one == .zero)
        #expect(!half.isGreaterThanHalf)
        #expect((half + .one).isGreaterThanHalf)
        #expect(!FieldElement.zero.isGreaterThanHalf)
        #expect(!FieldElement.one.isGreaterThanHalf)
        #expect((-FieldElement.one).isGreaterThanHalf)
        for a in SquareRootTests.values(seed: 113) where a != .zero {
            #expect(a.isGreaterThanHalf != (-a).isGreaterThanHalf)
            #expect(a.isGreaterThanHalf == (Natural(half) < Natural(a)))
        }
    }
}
