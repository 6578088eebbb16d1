/// Layout of reports for people.
enum TextLayout {
    /// The width that prose is wrapped to.
    static let width = 96

    /// `text` in lines of at most `width` characters, each behind `indentation`. Words are never broken.
    static func wrapped(_ text: String, indentation: String = "") -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indentation.count + line.count + 1 + word.count > width {
                lines.append(indentation + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(indentation + line)
        return lines.joined(separator: "\n")
    }

    /// `text` with blanks behind it up to `width` characters.
    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Text of others made fit for a terminal: characters that move the cursor, hide or reorder become
    /// `\u{…}`.
    static func visible(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { shown, scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                shown += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default:
                shown.unicodeScalars.append(scalar)
            }
        }
    }
}
