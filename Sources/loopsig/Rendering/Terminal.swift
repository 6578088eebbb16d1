// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Emphasis for people, left out of files and pipes.
struct Terminal: Sendable {
    let isColored: Bool

    /// Standard output: colored on a terminal, unless NO_COLOR is set (no-color.org) or TERM is "dumb".
    static let standardOutput = Terminal(
        isColored: isatty(STDOUT_FILENO) == 1
            && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
            && ProcessInfo.processInfo.environment["TERM"] != "dumb")

    func bold(_ text: String) -> String { styled(text, "1") }
    func faint(_ text: String) -> String { styled(text, "2") }
    func good(_ text: String) -> String { styled(text, "1;32") }
    func bad(_ text: String) -> String { styled(text, "1;31") }
    func warning(_ text: String) -> String { styled(text, "33") }
    func accent(_ text: String) -> String { styled(text, "36") }

    private func styled(_ text: String, _ code: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

enum TextLayout {
    /// The width that prose is wrapped to.
    static let width = 96

    /// `text` in lines of at most `width` characters, each after `indentation`. Words are never broken.
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

    static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
