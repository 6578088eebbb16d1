// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import EdDSA
@testable import PrimeField

/// Checks the packed forms of the 40 points, and integers that are not packed forms of them. For each point
/// these are its y with the other sign, y + p, and y with the unused bit set. Other integers have a different
/// y, which may belong to a point of the curve outside the group or to no point. Also checks every pair of
/// coordinates, and every S.
func checkEncodings(_ reference: Reference) -> Int {
    let group = reference.group
    var candidates: [Integer256] = []
    for (point, packed) in zip(group.points, reference.packed) {
        require(point.packed == packed, "the packed form of a point")
        let y = point.y.integer.limbs
        for integer in [y, Limbs.adding(y, FieldModulus.p).sum, Limbs.adding(y, Limbs(0, 0, 0, 1 << 62)).sum]
        {
            candidates += [integer, integer.settingTopBit].map(Integer256.init(limbs:))
        }
    }
    for integer in candidates {
        let point = try? PublicKey(packed: PackedPoint(integer)).point
        let expected = reference.packed.firstIndex(of: PackedPoint(integer))
        require(point.flatMap(group.logarithm) == expected, "the point of a packed form")
        require((point == nil) == (expected == nil), "an integer that is not a packed form is refused")
    }
    for (y, hasPoint) in reference.otherYs {
        for integer in [y, Integer256(limbs: y.limbs.settingTopBit)] {
            let point = try? Point(packed: PackedPoint(integer))
            require((point != nil) == hasPoint, "whether a point with this y exists")
            require(point.map { $0.packed.integer == integer } ?? true, "packing undoes unpacking")
            require(point.flatMap(group.logarithm) == nil, "a point with another y is not in the group")
        }
    }
    for p in group.points {
        for q in group.points {
            let isPoint = group.points.contains { $0.x == p.x && $0.y == q.y }
            require(((try? Point(x: p.x, y: q.y)) != nil) == isPoint, "coordinates are those of a point")
        }
    }
    for s in 0..<100 {
        let signature = try? Signature(r: .identity, s: Integer256(UInt64(s)))
        require((signature != nil) == (s < 40), "S is below 8ℓ")
        require(signature.map { $0.isReduced == (s < 5) } ?? true, "S is below ℓ")
    }
    return candidates.count + 2 * reference.otherYs.count + group.points.count * group.points.count + 100
}

extension Limbs {
    fileprivate var settingTopBit: Limbs {
        var result = self
        result.words.3 |= 1 << 63
        return result
    }
}
