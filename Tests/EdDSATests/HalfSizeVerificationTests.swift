// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Foundation
import PrimeField
import TestSupport
import Testing

@testable import EdDSA

/// Compares verification at half size with the equation as it is written.
@Suite struct HalfSizeVerificationTests {
    /// A tenth of the number in the environment.
    private let casesPerPart =
        (ProcessInfo.processInfo.environment["HALF_SIZE_CASES"].flatMap { Int($0) } ?? 10_000) / 10

    @Test func multipliersAreSmallOddAndCongruent() throws {
        var generator = SeededGenerator(seed: 8)
        let largest = Integer256(limbs: Limbs.subtracting(Scalar.groupOrder, Limbs(1, 0, 0, 0)).difference)
        let edges = [Integer256(0), Integer256(1), Integer256(2), Integer256(8), largest]
        let orders = [Scalar.order, FieldModulus.p].map(Integer256.init(limbs:))
        let random = (0..<2000).map { _ in generator.fieldElement().integer }
        for h in edges + orders + random {
            let multiplier = HalfSizeMultiplier(of: h)
            #expect(multiplier.v.limbs.words.0 & 1 == 1)
            #expect(multiplier.v.limbs.isBelow(Scalar.order) == 1)
            // u ≡ v·h: v·h mod 8ℓ is u or 8ℓ − u.
            let product = WideInteger(product: multiplier.v, h, plus: .zero).reduced(
                modulo: Scalar.groupOrder)
            let u = multiplier.u.limbs
            let expected =
                multiplier.uIsNegative && !Limbs.areEqual(u, .zero)
                ? Limbs.subtracting(Scalar.groupOrder, u).difference : u
            #expect(Limbs.areEqual(product.limbs, expected))
            // For h = ℓ and an odd v, u is a multiple of ℓ. That is correct, but u is as long as h.
            if !Limbs.areEqual(h.limbs, Scalar.order) {
                #expect(u.bitWidth <= 140 && multiplier.v.limbs.bitWidth <= 140)
            }
        }
    }

    /// Ten thousand seeded cases over the whole group. The points are known as multiples, A = a·B + i·T and
    /// R = r·B + j·T with T of order 8, so the plain verdict needs no arithmetic of points: S·B = R + h·A
    /// exactly if S ≡ r + h·a (mod ℓ) and j + h·i ≡ 0 (mod 8). Tests/Checks/README.md says how to
    /// run a million.
    @Test(arguments: 0..<10)
    func theVerdictIsThatOfThePlainEquation(part: Int) throws {
        var generator = SeededGenerator(seed: UInt64(100 + part))
        var a = generator.scalar()
        var r = generator.scalar()
        let step = generator.scalar()
        let stepPoint = Point.baseMultiplied(by: step)
        var (pointA, pointR) = (Point.baseMultiplied(by: a), Point.baseMultiplied(by: r))
        var verdicts = [true: 0, false: 0]
        for n in 0..<casesPerPart {
            let h = generator.fieldElement()
            let (i, j) = (n % 8, (n / 8) % 8)
            let isCongruent = n % 5 != 0
            let s = WideInteger(product: a.integer, h.integer, plus: (isCongruent ? r : r + .one).integer)
                .reduced(modulo: n % 2 == 0 ? Scalar.order : Scalar.groupOrder)
            let torsionCancels = (j + Int(h.integer.limbs.words.0 & 7) * i) % 8 == 0
            let holds = Point.satisfiesVerificationEquation(
                s: s, r: pointR + Point.lowOrderPoints[j], h: h, a: pointA + Point.lowOrderPoints[i])
            #expect(holds == (isCongruent && torsionCancels))
            verdicts[holds, default: 0] += 1
            (a, r) = (a + step, r - step)
            (pointA, pointR) = (pointA + stepPoint, pointR - stepPoint)
        }
        // Of the cases with a congruent S, the torsion cancels if j ≡ −h·i (mod 8): one in eight.
        let expected = casesPerPart * 4 / 5 / 8
        #expect((expected * 3 / 4...expected * 5 / 4).contains(verdicts[true, default: 0]))
        #expect(verdicts.values.reduce(0, +) == casesPerPart)
    }
}
