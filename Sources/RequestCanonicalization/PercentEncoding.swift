// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// Percent-encoding by RFC 3986, of the UTF-8 bytes of a text, with upper-case hexadecimal digits
/// ([REQUEST-6], [REQUEST-7]).
public enum PercentEncoding {
    /// `pct(text)`: every byte outside the unreserved characters becomes `%` and two upper-case digits.
    public static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(3 * text.utf8.count)
        bytes.appendPercentEncoded(text)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Decodes `encoded` once.
    ///
    /// Decoding is strict. A `%` must be followed by two hexadecimal digits of either case, every other
    /// character must be printable ASCII, and the decoded bytes must be UTF-8. A `+` stays a plus sign.
    ///
    /// - Returns: The text, or `nil` if `encoded` is malformed.
    public static func decode(_ encoded: String) -> String? {
        decode(bytes: encoded.utf8)
    }

    /// ``decode(_:)`` for the bytes of a text.
    static func decode(bytes encoded: some Sequence<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = encoded.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                guard 0x21...0x7E ~= byte else { return nil }
                bytes.append(byte)
                continue
            }
            guard let high = rest.next()?.hexDigitValue, let low = rest.next()?.hexDigitValue else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(strictUTF8: bytes)
    }

    /// RFC 3986, section 2.3: `A–Z a–z 0–9 - . _ ~`.
    static let unreserved = ASCIISet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

extension [UInt8] {
    /// Appends `pct(text)`: at most three bytes for each byte of the text.
    mutating func appendPercentEncoded(_ text: String) {
        let unreserved = PercentEncoding.unreserved
        var text = text
        text.withUTF8 { text in
            // Unreserved characters are copied as a whole, up to the next reserved one.
            var copied = 0
            for (i, byte) in text.enumerated() where !unreserved.contains(byte) {
                self += UnsafeBufferPointer(rebasing: text[copied..<i])
                append(UInt8(ascii: "%"))
                append(Hexadecimal.digit(byte >> 4, isUpperCase: true))
                append(Hexadecimal.digit(byte & 15, isUpperCase: true))
                copied = i + 1
            }
            self += UnsafeBufferPointer(rebasing: text[copied...])
        }
    }
}

/// A set of ASCII characters, with one bit for each character.
struct ASCIISet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// The set of the characters of a text, which must be ASCII.
    init(_ characters: StaticString) {
        var (low, high) = (UInt64(0), UInt64(0))
        characters.withUTF8Buffer { bytes in
            for byte in bytes {
                if byte < 64 { low |= 1 << byte } else { high |= 1 << (byte - 64) }
            }
        }
        (self.low, self.high) = (low, high)
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1 && byte < 128
    }
}
