// SPDX-License-Identifier: Apache-2.0
import Secrecy

/// The only reader and the only writer of hexadecimal text in this package. Keys are read and written with
/// them, so they use no table and no branch on a digit.
package enum Hexadecimal {
    /// The bytes of "0x" and exactly 2·`byteCount` digits of either case, or nil for any other text.
    package static func decode(_ text: some Collection<UInt8>, byteCount: Int) -> [UInt8]? {
        guard text.count == 2 + 2 * byteCount, text.starts(with: "0x".utf8) else { return nil }
        // Iteration over a generic collection is slow, so copy it to an array. The array may hold a key: wipe
        // it.
        var digits = Array(text)
        defer { digits.withUnsafeMutableBytes(wipe) }
        var malformed: UInt8 = 0
        var bytes = [UInt8](repeating: 0, count: byteCount)
        for i in 0..<byteCount {
            let (high, isHighBad) = nibble(digits[2 + 2 * i])
            let (low, isLowBad) = nibble(digits[3 + 2 * i])
            bytes[i] = high << 4 | low
            malformed |= isHighBad | isLowBad
        }
        let isWellFormed = declassified(malformed == 0, because: "the caller sees whether this is nil")
        guard isWellFormed else {
            bytes.withUnsafeMutableBytes(wipe)  // They may be a key with one mistyped digit.
            return nil
        }
        return bytes
    }

    /// "0x" and two lower-case digits for each byte.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        // As in `decode`: an array for speed, wiped because it may hold a key.
        var bytes = Array(bytes)
        defer { bytes.withUnsafeMutableBytes(wipe) }
        return String(unsafeUninitializedCapacity: 2 + 2 * bytes.count) { text in
            _ = text.initialize(fromContentsOf: "0x".utf8)
            for (i, byte) in bytes.enumerated() {
                let pair = digits(UInt32(byte))
                text[2 + 2 * i] = UInt8(truncatingIfNeeded: pair >> 8)
                text[3 + 2 * i] = UInt8(truncatingIfNeeded: pair)
            }
            return 2 + 2 * bytes.count
        }
    }

    /// "0x" and 64 lower-case digits for each integer, big-endian.
    package static func encode(_ integers: Integer256...) -> String {
        String(unsafeUninitializedCapacity: 2 + 64 * integers.count) { text in
            _ = text.initialize(fromContentsOf: "0x".utf8)
            var place = UnsafeMutableRawPointer(text.baseAddress.unsafelyUnwrapped) + 2
            for integer in integers {
                let (w0, w1, w2, w3) = integer.limbs.words
                for limb in [w3, w2, w1, w0] {
                    let high = digits(UInt32(truncatingIfNeeded: limb >> 32))
                    let low = digits(UInt32(truncatingIfNeeded: limb))
                    place.storeBytes(of: high.bigEndian, as: UInt64.self)
                    (place + 8).storeBytes(of: low.bigEndian, as: UInt64.self)
                    place += 16
                }
            }
            return 2 + 64 * integers.count
        }
    }

    /// The eight digits of an integer, one in each byte, the first digit in the most significant byte.
    ///
    /// The first three steps move the eight nibbles to bytes of their own. A nibble v becomes the character v
    /// + 48, or v + 48 + 39 if v ≥ 10: v + 6 has bit 4 set exactly in that case.
    private static func digits(_ value: UInt32) -> UInt64 {
        var nibbles = UInt64(value)
        nibbles = (nibbles | nibbles << 16) & 0x0000_ffff_0000_ffff
        nibbles = (nibbles | nibbles << 8) & 0x00ff_00ff_00ff_00ff
        nibbles = (nibbles | nibbles << 4) & 0x0f0f_0f0f_0f0f_0f0f
        let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39
    }

    /// The digit of a value below 16, in lower or in upper case.
    package static func digit(_ value: UInt8, isUpperCase: Bool = false) -> UInt8 {
        let digit = UInt8(truncatingIfNeeded: digits(UInt32(value)))
        // "a" and "A" differ in bit 5. That bit is set in "0" to "9" too, so only letters may be changed.
        return isUpperCase && value > 9 ? digit & ~0x20 : digit
    }

    /// The value of one digit of either case, and whether the character is not a digit: 0 if it is one, 255
    /// if not.
    ///
    /// For a range check of c in [0, n], c | (n − c) is negative exactly if c is outside. Its sign, shifted
    /// into every bit, is a mask.
    fileprivate static func nibble(_ character: UInt8) -> (value: UInt8, malformed: UInt8) {
        let c = Int16(character)
        let decimal = c - 48  // "0"
        let letter = (c | 32) - 97  // "a"
        let isDecimal = UInt8(truncatingIfNeeded: ~((decimal | (9 - decimal)) >> 15))
        let isLetter = UInt8(truncatingIfNeeded: ~((letter | (5 - letter)) >> 15))
        let value =
            (isDecimal & UInt8(truncatingIfNeeded: decimal))
            | (isLetter & UInt8(truncatingIfNeeded: letter + 10))
        return (value, ~(isDecimal | isLetter))
    }
}

/// The only tests for digits in this package. They work on bytes, because `Character.isHexDigit` and
/// `Character.isNumber` accept digits outside ASCII too.
extension UInt8 {
    /// Whether the byte is one of the ASCII digits 0–9.
    package var isDecimalDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    /// Whether the byte is one of the ASCII digits 0–9, A–F and a–f.
    package var isHexDigit: Bool { Hexadecimal.nibble(self).malformed == 0 }

    /// The value of the byte as a hexadecimal digit of either case, or nil if it is not one.
    package var hexDigitValue: UInt8? {
        let (value, malformed) = Hexadecimal.nibble(self)
        return malformed == 0 ? value : nil
    }
}
