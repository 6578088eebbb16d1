// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import PrimeField

/// Reads values off an input from the front; past its end everything is zero.
struct Input {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in byte() } }

    /// Any 256-bit integer; small ones, and ones near the moduli, are a byte away.
    mutating func integer() -> Integer256 {
        let kind = byte()
        let value =
            (try? Integer256(
                littleEndianBytes: bytes(kind & 0x80 == 0 ? 32 : 8)
                    + [UInt8](repeating: 0, count: kind & 0x80 == 0 ? 0 : 24))) ?? .zero
        switch kind & 7 {
        case 1: return Integer256(limbs: Limbs.subtracting(Scalar.order, value.limbs).difference)
        case 2: return Integer256(limbs: Limbs.subtracting(Scalar.groupOrder, value.limbs).difference)
        case 3: return Integer256(limbs: Limbs.subtracting(.zero, value.limbs).difference)
        default: return value
        }
    }

    /// Four limbs, each of them empty, full or any: carries then run through several limbs.
    mutating func limbs() -> Limbs {
        var limbs = integer().limbs
        var kinds = byte()
        limbs.withMutableLimbs { limbs in
            for i in 0..<Limbs.count {
                if kinds & 3 == 1 { limbs[i] = 0 }
                if kinds & 3 == 2 { limbs[i] = .max }
                kinds >>= 2
            }
        }
        return limbs
    }

    mutating func fieldElement() -> FieldElement {
        let integer = integer()
        return (try? FieldElement(reducingBigEndianBytes: integer.bigEndianBytes)) ?? .zero
    }

    mutating func scalar() -> Scalar {
        Scalar(reducing: WideInteger(low: integer(), high: .zero))
    }

    /// A point of any order and its part of low order: a multiple of B, plus a point of low order.
    mutating func pointAndTorsion() -> (point: Point, torsion: Point) {
        let torsion = Point.lowOrderPoints[Int(byte() & 7)]
        return (multiplesOfBase[Int(byte())] + torsion, torsion)
    }

    /// The rest, cut at zero bytes into at most `count` texts; the last one has what is left.
    mutating func texts(_ count: Int) -> [String] {
        let parts = rest.split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false)
        rest = []
        let texts = parts.map { String(decoding: $0, as: UTF8.self) }
        return texts + [String](repeating: "", count: count - texts.count)
    }
}

/// O, B, 2B, 5B, 14B, …: each three times the one before less B, so that there are small and large ones.
private let multiplesOfBase: [Point] = {
    var multiples = [Point.identity, .base]
    while multiples.count < 256 {
        let last = multiples[multiples.count - 1]
        multiples.append(last + last + last + Point(onCurve: -Point.base.x, Point.base.y))
    }
    return multiples
}()

extension Integer256 {
    /// k + 1, if it is below 2²⁵⁶.
    var successor: Integer256? {
        let (sum, carry) = PlainLimbs.adding(limbs, Limbs(1, 0, 0, 0))
        return carry == 0 ? Integer256(limbs: sum) : nil
    }

    /// ⌊k/2⌋.
    var half: Integer256 {
        let w = limbs.words
        return Integer256(
            limbs: Limbs(w.0 >> 1 | w.1 << 63, w.1 >> 1 | w.2 << 63, w.2 >> 1 | w.3 << 63, w.3 >> 1))
    }

    /// 2k, for k below 2²⁵⁵.
    var twice: Integer256 { Integer256(limbs: PlainLimbs.adding(limbs, limbs).sum) }
}
