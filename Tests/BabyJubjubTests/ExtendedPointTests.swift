// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import BabyJubjub
@testable import PrimeField

/// Compares the extended formulas with the affine law, on coordinates as large as their invariant allows.
@Suite struct ExtendedPointTests {
    /// X, Y, Z < (2 + ε)·p with ε = 2¹⁹²/p.
    private static let reduced = Natural(2) * .p + .powerOfTwo(192)

    /// The largest integer below bound/scale that represents the element.
    private func largest(_ element: FieldElement, below bound: Natural, scale: UInt64 = 1) throws
        -> LazyFieldElement
    {
        var value = Natural(Integer256(limbs: element.limbs))
        while Natural(scale) * (value + .p) < bound { value = value + .p }
        return LazyFieldElement(limbs: Limbs(try value.integer256))
    }

    /// The point with its coordinates multiplied by λ, each as large as the invariant allows.
    private func representative(_ point: Point, scaledBy factor: FieldElement) throws -> ExtendedPoint {
        let p = ExtendedPoint(point)
        let (bound, ten) = (ExtendedPointTests.reduced, UInt64(10))
        return ExtendedPoint(
            X: try largest(FieldElement(p.X) * factor, below: bound),
            Y: try largest(FieldElement(p.Y) * factor, below: bound),
            Z: try largest(FieldElement(p.Z) * factor, below: bound),
            T: try largest(FieldElement(p.T) * factor, below: Natural(37) * .p, scale: ten))
    }

    /// Representatives of a point: for λ = 1, for a random λ, and for values of λ that put each coordinate at
    /// its bound.
    private func representatives(
        _ point: Point, _ generator: inout SeededGenerator
    ) throws -> [ExtendedPoint] {
        let p = ExtendedPoint(point)
        // The Montgomery form 2¹⁹² − 1 becomes 2p + 2¹⁹² − 1; 0.7p − 1 becomes 3.7p − 1.
        let top = FieldElement(montgomery: Limbs(.max, .max, .max, 0))
        let topOfT = FieldElement(
            montgomery: Limbs(
                0x15ea_f8b4_5b33_3332, 0x68f1_2299_2201_cecc, 0x0104_fd99_5aa7_5774, 0x21df_d083_9da2_bcea))
        var factors = [FieldElement.one, generator.fieldElement()]
        for (coordinate, target) in [(p.X, top), (p.Y, top), (p.Z, top), (p.T, topOfT)] {
            if let inverse = try? FieldElement(coordinate).inverted() { factors.append(target * inverse) }
        }
        return try factors.map { try representative(point, scaledBy: $0) }
    }

    private func expect(
        _ p: ExtendedPoint, is expected: Point, hasT: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(p.affineVariableTime() == expected, sourceLocation: sourceLocation)
        for coordinate in [p.X, p.Y, p.Z] {
            let value = Natural(Integer256(limbs: coordinate.limbs))
            #expect(value < ExtendedPointTests.reduced, sourceLocation: sourceLocation)
        }
        guard hasT else { return }
        #expect(
            Natural(10) * Natural(Integer256(limbs: p.T.limbs)) < Natural(37) * .p,
            sourceLocation: sourceLocation)
        #expect(
            FieldElement(p.X) * FieldElement(p.Y) == FieldElement(p.Z) * FieldElement(p.T),
            sourceLocation: sourceLocation)
    }

    private func precomputed(_ point: Point) -> PrecomputedPoint {
        PrecomputedPoint(u: MinusOneTwist.squareRootOfMinusA * point.x, y: point.y)
    }

    @Test func representativesReachTheBound() throws {
        var generator = SeededGenerator(seed: 320)
        let all = try representatives(.base, &generator)
        #expect(all.count == 6)
        let limit = ExtendedPointTests.reduced - Natural(1)
        #expect(Natural(Integer256(limbs: all[2].X.limbs)) == limit)
        #expect(Natural(Integer256(limbs: all[3].Y.limbs)) == limit)
        #expect(Natural(Integer256(limbs: all[4].Z.limbs)) == limit)
        #expect(Natural(365) * .p < Natural(100) * Natural(Integer256(limbs: all[5].T.limbs)))
        for p in all { expect(p, is: .base) }
    }

    @Test func additionAndSubtractionAreExactForEveryForm() throws {
        var generator = SeededGenerator(seed: 321)
        let points = Point.lowOrderPoints + generator.pointsOfEveryClass()
        for (i, p) in points.enumerated() {
            let ps = try representatives(p, &generator)
            for (j, q) in points.enumerated() {
                let qs = try representatives(q, &generator)
                let cached = CachedPoint(qs[(i + j) % qs.count])
                let prepared = precomputed(q)
                let (sum, difference) = (p + q, p - q)
                // Two representatives for each pair of points. Over all pairs, each representative meets
                // every form.
                for start in [ps[(i * 3 + j) % ps.count], ps[(i + j * 5 + 1) % ps.count]] {
                    var result = start
                    result.add(cached)
                    expect(result, is: sum)
                    result = start
                    result.subtract(cached)
                    expect(result, is: difference)
                    result = start
                    result.add(prepared)
                    expect(result, is: sum)
                    result = start
                    result.subtract(prepared)
                    expect(result, is: difference)
                }
            }
        }
    }

    @Test func doublingIsExactForEveryForm() throws {
        var generator = SeededGenerator(seed: 322)
        for p in Point.lowOrderPoints + generator.pointsOfEveryClass() + generator.pointsOfEveryClass() {
            let doubled = p.doubled()
            for start in try representatives(p, &generator) {
                var result = start
                result.double(keepingT: true)
                expect(result, is: doubled)
                result.double(keepingT: true)
                expect(result, is: doubled.doubled())
                result = start
                result.double(keepingT: false)
                expect(result, is: doubled, hasT: false)
                // A point without T can be doubled. The doubling computes T again.
                result.double(keepingT: true)
                expect(result, is: doubled.doubled())
            }
        }
    }

    @Test func longRunsKeepTheInvariant() throws {
        var generator = SeededGenerator(seed: 323)
        let q = generator.subgroupPoint() + Point.lowOrderPoints[3]
        let (cached, prepared) = (CachedPoint(ExtendedPoint(q)), precomputed(q))
        var (point, expected) = (ExtendedPoint.identity, Point.identity)
        for _ in 0..<200 {
            switch generator.next() % 5 {
            case 0: point.add(cached); expected = expected + q
            case 1: point.subtract(cached); expected = expected - q
            case 2: point.add(prepared); expected = expected + q
            case 3: point.subtract(prepared); expected = expected - q
            default: point.double(keepingT: true); expected = expected.doubled()
            }
            expect(point, is: expected)
        }
    }

    @Test func theIdentityIsRecognizedInEveryForm() throws {
        var generator = SeededGenerator(seed: 324)
        #expect(ExtendedPoint.identity.isIdentity)
        #expect(ExtendedPoint.identity.affineVariableTime() == .identity)
        for p in try representatives(.identity, &generator) { #expect(p.isIdentity) }
        for torsion in Point.lowOrderPoints.dropFirst() {
            for p in try representatives(torsion, &generator) { #expect(!p.isIdentity) }
        }
        var result = try representatives(.base, &generator)[1]
        let identity = PrecomputedPoint(u: .zero, y: .one)
        result.add(identity)
        expect(result, is: .base)
        result.subtract(identity)
        expect(result, is: .base)
        let itself = CachedPoint(result)
        result.subtract(itself)
        #expect(result.isIdentity)
    }

    @Test func preparedFormsEqualTheirFormulas() throws {
        var generator = SeededGenerator(seed: 325)
        let two = FieldElement(2)
        for point in Point.lowOrderPoints + generator.pointsOfEveryClass() {
            let (u, y) = (MinusOneTwist.squareRootOfMinusA * point.x, point.y)
            var prepared = precomputed(point)
            #expect(FieldElement(prepared.yMinusU) * two == y - u)
            #expect(FieldElement(prepared.yPlusU) * two == y + u)
            #expect(FieldElement(prepared.dUY) == MinusOneTwist.d * u * y)

            prepared.conditionallyNegate(if: 0)
            #expect(FieldElement(prepared.yPlusU) * two == y + u)
            prepared.conditionallyNegate(if: 1)
            var sum = ExtendedPoint(.base)
            sum.add(prepared)
            expect(sum, is: .base - point)

            let representative = try representatives(point, &generator)[1]
            let cached = CachedPoint(representative)
            let z = FieldElement(representative.Z)
            #expect(FieldElement(cached.yMinusX) == (y - u) * z)
            #expect(FieldElement(cached.yPlusX) == (y + u) * z)
            #expect(FieldElement(cached.d2T) == two * MinusOneTwist.d * u * y * z)
            #expect(FieldElement(cached.z2) == two * z)
        }
        let several = generator.pointsOfEveryClass()
        let normalized = PrecomputedPoint.normalizing(
            try several.map { try representatives($0, &generator)[1] })
        for (prepared, point) in zip(normalized, several) {
            var sum = ExtendedPoint.identity
            sum.add(prepared)
            expect(sum, is: point)
        }
    }
}

extension Limbs {
    init(_ integer: Integer256) { self = integer.limbs }
}
