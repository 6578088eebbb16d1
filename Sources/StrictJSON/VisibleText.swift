// SPDX-License-Identifier: Apache-2.0

/// Makes foreign text safe to show on one line of a terminal, a log or a report.
///
/// Text is foreign if this program did not write it: arguments, file names, answers of servers, lines of
/// testees, members of vector files. All code that shows foreign text calls this type.
public enum VisibleText {
    /// The text, with `\u{…}` instead of each character that moves the cursor, hides, or reorders the
    /// characters around it.
    public static func visible(_ text: String) -> String {
        text.unicodeScalars.allSatisfy(isPlain) ? text : text.unicodeScalars.map(visible).joined()
    }

    /// The beginning of `text` in its visible form: at most `limit` scalars, and "…" if there is more.
    public static func excerpt(_ text: String, limit: Int = 200) -> String {
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            let piece = visible(scalar)
            count += piece.unicodeScalars.count
            guard count <= limit else { return shown + "…" }
            shown += piece
        }
        return shown
    }

    /// As ``excerpt(_:limit:)``, for bytes. Invalid UTF-8 becomes U+FFFD.
    public static func excerpt(_ bytes: some Collection<UInt8>, limit: Int = 200) -> String {
        // A scalar has at most four bytes, so the rest need not be decoded.
        excerpt(String(decoding: bytes.prefix(4 * limit + 4), as: UTF8.self), limit: limit)
    }

    /// The end of `bytes` in its visible form: at most `limit` scalars, after "…" if there is more.
    public static func excerptOfEnd(_ bytes: some BidirectionalCollection<UInt8>, limit: Int = 200) -> String
    {
        let end = visible(String(decoding: bytes.suffix(4 * limit + 4), as: UTF8.self)).unicodeScalars
        guard end.count > limit || bytes.count > 4 * limit + 4 else { return String(end) }
        return "…" + String(String.UnicodeScalarView(end.suffix(limit)))
    }

    /// An excerpt in quotation marks.
    public static func quoted(_ text: String, limit: Int = 200) -> String {
        "\"\(excerpt(text, limit: limit))\""
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: true
        case 0..<0x20: false
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                false
            default: true
            }
        }
    }

    private static func visible(_ scalar: Unicode.Scalar) -> String {
        isPlain(scalar) ? String(scalar) : escaped(scalar)
    }

    /// The scalar as `\u{…}`.
    package static func escaped(_ scalar: Unicode.Scalar) -> String {
        "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
}
