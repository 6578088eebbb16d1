// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import Poseidon
import PrimeField

/// Compares extended coordinates, windows and tables with the affine law, computed with BigInt.
///
/// The oracle does not compute multiples k·P, because one would take as long as many executions. Instead the
/// target checks the laws that define them: 0·P = O, (k + 1)·P = k·P + P and (2k)·P = k·P + k·P. If a
/// multiple is wrong, one of these laws does not hold for some k. A sum of multiples must be that of the
/// multiples.
@Sendable func fuzzCurve(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let selector = input.byte()
    let (point, torsion) = input.pointAndTorsion()
    let other = input.pointAndTorsion().point
    switch selector % 7 {
    case 0:
        var sum = ExtendedPoint(point)
        let cached = CachedPoint(ExtendedPoint(other))
        sum.add(cached)
        require(Oracle.isSum(sum.affineVariableTime(), of: point, and: other), "P + Q")
        sum.subtract(cached)
        require(sum.affineVariableTime() == point, "P + Q − Q")
        sum.double(keepingT: true)
        require(Oracle.isSum(sum.affineVariableTime(), of: point, and: point), "2P")
        require(Oracle.isSum(point + other, of: point, and: other), "the affine law")
    case 1:
        let k = input.integer()
        let multiple = point.multipliedVariableTime(by: k)
        if let next = k.successor {
            require(
                Oracle.isSum(point.multipliedVariableTime(by: next), of: multiple, and: point), "(k + 1)·P")
        }
        require(k != .zero || multiple == .identity, "0·P")
    case 2:
        let k = input.integer().half
        let multiple = point.multipliedVariableTime(by: k)
        require(
            Oracle.isSum(point.multipliedVariableTime(by: k.twice), of: multiple, and: multiple), "(2k)·P")
    case 3:
        let k = input.scalar()
        let multiple = Point.baseMultiplied(by: k)
        let next = Point.baseMultiplied(by: k + .one)
        require(Oracle.isSum(next, of: multiple, and: .base), "(k + 1)·B in constant time")
        require(k != .zero || multiple == .identity, "0·B in constant time")
    case 4:
        // The point is a multiple of B plus `torsion`, so it is in the subgroup only if `torsion` is O.
        require(point.isInSubgroup == (torsion == .identity), "a point of the subgroup")
        require(torsion.hasLowOrder, "a point of low order")
    case 5:
        let (k, l) = (input.scalar().integer, input.scalar().integer)
        let terms = [(k, point), (l, other)].map { SumOfProducts.Term($0, PrecomputedPoint($1)) }
        require(
            Oracle.isSum(
                SumOfProducts(short: [], long: terms).value().affineVariableTime(),
                of: point.multipliedVariableTime(by: k), and: other.multipliedVariableTime(by: l)),
            "k·P + l·Q by buckets")
    default:
        require(optional { try Point(packed: point.packed) } == point, "pack and unpack")
        require(optional { try Point(x: point.x, y: point.y) } == point, "a point by its coordinates")
        let moved = optional { try Point(x: point.x, y: point.y + .one) }
        require(moved == nil || point.y + point.y + .one == .zero, "a point off the curve is refused")
    }
}

/// Compares the fast permutation with the definition, for every width in use.
@Sendable func fuzzPoseidon(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let selector = Int(input.byte())
    // Instances with a large t are slow, so choose them rarely. Of eight inputs, two test the instance of
    // signatures, five test t = 3, which takes a quarter of the time, and one tests any instance.
    let number =
        switch selector & 7 {
        case 0, 1: 0
        case 2...6: 2
        default: (selector >> 3) % instances.count
        }
    let instance = instances[number]
    let count = Int(input.byte()) % (instance.plain.parameters.width + 1)
    let inputs = (0..<count).map { _ in input.fieldElement() }
    guard count < instance.plain.parameters.width else {
        require(optional { try instance.hash.hash(inputs) } == nil, "t inputs are too many")
        return
    }
    require(
        optional { try instance.hash.hash(inputs) } == instance.plain.hash(inputs), "fast and plain Poseidon")
}

/// The instance of signatures, then t = 2, 3, …, 13, then the default instance of ethsnarks.
private let instances: [(hash: PoseidonHash, plain: PoseidonPermutation)] =
    ([PoseidonParameters.challenge]
    + (2...13).compactMap { width in
        optional { try PoseidonParameters(width: width, fullRounds: 6, partialRounds: 53) }
    }
    + [optional { try PoseidonParameters(width: 6, fullRounds: 8, partialRounds: 57) }].compactMap { $0 })
    .map { (PoseidonHash($0), PoseidonPermutation($0)) }
