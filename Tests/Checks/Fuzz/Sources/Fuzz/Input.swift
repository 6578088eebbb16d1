// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import PrimeField

/// Reads values from an input, beginning at its first byte. After the last byte it reads zeros.
struct Input {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in byte() } }

    /// A 256-bit integer. The first byte says whether it has 8 or 32 bytes, and whether it is subtracted from
    /// ℓ, from 8ℓ or from 2²⁵⁶. So the fuzzer easily finds small integers and integers close to the moduli.
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

    /// Four limbs. Each one is zero, all ones, or arbitrary, so that carries often pass through several
    /// limbs.
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

    /// A multiple of B plus a point of low order; and this point of low order alone.
    mutating func pointAndTorsion() -> (point: Point, torsion: Point) {
        let torsion = Point.lowOrderPoints[Int(byte() & 7)]
        return (multiplesOfBase[Int(byte())] + torsion, torsion)
    }

    /// The remaining bytes, split at zero bytes into `count` texts. The last text has all the bytes that
    /// remain; missing texts are empty.
    mutating func texts(_ count: Int) -> [String] {
        let parts = rest.split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false)
        rest = []
        let texts = parts.map { String(decoding: $0, as: UTF8.self) }
        return texts + [String](repeating: "", count: count - texts.count)
    }
}

/// O, B, 2B, 5B, 14B, …: each multiple M is followed by 3M − B, so that there are small and large ones.
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
