/// Percent-encoding by RFC 3986: over the UTF-8 bytes of a text, with upper-case hexadecimal digits ([REQUEST-6],
/// [REQUEST-7]).
public enum PercentEncoding {
    /// `pct(text)`: every byte outside the unreserved characters becomes `%` and two upper-case digits.
    public static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(2 * text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(digit(byte >> 4, ten: UInt8(ascii: "A")))
                encoded.append(digit(byte & 15, ten: UInt8(ascii: "A")))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The text whose percent-encoding `encoded` is, decoded once.
    ///
    /// Strict: a `%` must be followed by two hexadecimal digits (of either case), every other character
    /// must be printable ASCII, and the decoded bytes must be UTF-8. A `+` stays a plus sign: what it means
    /// in a query is the caller's question.
    ///
    /// - Returns: `nil` where the text is malformed.
    public static func decode(_ encoded: String) -> String? {
        var bytes: [UInt8] = []
        var rest = encoded.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                guard 0x21...0x7E ~= byte else { return nil }
                bytes.append(byte)
                continue
            }
            guard let high = rest.next().flatMap(hexDigitValue), let low = rest.next().flatMap(hexDigitValue)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return text(utf8: bytes)
    }

    /// The text that `bytes` encode, or `nil` where they are not UTF-8. Nothing is replaced or dropped, a
    /// byte order mark included.
    public static func text(utf8 bytes: some Collection<UInt8>) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.utf8.elementsEqual(bytes) ? text : nil
    }

    /// RFC 3986, section 2.3: `A–Z a–z 0–9 - . _ ~`.
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default:
            false
        }
    }

    /// Two lower-case hexadecimal digits a byte.
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digit(byte >> 4, ten: UInt8(ascii: "a")))
            text.append(digit(byte & 15, ten: UInt8(ascii: "a")))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The hexadecimal digit of a value below 16, in the case of the digit `ten`.
    private static func digit(_ value: UInt8, ten: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : ten + (value - 10)
    }

    static func hexDigitValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
