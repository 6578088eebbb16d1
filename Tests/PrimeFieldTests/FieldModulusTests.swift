// SPDX-License-Identifier: Apache-2.0
import CGMP
import TestSupport
import Testing

@testable import PrimeField

/// Recomputes every constant of the Montgomery form and of the square root from p.
@Suite struct FieldModulusTests {
    private func sum(_ a: Limbs, _ b: Limbs) -> Limbs { Limbs.adding(a, b).sum }

    @Test func theModulusIsThePublishedOne() throws {
        let published = try Integer256(
            decimal: "21888242871839275222246405745257275088548364400416034343698204186575808495617")
        #expect(Limbs.areEqual(FieldModulus.p, published.limbs))
        let order = try Integer256(
            decimal: "2736030358979909402780800718157159386076813972158567259200215660948447373041")
        #expect(Limbs.areEqual(Scalar.order, order.limbs))
        let groupOrder = try Integer256(
            decimal: "21888242871839275222246405745257275088614511777268538073601725287587578984328")
        #expect(Limbs.areEqual(Scalar.groupOrder, groupOrder.limbs))
    }

    @Test func theMultiplesAreSums() {
        let p = FieldModulus.p
        #expect(Limbs.areEqual(FieldModulus.twoP, sum(p, p)))
        #expect(Limbs.areEqual(FieldModulus.threeP, sum(FieldModulus.twoP, p)))
        #expect(Limbs.areEqual(FieldModulus.fourP, sum(FieldModulus.twoP, FieldModulus.twoP)))
        #expect(Limbs.areEqual(sum(sum(FieldModulus.half, FieldModulus.half), Limbs(1, 0, 0, 0)), p))
        var order = Scalar.order
        for _ in 0..<3 { order = sum(order, order) }
        #expect(Limbs.areEqual(order, Scalar.groupOrder))
    }

    @Test func theMontgomeryConstantsFollowFromP() {
        #expect(FieldModulus.p.words.0 &* FieldModulus.negativeInverse == .max)
        // Doubling 2⁻⁶⁴ 64 times gives 1. Doubling 1 modulo p gives R and R².
        var one = FieldElement(montgomery: FieldModulus.inverseOfTwoTo64)
        for _ in 0..<64 { one += one }
        #expect(Limbs.areEqual(one.limbs, Limbs(1, 0, 0, 0)))
        var power = FieldElement(montgomery: Limbs(1, 0, 0, 0))
        for _ in 0..<256 { power += power }
        #expect(Limbs.areEqual(power.limbs, FieldModulus.r))
        for _ in 0..<256 { power += power }
        #expect(Limbs.areEqual(power.limbs, FieldModulus.rSquared))
    }

    /// Montgomery multiplication does not allocate scratch space, so GMP must need none.
    @Test func fourLimbProductsNeedNoScratch() {
        #expect(mpn_sec_mul_itch(Limbs.count, Limbs.count) == 0)
        #expect(mpn_sec_sqr_itch(Limbs.count) == 0)
    }

    @Test func theSquareRootConstantsFollowFromP() {
        var oddPart = Limbs.subtracting(FieldModulus.p, Limbs(1, 0, 0, 0)).difference
        for _ in 0..<SquareRootConstants.twoAdicity {
            #expect(oddPart.words.0 & 1 == 0)
            let w = oddPart.words
            oddPart = Limbs(w.0 >> 1 | w.1 << 63, w.1 >> 1 | w.2 << 63, w.2 >> 1 | w.3 << 63, w.3 >> 1)
        }
        #expect(oddPart.words.0 & 1 == 1)
        #expect(Limbs.areEqual(oddPart, SquareRootConstants.oddPart))
        let half = SquareRootConstants.halfOfOddPartMinusOne
        #expect(Limbs.areEqual(sum(sum(half, half), Limbs(1, 0, 0, 0)), oddPart))
        let root = SquareRootConstants.nonSquareToTheOddPart
        #expect(root.squared(times: 27) == -.one)
        #expect((2..<5 as Range<UInt64>).allSatisfy { FieldElement($0).legendreSymbol == 1 })
        #expect(FieldElement(5).legendreSymbol == -1)
    }
}
