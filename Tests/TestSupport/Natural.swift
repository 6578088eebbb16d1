// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// A natural number of any size, with the methods taught at school. The tests of modular arithmetic compare
/// with it. It is slow and short, and shares nothing with the code under test.
package struct Natural: Equatable, Comparable, Sendable {
    /// Digits to base 2³², least significant first, without leading zeros.
    private var digits: [UInt32]

    private init(digits: [UInt32]) {
        self.digits = digits
        while self.digits.last == 0 { self.digits.removeLast() }
    }

    package init(_ value: UInt64) {
        self.init(digits: [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)])
    }

    package init(littleEndianBytes bytes: some Collection<UInt8>) {
        var digits = [UInt32](repeating: 0, count: (bytes.count + 3) / 4)
        for (i, byte) in bytes.enumerated() { digits[i / 4] |= UInt32(byte) << UInt32(8 * (i % 4)) }
        self.init(digits: digits)
    }

    package init(_ integer: Integer256) {
        self.init(littleEndianBytes: integer.littleEndianBytes)
    }

    // A literal is an integer, not a field element.
    @_disfavoredOverload
    package init(_ element: FieldElement) { self.init(element.integer) }

    package init(_ scalar: Scalar) { self.init(scalar.integer) }

    /// 2ⁿ.
    package static func powerOfTwo(_ n: Int) -> Natural {
        Natural(digits: Array(repeating: 0, count: n / 32) + [1 << UInt32(n % 32)])
    }

    /// The number with these decimal digits.
    package init(decimal: String) {
        self = decimal.utf8.reduce(Natural(0)) { $0 * Natural(10) + Natural(UInt64($1 - UInt8(ascii: "0"))) }
    }

    /// p.
    package static let p = Natural(
        decimal: "21888242871839275222246405745257275088548364400416034343698204186575808495617")
    /// ℓ.
    package static let order = Natural(
        decimal: "2736030358979909402780800718157159386076813972158567259200215660948447373041")
    /// 8ℓ.
    package static let groupOrder = Natural(8) * order

    /// The number as a 256-bit integer. Throws if the number is 2²⁵⁶ or larger.
    package var integer256: Integer256 {
        get throws {
            var bytes = digits.flatMap { digit in (0..<4).map { UInt8(digit >> UInt32(8 * $0) & 255) } }
            while bytes.count > 32, bytes.last == 0 { bytes.removeLast() }
            bytes += Array(repeating: 0, count: max(0, 32 - bytes.count))
            return try Integer256(littleEndianBytes: bytes)
        }
    }

    package static func < (a: Natural, b: Natural) -> Bool {
        if a.digits.count != b.digits.count { return a.digits.count < b.digits.count }
        for i in a.digits.indices.reversed() where a.digits[i] != b.digits[i] {
            return a.digits[i] < b.digits[i]
        }
        return false
    }

    package static func + (a: Natural, b: Natural) -> Natural {
        var digits: [UInt32] = []
        var carry: UInt64 = 0
        for i in 0...max(a.digits.count, b.digits.count) {
            carry += UInt64(a.digit(i)) + UInt64(b.digit(i))
            digits.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        return Natural(digits: digits)
    }

    /// a − b, if a ≥ b.
    package static func - (a: Natural, b: Natural) -> Natural {
        precondition(a >= b)
        var result = a
        result.subtract(b)
        return result
    }

    package static func * (a: Natural, b: Natural) -> Natural {
        var digits = [UInt32](repeating: 0, count: a.digits.count + b.digits.count + 1)
        for i in a.digits.indices {
            var carry: UInt64 = 0
            for j in b.digits.indices {
                carry += UInt64(digits[i + j]) + UInt64(a.digits[i]) * UInt64(b.digits[j])
                digits[i + j] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            digits[i + b.digits.count] = UInt32(carry)
        }
        return Natural(digits: digits)
    }

    /// a mod m. For each bit of a, from the top: double the remainder, add the bit, and subtract m if the
    /// remainder is at least m. So the remainder stays below m.
    package static func % (a: Natural, m: Natural) -> Natural {
        guard a >= m else { return a }
        var remainder = Natural(0)
        for digit in a.digits.reversed() {
            for bit in (0..<32 as Range<UInt32>).reversed() {
                remainder.double(plus: digit >> bit & 1)
                if remainder >= m { remainder.subtract(m) }
            }
        }
        return remainder
    }

    private func digit(_ i: Int) -> UInt32 { i < digits.count ? digits[i] : 0 }

    private mutating func double(plus bit: UInt32) {
        var carry = bit
        for i in digits.indices {
            let digit = digits[i]
            digits[i] = digit << 1 | carry
            carry = digit >> 31
        }
        if carry > 0 { digits.append(carry) }
    }

    private mutating func subtract(_ b: Natural) {
        var borrow: Int64 = 0
        for i in digits.indices {
            borrow += Int64(digits[i]) - Int64(b.digit(i))
            digits[i] = UInt32(truncatingIfNeeded: borrow)
            borrow >>= 32
        }
        while digits.last == 0 { digits.removeLast() }
    }
}
