// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import BabyJubjub

/// Compares products from a table with products by doublings, for points of every coset of the subgroup.
@Suite struct PrecomputedMultiplesTests {
    /// Scalars at the boundaries of limbs and windows, and ℓ − 1.
    private func scalars(_ generator: inout SeededGenerator) throws -> [Scalar] {
        let one = Natural(1)
        var values = [Natural(0), one, Natural(2), .order - one, .order - Natural(2), .powerOfTwo(250)]
        for exponent in [3, 4, 5, 6, 7, 8, 63, 64, 127, 128, 245, 246, 248, 249] {
            values += [.powerOfTwo(exponent) - one, .powerOfTwo(exponent), .powerOfTwo(exponent) + one]
        }
        return try values.map { try Scalar($0.integer256) } + (0..<8).map { _ in generator.scalar() }
    }

    @Test(arguments: 4...8)
    func productsAreExactForEveryWidth(width: Int) throws {
        var generator = SeededGenerator(seed: UInt64(370 + width))
        for point in generator.pointsOfEveryClass() + [.identity, Point.lowOrderPoints[3]] {
            let multiples = PrecomputedMultiples(of: point, width: width)
            let start = generator.subgroupPoint()
            for k in try scalars(&generator) {
                var sum = ExtendedPoint(start)
                multiples.addProduct(with: k, to: &sum)
                #expect(
                    sum.affineVariableTime() == start + point.multipliedVariableTime(by: k.integer),
                    "\(k.integer)")
            }
        }
    }

    /// Checks the equation for an R of every coset, with S and h up to the ends of their ranges.
    @Test func theEquationIsExactForEveryCommitment() throws {
        var generator = SeededGenerator(seed: 380)
        let a = generator.subgroupPoint()
        let multiples = PrecomputedMultiples(of: a, width: PrecomputedMultiples.widthForKeys)
        let top = try (Natural(8) * .order - Natural(1)).integer256
        let responses = [Integer256(0), generator.scalar().integer, Scalar.zero.integer, top]
        let challenges = [FieldElement.zero, .zero - .one, generator.fieldElement()]
        for s in responses {
            for h in challenges {
                let r = Point.base.multipliedVariableTime(by: s) - a.multipliedVariableTime(by: h.integer)
                for (i, torsion) in Point.lowOrderPoints.enumerated() {
                    let equation = PreparedEquation(s: s, r: r + torsion, multiplesOfA: multiples)
                    #expect(equation.holds(h.integer) == (torsion == .identity), "\(i)")
                    #expect(equation.holdsWithCofactor(h.integer), "\(i)")
                }
                let wrong = PreparedEquation(s: s, r: -r - a, multiplesOfA: multiples)
                #expect(!wrong.holds(h.integer) && !wrong.holdsWithCofactor(h.integer))
            }
        }
    }
}
