// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import BabyJubjub

/// The affine law satisfies the laws of a group, on the whole group of order 8ℓ.
@Suite struct GroupLawTests {
    /// The low-order points and two points of every class modulo the subgroup.
    private static func points(seed: UInt64) -> [Point] {
        var generator = SeededGenerator(seed: seed)
        return Point.lowOrderPoints + generator.pointsOfEveryClass() + [.base]
    }

    @Test func groupLawsHoldForPairs() throws {
        let points = GroupLawTests.points(seed: 310)
        for p in points {
            #expect(p + .identity == p)
            #expect(p + -p == .identity)
            #expect(p - p == .identity)
            #expect(-(-p) == p)
            #expect(p.doubled() == p + p)
            #expect(-p == (try Point(x: -p.x, y: p.y)))
            for q in points {
                let sum = p + q
                #expect(Point.satisfiesCurveEquation(sum.x, sum.y))
                #expect(sum == q + p)
                #expect(sum - q == p)
                #expect(-sum == -p + -q)
                #expect((p == q) == (p - q == .identity))
            }
        }
    }

    @Test func compoundAssignmentsAreTheOperations() {
        var generator = SeededGenerator(seed: 731)
        for p in generator.pointsOfEveryClass() {
            let q = generator.subgroupPoint()
            var (sum, difference) = (p, p)
            sum += q
            difference -= q
            #expect(sum == p + q && difference == p - q)
        }
    }

    @Test func additionIsAssociative() {
        let points = GroupLawTests.points(seed: 311)
        var generator = SeededGenerator(seed: 312)
        for p in points {
            for q in points {
                let r = points.randomElement(using: &generator)!
                #expect((p + q) + r == p + (q + r))
            }
        }
    }

    @Test func theLowOrderPointsAreACyclicGroupOfEight() {
        let points = Point.lowOrderPoints
        #expect(points.count == 8)
        #expect(Set(points).count == 8)
        for i in 0..<8 {
            #expect(points[i].hasLowOrder)
            for j in 0..<8 { #expect(points[i] + points[j] == points[(i + j) % 8]) }
        }
        let orders = points.map { point in
            (1...8).first { order in (0..<order).reduce(.identity) { sum, _ in sum + point } == .identity }
        }
        #expect(orders == [1, 8, 4, 8, 2, 8, 4, 8])
    }

    @Test func theLowOrderPointsAreThoseOfTheSpecification() throws {
        // The coordinates of SPEC.md, section 3.2, compared as a set.
        let x4 = try FieldElement(hex: "0x068a190bd4563c1f8ce1cf7a816eacb524a06a69334601a98aff443852ae3efa")
        let x8 = try FieldElement(hex: "0x0999e47227c47e8829b0d14b251feed7582d0f5357b304b06d4014ae6ab39f1e")
        let y8 = try FieldElement(hex: "0x0aabb7211172d31463c1127d4ba6942cb791c56d8234b5a0abfd1e81afd0d677")
        #expect(CurveParameters.a * x4.squared() == .one)
        let published = try Set([
            Point(x: .zero, y: .one), Point(x: .zero, y: -.one), Point(x: x4, y: .zero),
            Point(x: -x4, y: .zero),
            Point(x: x8, y: y8), Point(x: x8, y: -y8), Point(x: -x8, y: y8), Point(x: -x8, y: -y8),
        ])
        #expect(Set(Point.lowOrderPoints) == published)
    }

    @Test func onlyPointsWithoutTorsionAreInTheSubgroup() throws {
        var generator = SeededGenerator(seed: 313)
        let order = try Natural.order.integer256
        for (i, torsion) in Point.lowOrderPoints.enumerated() {
            #expect(torsion.isInSubgroup == (i == 0))
            #expect(torsion.hasLowOrder)
            for _ in 0..<2 {
                let member = generator.subgroupPoint()
                #expect(member.isInSubgroup)
                #expect(!member.hasLowOrder)
                let mixed = member + torsion
                #expect(mixed.isInSubgroup == (i == 0))
                #expect(!mixed.hasLowOrder)
                // ℓ·(P + iT) = iℓ·T, and ℓ ≡ 1 mod 8.
                #expect(mixed.multipliedVariableTime(by: order) == torsion)
            }
        }
        #expect(Natural.order % Natural(8) == Natural(1))
    }
}
