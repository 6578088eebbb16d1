// SPDX-License-Identifier: Apache-2.0
@testable import PrimeField

@testable import BabyJubjub

/// Checks every pair of points with every formula: affine addition, extended addition of a cached and of a
/// precomputed point, and doubling; with and without T; for several values of Z, and with coordinates above
/// p.
func checkFormulas(_ group: TinyGroup) -> Int {
    var cases = 0
    for (i, p) in group.points.enumerated() {
        require(group.logarithm(-p) == (40 - i) % 40, "−P")
        require(group.logarithm(p.doubled()) == 2 * i % 40, "2P of affine points")
        for (scaling, extended) in p.scalings.enumerated() {
            require(extended.isIdentity == (i == 0), "P = O")
            for keepingT in [true, false] {
                var double = extended
                double.double(keepingT: keepingT)
                double.expect(2 * i, in: group, withT: keepingT, "2P, scaling \(scaling)")
            }
        }
        for (j, q) in group.points.enumerated() {
            require(group.logarithm(p + q) == (i + j) % 40, "P + Q of affine points")
            require(group.logarithm(p - q) == (40 + i - j) % 40, "P − Q of affine points")
            let prepared = PrecomputedPoint(q)
            for (extended, other) in zip(p.scalings, q.scalings.reversed()) {
                let cached = CachedPoint(other)
                for keepingT in [true, false] {
                    var results = [extended, extended, extended, extended]
                    results[0].add(cached, keepingT: keepingT)
                    results[1].subtract(cached, keepingT: keepingT)
                    results[2].add(prepared, keepingT: keepingT)
                    results[3].subtract(prepared, keepingT: keepingT)
                    for (n, sign) in [1, -1, 1, -1].enumerated() {
                        results[n].expect(i + sign * j, in: group, withT: keepingT, "P ± Q, formula \(n)")
                    }
                    cases += results.count
                }
            }
        }
    }
    checkConversions(group)
    return cases
}

/// Checks the conversions between forms of points.
private func checkConversions(_ group: TinyGroup) {
    let scaled = group.points.flatMap(\.scalings)
    for (n, prepared) in PrecomputedPoint.normalizing(scaled).enumerated() {
        let k = n / Point.scalingCount
        for isNegative: Limb in [0, 1] {
            var point = prepared
            point.conditionallyNegate(if: isNegative)
            ExtendedPoint(point).expect(isNegative == 0 ? k : -k, in: group, withT: true, "±P, prepared")
        }
        require(group.logarithm(scaled[n].affine(blindedBy: FieldElement(3))) == k, "blinded conversion")
    }
}

extension Point {
    static let scalingCount = 4

    /// The point in four extended forms: with Z = 1 and with another Z, each with coordinates below p and
    /// with p added to every coordinate.
    fileprivate var scalings: [ExtendedPoint] {
        [FieldElement.one, FieldElement(0xffff_ffff_ffff_fff1).squared().squared()].flatMap { z in
            let u = MinusOneTwist.squareRootOfMinusA * x
            let below = ExtendedPoint(
                X: LazyFieldElement(u * z), Y: LazyFieldElement(y * z), Z: LazyFieldElement(z),
                T: LazyFieldElement(u * y * z))
            return [
                below,
                ExtendedPoint(X: below.X.plusP, Y: below.Y.plusP, Z: below.Z.plusP, T: below.T.plusP.plusP),
            ]
        }
    }
}

extension LazyFieldElement {
    fileprivate var plusP: LazyFieldElement {
        LazyFieldElement(limbs: Limbs.adding(limbs, FieldModulus.p).sum)
    }
}

extension ExtendedPoint {
    /// Requires that this is k·G and, if T was computed, that X·Y = Z·T.
    fileprivate func expect(_ k: Int, in group: TinyGroup, withT: Bool, _ what: @autoclosure () -> String) {
        require(affineVariableTime() == group[k], what())
        guard withT else { return }
        require(FieldElement(X) * FieldElement(Y) == FieldElement(Z) * FieldElement(T), "T of \(what())")
    }
}
