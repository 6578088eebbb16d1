/// What a JSON text must keep to before a parser is trusted with it.
///
/// Foundation's parser limits nesting to 512 and traps, on Linux with Swift 6.3, on a text that ends right
/// there: 513 opening brackets end the process. So the nesting is bounded before.
package enum JSONBounds {
    /// The deepest nesting that is read. The documented answers and orders have 2, vector files 7 and
    /// their schemas 14.
    package static let maximumDepth = 64

    /// Whether `bytes` nest no deeper than ``maximumDepth`` and have no zero byte.
    ///
    /// JSON is UTF-8 (RFC 8259, section 8.1), which has a zero byte only for U+0000, which JSON escapes. UTF-16
    /// and UTF-32, which Foundation recognises, have some in any JSON text; in them, a byte that looks like a
    /// quotation mark need not be one, and the count would be wrong.
    package static func areKept(by bytes: some Sequence<UInt8>) -> Bool {
        var depth = 0
        var isInText = false
        var isEscaped = false
        for byte in bytes {
            switch byte {
            case 0: return false
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isInText: isEscaped = true
            case UInt8(ascii: "\""): isInText.toggle()
            case _ where isInText: break
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth > maximumDepth { return false }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return true
    }
}
