import StrictJSON

/// Percent-encoding by RFC 3986: over the UTF-8 bytes of a text, with upper-case hexadecimal digits ([REQUEST-6],
/// [REQUEST-7]).
public enum PercentEncoding {
    /// `pct(text)`: every byte outside the unreserved characters becomes `%` and two upper-case digits.
    public static func encode(_ text: String) -> String {
        String(upTo: 3 * text.utf8.count) { $0.appendPercentEncoded(text) }
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

/// Puts text together in memory of sufficient size, so that nothing is allocated but the result.
struct ByteWriter {
    /// Where the next byte goes.
    fileprivate var end: UnsafeMutablePointer<UInt8>

    mutating func append(_ byte: UInt8) {
        end.pointee = byte
        end += 1
    }

    mutating func append(_ text: String) {
        text.withBytes { bytes in
            for byte in bytes { append(byte) }
        }
    }

    /// Appends `pct(text)`, at most three bytes a byte.
    mutating func appendPercentEncoded(_ text: String) {
        let unreserved = PercentEncoding.unreserved
        var writer = self  // in a register meanwhile
        text.withBytes { bytes in
            for byte in bytes {
                if unreserved.contains(byte) {
                    writer.append(byte)
                } else {
                    writer.append(UInt8(ascii: "%"))
                    writer.append(PercentEncoding.digit(byte >> 4, ten: UInt8(ascii: "A")))
                    writer.append(PercentEncoding.digit(byte & 15, ten: UInt8(ascii: "A")))
                }
            }
        }
        self = writer
    }
}

extension String {
    /// The text that `write` puts together, of at most so many bytes.
    init(upTo count: Int, _ write: (inout ByteWriter) -> Void) {
        self.init(unsafeUninitializedCapacity: count) { memory in
            guard let start = memory.baseAddress else { return 0 }
            var writer = ByteWriter(end: start)
            write(&writer)
            precondition(writer.end <= start + count, "more was written than was announced")
            return writer.end - start
        }
    }

    /// What `body` returns of the bytes of the text in UTF-8.
    fileprivate func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = self
        return text.withUTF8(body)
    }
}
