/// Foreign text made fit to be shown: on one line, bounded, without a trace of a secret.
enum Excerpt {
    /// The most characters of foreign text that an error carries.
    static let limit = 200

    /// `text` with the API key masked, control characters made visible and its length bounded.
    ///
    /// Masking comes first, so that a key which straddles the bound leaves no part behind.
    static func of(_ text: String, hiding secrets: [String] = []) -> String {
        // By bytes: a combining mark behind the key would hide it from a comparison of characters.
        var masked = Array(text.utf8)
        for secret in secrets where !secret.isEmpty {
            masked = Array(
                masked.split(separator: Array(secret.utf8), omittingEmptySubsequences: false)
                    .joined(separator: Array(APIKey.mask.utf8)))
        }
        return bounded(String(decoding: masked, as: UTF8.self))
    }

    /// `text` in quotation marks, for the caller's own input in an error.
    static func quote(_ text: String) -> String {
        "\"\(bounded(text))\""
    }

    private static func bounded(_ text: String) -> String {
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

    /// The scalar itself, or `\u{…}` where it would move the cursor, hide, or reorder what is around it.
    private static func visible(_ scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default:
            String(scalar)
        }
    }
}
