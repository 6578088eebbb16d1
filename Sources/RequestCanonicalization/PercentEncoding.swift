/// Percent-encoding by RFC 3986: over the UTF-8 bytes of a text, with upper-case hexadecimal digits.
public enum PercentEncoding {
    /// `pct(text)`: every byte outside the unreserved characters becomes `%` and two upper-case digits.
    public static func encode(_ text: String) -> String {
        var encoded = ""
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += "%" + hex(byte, digits: upperCaseDigits)
            }
        }
        return encoded
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

    static let upperCaseDigits = Array("0123456789ABCDEF")
    static let lowerCaseDigits = Array("0123456789abcdef")

    /// Two hexadecimal digits.
    static func hex(_ byte: UInt8, digits: [Character]) -> String {
        String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
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
