// SPDX-License-Identifier: Apache-2.0
import CGMP
import TestSupport
import Testing

@testable import PrimeField

/// Compares the inline carry chains with GMP's functions, on every combination of extreme limbs and on random
/// limbs.
@Suite struct CarryChainTests {
    /// Integers whose limbs are 0, 1, 2⁶⁴ − 2 or 2⁶⁴ − 1, in every combination; the multiples of p; random
    /// ones.
    private static func integers(seed: UInt64) -> [Limbs] {
        let limbs: [Limb] = [0, 1, .max - 1, .max]
        var result = (0..<256).map { i in
            Limbs(limbs[i & 3], limbs[i >> 2 & 3], limbs[i >> 4 & 3], limbs[i >> 6])
        }
        result += [
            FieldModulus.p, FieldModulus.twoP, FieldModulus.threeP, FieldModulus.fourP, FieldModulus.r,
        ]
        var generator = SeededGenerator(seed: seed)
        return result + (0..<50).map { _ in generator.integer().limbs }
    }

    private func expectEqual(
        _ a: (Limbs, Limb), _ b: (Limbs, Limb), sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let isEqual = Limbs.areEqual(a.0, b.0) && a.1 == b.1
        #expect(isEqual, sourceLocation: sourceLocation)
    }

    @Test func sumsAndDifferencesEqualThoseOfGMP() {
        let integers = CarryChainTests.integers(seed: 180)
        for a in integers {
            for b in integers {
                expectEqual(Limbs.adding(a, b), PlainLimbs.adding(a, b))
                expectEqual(Limbs.subtracting(a, b), PlainLimbs.subtracting(a, b))
            }
        }
    }

    @Test func theResultMayBeAnOperand() {
        let integers = CarryChainTests.integers(seed: 181)
        for (a, b) in zip(integers, integers.dropFirst(3)) {
            var (first, second) = (a, b)
            let carry = first.withMutableLimbs { r in b.withLimbs { limbs4_add(r, r, $0) } }
            expectEqual((first, carry), PlainLimbs.adding(a, b))
            let borrow = second.withMutableLimbs { r in a.withLimbs { limbs4_sub(r, $0, r) } }
            expectEqual((second, borrow), PlainLimbs.subtracting(a, b))
            first = a
            let twice = first.withMutableLimbs { limbs4_add($0, $0, $0) }
            expectEqual((first, twice), PlainLimbs.adding(a, a))
        }
    }

    @Test func sumsAndDifferencesOfEightLimbsEqualThoseOfGMP() {
        let integers = CarryChainTests.integers(seed: 182)
        for (i, low) in integers.enumerated() {
            let high = integers[(i * 7 + 5) % integers.count]
            for (j, otherLow) in integers.enumerated() where j % 5 == i % 5 {
                let otherHigh = integers[(j * 3 + 1) % integers.count]
                let operand = low.array + high.array
                let other = otherLow.array + otherHigh.array
                var (sum, expected) = (operand, operand)
                let carry = limbs8_accumulate(&sum, other)
                let expectedCarry = mpn_add_n(&expected, operand, other, 8)
                #expect(sum == expected && carry == expectedCarry)
                var difference = operand
                let borrow = limbs8_subtract(&difference, other)
                let expectedBorrow = mpn_sub_n(&expected, operand, other, 8)
                #expect(difference == expected && borrow == expectedBorrow)
            }
        }
    }

    @Test(arguments: 0...6)
    func theSumOfManyIntegersEqualsRepeatedAddition(count: Int) {
        let integers = CarryChainTests.integers(seed: 185)
        for i in integers.indices {
            let terms = (0..<2 * count).flatMap { integers[(i * 11 + $0 * 17) % integers.count].array }
            var sum = integers[i].array + integers[(i + 9) % integers.count].array
            var expected = sum
            limbs8_accumulate_all(&sum, terms, count)
            for k in 0..<count {
                let operand = expected
                _ = mpn_add_n(&expected, operand, Array(terms[8 * k..<8 * k + 8]), 8)
            }
            #expect(sum == expected)
        }
    }

    /// The reduction takes any eight limbs. The carry is compared too.
    @Test func theReductionOfEightLimbsEqualsItsDefinition() {
        let integers = CarryChainTests.integers(seed: 183)
        for low in integers {
            for high in integers {
                let t = low.array + high.array
                var result = Limbs.zero
                let carry = result.withMutableLimbs { montgomery_reduce($0, t, FieldModulus.montgomery) }
                expectEqual((result, carry), PlainLimbs.montgomeryReduced(low: low, high: high))
            }
        }
    }

    @Test func limbsCompareAsIntegers() {
        var generator = SeededGenerator(seed: 184)
        let limbs: [Limb] = [0, 1, 2, .max >> 1, (.max >> 1) + 1, .max - 1, .max, Limb(generator.next())]
        for a in limbs {
            for b in limbs { #expect(ConstantTime.isLess(a, b) == (a < b ? 1 : 0)) }
        }
    }
}
