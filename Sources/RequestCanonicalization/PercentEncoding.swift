import ForeignText

/// Percent-encoding by RFC 3986: over the UTF-8 bytes of a text, with upper-case hexadecimal digits ([REQUEST-6],
/// [REQUEST-7]).
public enum PercentEncoding {
    /// `pct(text)`: every byte outside the unreserved characters becomes `%` and two upper-case digits.
    public static func encode(_ text: String) -> String {
        String(unsafeUninitializedCapacity: encodedCount(text)) { memory in
            var writer = ByteWriter(memory)
            writer.appendPercentEncoded(text)
            return writer.count
        }
    }

    /// The bytes of the percent-encoding of a text.
    static func encodedCount(_ text: String) -> Int {
        let unreserved = unreserved
        var count = 0
        text.forEachByte { count += unreserved.contains($0) ? 1 : 3 }
        return count
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
        return String(strictUTF8: bytes)
    }

    /// RFC 3986, section 2.3: `A–Z a–z 0–9 - . _ ~`.
    static func isUnreserved(_ byte: UInt8) -> Bool { unreserved.contains(byte) }

    static let unreserved = ASCIISet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

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
    static func digit(_ value: UInt8, ten: UInt8) -> UInt8 {
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

/// A set of ASCII characters, a bit each.
struct ASCIISet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// The characters of a text, all of them ASCII.
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

/// Puts text together in memory whose size was counted before, so that nothing is allocated but the result.
struct ByteWriter {
    private let memory: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ memory: UnsafeMutableBufferPointer<UInt8>) { self.memory = memory }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        memory[count] = byte
        count += 1
    }

    mutating func append(_ text: String) {
        text.forEachByte { append($0) }
    }

    mutating func appendPercentEncoded(_ text: String) {
        let unreserved = PercentEncoding.unreserved
        text.forEachByte { byte in
            if unreserved.contains(byte) {
                append(byte)
            } else {
                append(UInt8(ascii: "%"))
                append(PercentEncoding.digit(byte >> 4, ten: UInt8(ascii: "A")))
                append(PercentEncoding.digit(byte & 15, ten: UInt8(ascii: "A")))
            }
        }
    }
}

extension String {
    /// Calls `body` with each byte of the text in UTF-8: over the memory of the text, where it has any.
    @inline(__always)
    func forEachByte(_ body: (UInt8) -> Void) {
        let wasContiguous: Void? = utf8.withContiguousStorageIfAvailable { bytes in
            for byte in bytes { body(byte) }
        }
        if wasContiguous == nil { for byte in utf8 { body(byte) } }
    }
}
