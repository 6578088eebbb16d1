/// Bounded pieces of what a testee printed, fit for a terminal: control characters, and what is not UTF-8,
/// are made visible.
enum Excerpt {
    static let limit = 400

    /// The beginning.
    static func of(_ bytes: some Collection<UInt8>) -> String {
        let shown = visible(bytes.prefix(limit))
        return bytes.count > limit ? shown + "…" : shown
    }

    /// The end.
    static func ofEnd(_ bytes: [UInt8]) -> String {
        let shown = visible(bytes.suffix(limit))
        return bytes.count > limit ? "…" + shown : shown
    }

    /// The text, cut at `limit` bytes.
    static func of(_ text: String) -> String { of(Array(text.utf8)) }

    private static func visible(_ bytes: some Collection<UInt8>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default:
                result.append(scalar)
            }
        }
        return String(result)
    }
}
