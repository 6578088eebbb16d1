// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import BabyJubjub

@Suite struct MultiplicationTests {
    // MARK: Any point, any integer

    @Test func multiplicationIsRepeatedAddition() throws {
        var generator = SeededGenerator(seed: 330)
        for point in Point.lowOrderPoints + [generator.subgroupPoint() + Point.lowOrderPoints[1]] {
            var sum = Point.identity
            for k in 0..<40 as Range<UInt64> {
                #expect(point.multipliedByDefinition(by: Integer256(k)) == sum)
                #expect(point.multipliedVariableTime(by: Integer256(k)) == sum)
                sum = sum + point
            }
        }
    }

    @Test func edgeIntegersMultiplyPointsOfEveryCosetExactly() throws {
        var generator = SeededGenerator(seed: 331)
        let points = generator.pointsOfEveryClass()
        for (i, k) in try edgeIntegers().enumerated() {
            let point = points[i % 8]
            #expect(point.multipliedVariableTime(by: k) == point.multipliedByDefinition(by: k))
        }
    }

    /// (a + b)·P = a·P + b·P. If a + b does not fit 256 bits, it is reduced modulo 8ℓ, because 8ℓ·P = O for
    /// every P.
    @Test func multiplicationDistributesOverTheWholeGroup() throws {
        var generator = SeededGenerator(seed: 332)
        for point in Point.lowOrderPoints + generator.pointsOfEveryClass() {
            for _ in 0..<3 {
                let (a, b) = (generator.integer(), generator.integer())
                let sum = try ((Natural(a) + Natural(b)) % .groupOrder).integer256
                #expect(
                    point.multipliedVariableTime(by: sum)
                        == point.multipliedVariableTime(by: a) + point.multipliedVariableTime(by: b))
            }
            let a = generator.integer()
            let reduced = try (Natural(a) % .groupOrder).integer256
            #expect(point.multipliedVariableTime(by: a) == point.multipliedVariableTime(by: reduced))
            #expect(try point.multipliedVariableTime(by: Natural.groupOrder.integer256) == .identity)
        }
    }

    @Test func multiplicationIsAHomomorphism() throws {
        var generator = SeededGenerator(seed: 333)
        let (ps, qs) = (generator.pointsOfEveryClass(), generator.pointsOfEveryClass().reversed())
        for (p, q) in zip(ps, qs) {
            let (k, j) = (generator.integer(), Integer256(generator.next()))
            #expect(
                (p + q).multipliedVariableTime(by: k)
                    == p.multipliedVariableTime(by: k) + q.multipliedVariableTime(by: k))
            #expect((-p).multipliedVariableTime(by: k) == -p.multipliedVariableTime(by: k))
            let product = try (Natural(k) * Natural(j) % .groupOrder).integer256
            #expect(
                p.multipliedVariableTime(by: k).multipliedVariableTime(by: j)
                    == p.multipliedVariableTime(by: product))
        }
    }

    /// Reducing the integer mod ℓ changes the result exactly if P is outside the subgroup. Reducing it mod p
    /// changes the result for every P.
    @Test func theIntegerIsNotReduced() throws {
        var generator = SeededGenerator(seed: 334)
        for (torsion, point) in zip(Point.lowOrderPoints, generator.pointsOfEveryClass()) {
            let k = generator.scalar().integer
            let plusOrder = try (Natural(k) + .order).integer256
            let plusP = try (Natural(k) + .p).integer256
            let product = point.multipliedVariableTime(by: k)
            #expect(point.multipliedVariableTime(by: plusOrder) == product + torsion)
            #expect(point.multipliedVariableTime(by: plusP) != product)
        }
    }

    // MARK: The base point, a secret scalar

    @Test func baseMultiplicationsAgree() throws {
        var generator = SeededGenerator(seed: 335)
        for k in Scalar.edgeValues + (0..<8).map({ _ in generator.scalar() }) {
            let expected = Point.base.multipliedByDefinition(by: k.integer)
            #expect(Point.baseMultiplied(by: k) == expected)
            #expect(ExtendedPoint.baseMultiplied(by: k).affineVariableTime() == expected)
            #expect(Point.base.multipliedVariableTime(by: k.integer) == expected)
        }
        #expect(Point.baseMultiplied(by: .zero) == .identity)
        #expect(Point.baseMultiplied(by: .one) == .base)
        #expect(Point.baseMultiplied(by: -.one) == -Point.base)
    }

    @Test func baseMultiplicationIsAHomomorphism() {
        var generator = SeededGenerator(seed: 336)
        for _ in 0..<10 {
            let (a, b) = (generator.scalar(), generator.scalar())
            #expect(Point.baseMultiplied(by: a + b) == Point.baseMultiplied(by: a) + .baseMultiplied(by: b))
            #expect(Point.baseMultiplied(by: -a) == -Point.baseMultiplied(by: a))
        }
    }

    /// Computes every entry i·64ʲ·B by additions of affine points.
    @Test func everyEntryOfTheTableIsItsMultiple() {
        let two = FieldElement(2)
        var windowBase = Point.base
        for j in 0..<FixedBaseTable.windowCount {
            var multiple = Point.identity
            for i in 0..<FixedBaseTable.entriesPerWindow {
                let entry = FixedBaseTable.base.select(window: j, magnitude: i)
                let u = MinusOneTwist.squareRootOfMinusA * multiple.x
                #expect(FieldElement(entry.yMinusU) * two == multiple.y - u)
                #expect(FieldElement(entry.yPlusU) * two == multiple.y + u)
                #expect(FieldElement(entry.dUY) == MinusOneTwist.d * u * multiple.y)
                multiple = multiple + windowBase
            }
            for _ in 0..<FixedBaseTable.windowBits { windowBase = windowBase.doubled() }
        }
    }

    /// Computes the odd multiples of B and of 2¹²⁸·B by additions of affine points.
    @Test func everyEntryOfTheVerificationTablesIsItsOddMultiple() {
        let two = FieldElement(2)
        let shifted = (0..<128).reduce(Point.base) { point, _ in point.doubled() }
        for (table, point) in [(BaseOddMultiples.ofBase, Point.base), (.ofShiftedBase, shifted)] {
            var multiple = point
            for i in 0..<1 << (BaseOddMultiples.width - 2) {
                let entry = table.entries[i]
                let u = MinusOneTwist.squareRootOfMinusA * multiple.x
                #expect(FieldElement(entry.yMinusU) * two == multiple.y - u)
                #expect(FieldElement(entry.yPlusU) * two == multiple.y + u)
                #expect(FieldElement(entry.dUY) == MinusOneTwist.d * u * multiple.y)
                multiple = multiple + point.doubled()
            }
        }
    }
}
