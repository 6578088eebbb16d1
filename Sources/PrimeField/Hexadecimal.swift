import Secrecy

/// Hexadecimal text without tables or branches on the digits, since keys are read and written with it.
package enum Hexadecimal {
    /// The bytes of "0x" and exactly 2·`byteCount` digits of either case, or nil for any other text.
    package static func decode(_ text: some Collection<UInt8>, byteCount: Int) -> [UInt8]? {
        guard text.count == 2 + 2 * byteCount, text.starts(with: "0x".utf8) else { return nil }
        // An array of the digits, because a generic collection is slow to walk; wiped, since it may hold a key.
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
            bytes.withUnsafeMutableBytes(wipe)  // perhaps a key with one digit mistyped
            return nil
        }
        return bytes
    }

    /// "0x" and two lower-case digits a byte.
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        var text = Array("0x".utf8)
        text.reserveCapacity(2 + 2 * bytes.count)
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The value of one digit, and 255 in place of 0 in the second part where it is no digit.
    private static func nibble(_ character: UInt8) -> (value: UInt8, malformed: UInt8) {
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

    /// The digit of a value below 16: value + "0", and 39 more from ten on.
    private static func digit(_ value: UInt8) -> UInt8 {
        let isLetter = UInt8(truncatingIfNeeded: (9 - Int16(value)) >> 15)
        return value + 48 + (isLetter & 39)
    }
}
