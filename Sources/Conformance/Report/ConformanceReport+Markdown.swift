// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

extension ConformanceReport {
    /// The report as Markdown: the causes, the counts by operation, then every flag with failures, with its
    /// note and a few failing tests.
    public var markdown: String {
        var lines = ["# Conformance of \(Self.code(commandLine))", ""]
        lines += faults.map { "- \(Self.plain($0.sentence))" }
        if !faults.isEmpty { lines.append("") }
        if let leak { lines += ["**\(Self.plain(leak))**", ""] }
        lines.append(headline)
        lines += remarks.map { "\n> \(Self.plain($0))" }
        lines += causesInMarkdown
        lines += [
            "",
            "| operation | " + TestStatus.allCases.map(\.rawValue).joined(separator: " | ") + " |",
            "|---|" + String(repeating: "--:|", count: TestStatus.allCases.count),
        ]
        for section in sections { lines.append(Self.row(Self.code(section.op), Self.count(section.results))) }
        lines.append(Self.row("**all**", counts))
        for section in sections {
            for cell in section.cells where !cell.problems.isEmpty {
                lines += Self.lines(cell, op: section.op)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The causes, each with its advice and one example, then the failures that no cause explains.
    private var causesInMarkdown: [String] {
        guard !causes.isEmpty else { return [] }
        var lines = ["", "## Causes", ""]
        for cause in causes {
            lines += [
                "- **\(cause.prefix)\(Self.plain(cause.bug.name))**\(cause.place): \(Self.plain(cause.bug.summary))."
                    + " \(cause.effect.prefix(1).uppercased())\(cause.effect.dropFirst());"
                    + " \(cause.failures.count) of \(cause.tests) tests.",
                "  - \(Self.plain(cause.bug.advice))",
            ]
            if let example = cause.failures.first { lines += Self.lines(example).map { "  \($0)" } }
        }
        lines += ["", unexplainedSentence]
        if !unexplained.isEmpty { lines += ["", "## Not explained", ""] + Self.lines(unexplained) }
        return lines
    }

    private static func row(_ title: String, _ counts: [TestStatus: Int]) -> String {
        "| \(title) | " + TestStatus.allCases.map { "\(counts[$0] ?? 0)" }.joined(separator: " | ") + " |"
    }

    private static func lines(_ cell: FlagCell, op: String) -> [String] {
        var lines = [
            "", "## \(plain(cell.flag)) in \(code(op)): \(cell.problems.count) of \(cell.results.count)", "",
        ]
        for note in cell.notes {
            lines += ["\(plain(note.description))", "", "*Effect:* \(plain(note.effect))", ""]
        }
        return lines + Self.lines(cell.problems)
    }

    /// The first failing tests, and how many more there are.
    private static func lines(_ results: [TestResult]) -> [String] {
        let shown = results.prefix(casesPerCell)
        let rest = results.count - shown.count
        return shown.flatMap(lines) + (rest > 0 ? ["- and \(rest) more"] : [])
    }

    /// One failing test.
    private static func lines(_ result: TestResult) -> [String] {
        guard let problem = result.problem else { return [] }
        let profile = problem.profile.map { ", profile \($0)" } ?? ""
        let expected = result.isExpectedToFail ? " (expected to fail)" : ""
        var lines = [
            "- \(code("\(result.file)#\(result.tcId)")) \(result.status.rawValue)\(expected): \(plain(result.comment))",
            "  - input: \(code(excerpt(problem.input.description)))",
            "  - \(problem.stage)\(profile): expected \(code(excerpt(problem.expected))),"
                + " got \(code(problem.actual))",
        ]
        if let remark = problem.remark { lines.append("  - \(remark)") }
        return lines
    }

    /// The text as inline code. The fence is one backtick longer than the longest run of backticks in the
    /// text. Bars are escaped, because the text may be in a table.
    private static func code(_ text: String) -> String {
        let text = VisibleText.visible(text)
        let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let padding = longest > 0 ? " " : ""
        return fence + padding + text.map { $0 == "|" ? "\\|" : String($0) }.joined() + padding + fence
    }

    /// The text, with every character escaped that has a meaning in Markdown or HTML.
    private static func plain(_ text: String) -> String {
        VisibleText.visible(text).map { "\\`*_{}[]<>#|~&".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}
