@testable import BabyJubjub
import PrimeField

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

    /// Four limbs, each of them empty, full or any: what carries have the longest way through.
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

    /// A point of any order: a multiple of the base point, plus a point of low order.
    mutating func point() -> Point {
        let torsion = Point.lowOrderPoints[Int(byte() & 7)]
        let multiple = Integer256(UInt64(byte()) | UInt64(byte()) << 8 | UInt64(byte()) << 16)
        return Point.base.multipliedVariableTime(by: multiple) + torsion
    }

    /// The rest, cut at zero bytes into at most `count` texts; the last one has what is left.
    mutating func texts(_ count: Int) -> [String] {
        let parts = rest.split(separator: 0, maxSplits: count - 1, omittingEmptySubsequences: false)
        rest = []
        let texts = parts.map { String(decoding: $0, as: UTF8.self) }
        return texts + [String](repeating: "", count: count - texts.count)
    }
}
