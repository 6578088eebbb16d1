// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import BabyJubjub

/// Compares membership by the pairing with its definition, ℓ·P = O.
@Suite struct SubgroupMembershipTests {
    // MARK: Constants, recomputed from the curve

    /// The image (u, v) of the point on the Montgomery form.
    private func montgomery(_ point: Point) throws -> (u: FieldElement, v: FieldElement) {
        let u = try (FieldElement.one + point.y) * (FieldElement.one - point.y).inverted()
        return (u, u * (try point.x.inverted()))
    }

    @Test func theTangentsAreThoseOfTheMontgomeryForm() throws {
        let (a, d) = (CurveParameters.a, CurveParameters.d)
        // v² = u³ + A·u² + u. The coefficient of v² is 4/(a − d) = 1, so the quotient of the lines is
        // normalized.
        #expect(a - d == FieldElement(4))
        let A = try (a + d) * FieldElement(2).inverted()
        let points = Point.lowOrderPoints
        for (n, point) in points.enumerated() where n % 4 != 0 {
            let (u, v) = try montgomery(point)
            #expect(v.squared() == u * u.squared() + A * u.squared() + u)
        }
        func slope(_ point: Point) throws -> FieldElement {
            let (u, v) = try montgomery(point)
            return try (FieldElement(3) * u.squared() + FieldElement(2) * A * u + .one)
                * (v + v).inverted()
        }
        let (T, twoT) = (try montgomery(points[1]), try montgomery(points[2]))
        let (slope1, slope2) = (try slope(points[1]), try slope(points[2]))
        #expect(twoT.u == .one)
        // l₂ = v − √a·u, through the origin, which is 4T.
        #expect(TatePairing.squareRootOfA.squared() == a)
        #expect(slope2 == TatePairing.squareRootOfA && twoT.v == slope2)
        // l₁ = v − v₁ − s·(u − u₁) with c = v₁ − s·u₁: −√a = c + s and β = s − c.
        let constant = T.v - slope1 * T.u
        #expect(constant + slope1 == -TatePairing.squareRootOfA)
        #expect(slope1 - constant == TatePairing.beta)
        // The formula of SPEC.md, section C.2.
        let (x, y) = (points[1].x, points[1].y)
        #expect(y == TatePairing.squareRootOfA * x)
        #expect(TatePairing.beta * x * y == .one + y + y)
    }

    @Test func theWindowsSpellTheExponent() {
        let eighth = TatePairing.exponent.windows.reduce(Natural(0)) { value, window in
            let shifted = (0..<window.squarings).reduce(value) { value, _ in value + value }
            return shifted + Natural(window.index.map { UInt64(2 * $0 + 1) } ?? 0)
        }
        #expect(Natural(8) * eighth + Natural(1) == .p)
    }

    // MARK: Eighth powers

    @Test func onlyEighthPowersPass() throws {
        var generator = SeededGenerator(seed: 350)
        // 5 is not a square, so for 0 ≤ i < 8, 5ⁱ·x⁸ is an eighth power only if i = 0.
        for _ in 0..<4 {
            var element = generator.fieldElement().squared().squared().squared()
            for i in 0..<8 {
                #expect(LazyFieldElement(element).isEighthPower == (i == 0), "5^\(i)")
                element *= FieldElement(5)
            }
        }
        #expect(!LazyFieldElement(.zero).isEighthPower)
        #expect(LazyFieldElement(.one).isEighthPower)
        #expect(!LazyFieldElement(limbs: FieldModulus.twoP).isEighthPower)
    }

    // MARK: Points

    @Test func ofTheLowOrderPointsOnlyTheIdentityIsAMember() {
        for (n, point) in Point.lowOrderPoints.enumerated() {
            #expect(point.isInSubgroup == (n == 0), "\(n)T")
            #expect(point.isAnnihilatedByOrder == (n == 0), "\(n)T")
            // A line vanishes at O, T, 2T, 4T and 6T and at no other point.
            #expect((point.pairingValue == .zero) == [0, 1, 2, 4, 6].contains(n), "\(n)T")
        }
    }

    @Test(arguments: 0..<4)
    func theVerdictIsThatOfTheDefinitionInEveryCoset(part: Int) {
        var generator = SeededGenerator(seed: UInt64(351 + part))
        for _ in 0..<16 {
            for (n, point) in generator.pointsOfEveryClass().enumerated() {
                #expect(point.isInSubgroup == (n == 0))
                #expect(point.isAnnihilatedByOrder == (n == 0))
                #expect((-point).isInSubgroup == (n == 0))
            }
        }
    }

    /// Random points that are not constructed from B. About one in eight lies in the subgroup.
    @Test func theVerdictIsThatOfTheDefinitionForRandomPoints() {
        var generator = SeededGenerator(seed: 355)
        var members = 0, points = 0
        while points < 200 {
            guard let point = try? Point(packed: PackedPoint(generator.fieldElement().integer)) else {
                continue
            }
            points += 1
            let isMember = point.isInSubgroup
            #expect(isMember == point.isAnnihilatedByOrder)
            if isMember { members += 1 }
            #expect(point.doubled().doubled().doubled().isInSubgroup)
        }
        // The expectation is 25 and the standard deviation 4.7.
        #expect((7...43).contains(members))
    }

    /// The pairing is a homomorphism to the eighth roots of unity. The test of subset products depends on
    /// this.
    @Test func theValueIsAHomomorphismUpToEighthPowers() throws {
        var generator = SeededGenerator(seed: 356)
        let points = generator.pointsOfEveryClass()
        let others = generator.pointsOfEveryClass()
        for p in points {
            for q in others {
                let quotient = try (p.pairingValue * q.pairingValue) * (p + q).pairingValue.inverted()
                #expect(LazyFieldElement(quotient).isEighthPower)
            }
        }
    }
}

/// Membership of many points at once.
@Suite struct SubgroupMembershipOfManyTests {
    /// No, one, some and only points outside the subgroup, in batches below and above the size from which
    /// subset products are used.
    @Test(arguments: [0, 1, 5, 255, 256, 259, 400])
    func theVerdictsAreThoseOfTheSinglePoints(count: Int) {
        var generator = SeededGenerator(seed: UInt64(357 + count))
        let members = (0..<10).map { _ in generator.subgroupPoint() } + [.identity]
        let outsiders = generator.pointsOfEveryClass().dropFirst() + Point.lowOrderPoints.dropFirst()
        for outsiderCount in Set([0, 1, 2, count / 2, count]) where outsiderCount <= count {
            let isOutsider = ((0..<count).map { $0 < outsiderCount }).shuffled(using: &generator)
            let points = isOutsider.map { isOutsider in
                (isOutsider ? Array(outsiders) : members).randomElement(using: &generator)!
            }
            #expect(Point.areInSubgroup(points, using: &generator) == isOutsider.map(!))
        }
    }

    /// Fourth powers that are not eighth powers. They have order 2 modulo eighth powers, so a random subset
    /// misses them with the highest probability, 1/2.
    @Test func aSubsetMissesAFourthPowerHalfOfTheTime() {
        var generator = SeededGenerator(seed: 358)
        // 5⁴ is a fourth power but not an eighth power. The product over a subset passes if the subset has an
        // even number of elements.
        let element = FieldElement(5).squared().squared()
        for count in [1, 3, 4, 6] {
            var passed = 0
            for _ in 0..<4 {
                let products = SubsetProducts(
                    of: [FieldElement](repeating: element, count: count), using: &generator)
                passed += products.products.count(where: \.isEighthPower)
            }
            // 512 draws with probability 1/2: the standard deviation is 11.
            #expect((196...316).contains(passed), "\(count) elements: \(passed)")
        }
    }
}
