// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

extension ConformanceReport {
    /// The report as Markdown: the causes, the counts by operation, then every flag with failures, with its
    /// note and a few failing tests. An empty line separates the blocks.
    package var markdown: String {
        var blocks = ["# Conformance of \(Self.code(commandLine))"]
        if !faults.isEmpty { blocks.append(Self.list(faults.map { "- \(Self.plain($0.sentence))" })) }
        if let leak { blocks.append("**\(Self.plain(leak))**") }
        blocks.append(headline)
        blocks += remarks.map { "> \(Self.plain($0))" }
        if !causes.isEmpty {
            blocks += ["## Causes", Self.list(causes.flatMap(lines)), unexplainedSentence]
            if !unexplained.isEmpty { blocks += ["## Not explained", Self.list(Self.lines(unexplained))] }
        }
        blocks.append(countsByOperation)
        for section in sections {
            for cell in section.failing {
                let share = "\(cell.problems.count) of \(cell.results.count)"
                blocks.append("## \(Self.plain(cell.flag)) in \(Self.code(section.op)): \(share)")
                blocks += cell.notes.flatMap {
                    [Self.plain($0.description), "*Effect:* \(Self.plain($0.effect))"]
                }
                blocks.append(Self.list(Self.lines(cell.problems)))
            }
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private var countsByOperation: String {
        let columns = TestStatus.allCases
        func row(_ title: String, _ counts: [TestStatus: Int]) -> String {
            "| \(title) | " + columns.map { "\(counts[$0] ?? 0)" }.joined(separator: " | ") + " |"
        }
        return Self.list(
            [
                "| operation | " + columns.map(\.rawValue).joined(separator: " | ") + " |",
                "|---|" + String(repeating: "--:|", count: columns.count),
            ] + sections.map { row(Self.code($0.op), Self.count($0.results)) } + [row("**all**", counts)])
    }

    private static func list(_ lines: [String]) -> String { lines.joined(separator: "\n") }

    /// A cause, with its advice and one example.
    private func lines(_ cause: Cause) -> [String] {
        let effect = effect(of: cause.bug)
        let failures = failures(of: cause)
        return [
            "- **\(cause.isConfirmed ? "" : "fails like ")\(Self.plain(cause.bug.name))**\(cause.place): \(Self.plain(cause.bug.summary))."
                + " \(effect.prefix(1).uppercased())\(effect.dropFirst());"
                + " \(failures.count) of \(cause.tests) tests.",
            "  - \(Self.plain(cause.bug.advice))",
        ] + failures.prefix(1).flatMap(Self.lines).map { "  \($0)" }
    }

    /// The first failing tests, and how many more there are.
    private static func lines(_ results: [TestResult]) -> [String] {
        let rest = results.count - casesPerCell
        return results.prefix(casesPerCell).flatMap(lines) + (rest > 0 ? ["- and \(rest) more"] : [])
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
