// SPDX-License-Identifier: Apache-2.0
import BigInt
import PrimeField

@testable import BabyJubjub

/// A second implementation, with which the library is compared: the integers of attaswift/BigInt, and the
/// group law of SPEC.md computed with them. It shares no code with the library.
enum Oracle {
    static let p = BigUInt("21888242871839275222246405745257275088548364400416034343698204186575808495617")
    static let order = BigUInt("2736030358979909402780800718157159386076813972158567259200215660948447373041")
    static let a = BigUInt(168_700)
    static let d = BigUInt(168_696)

    /// The integer with these bytes, least significant first.
    static func integer(_ littleEndianBytes: some Collection<UInt8>) -> BigUInt {
        var words: [UInt] = []
        var (word, shift) = (UInt(0), UInt(0))
        for byte in littleEndianBytes {
            word |= UInt(byte) << shift
            shift += 8
            if shift == 64 {
                words.append(word)
                (word, shift) = (0, 0)
            }
        }
        return BigUInt(words: words + [word])
    }

    static func integer(_ integer: Integer256) -> BigUInt { self.integer(integer.littleEndianBytes) }
    static func integer(_ element: FieldElement) -> BigUInt { integer(element.littleEndianBytes) }
    static func integer(_ scalar: Scalar) -> BigUInt { integer(scalar.littleEndianBytes) }

    /// Whether R = P + Q. To avoid a division, it multiplies the affine law by the denominators, and checks
    /// that x₃·(1 + d·x₁x₂y₁y₂) = x₁y₂ + y₁x₂ and y₃·(1 − d·x₁x₂y₁y₂) = y₁y₂ − a·x₁x₂ modulo p. The law is
    /// complete, so neither denominator is zero.
    static func isSum(_ r: Point, of first: Point, and second: Point) -> Bool {
        let (x1, y1) = (integer(first.x), integer(first.y))
        let (x2, y2) = (integer(second.x), integer(second.y))
        let (x3, y3) = (integer(r.x), integer(r.y))
        let (xx, yy) = (x1 * x2 % p, y1 * y2 % p)
        let t = d * (xx * yy % p) % p
        return x3 * (1 + t) % p == (x1 * y2 + y1 * x2) % p
            && y3 * (p + 1 - t) % p == (yy + a * (p - xx)) % p
    }
}
