// SPDX-License-Identifier: Apache-2.0
import Conformance
import StrictJSON

extension ConformanceReport {
    /// The report for a terminal: faults of the protocol, a leak of the key, the figures for each file, the
    /// causes with what to do and an example, what is left, and the verdict.
    func text(on terminal: Terminal) -> String {
        var lines = faults.map { terminal.bad(TextLayout.wrapped(VisibleText.visible($0.sentence))) }
        lines += leak.map { [terminal.bad(TextLayout.wrapped($0))] } ?? []
        lines.append(ConformanceReport.row("", TestStatus.allCases.map(\.rawValue)))
        for (title, counts) in countsByFile + [("all", counts)] {
            let cells = TestStatus.allCases.map { "\(counts[$0] ?? 0)" }
            lines.append(ConformanceReport.row(VisibleText.visible(title), cells))
        }
        lines += remarks.map { TextLayout.wrapped(VisibleText.visible($0)) }
        for cause in causes { lines += self.lines(cause, terminal) }
        if !causes.isEmpty { lines.append(unexplainedSentence) }
        let left = unexplained.filter { !$0.isExpectedToFail }
        lines += ConformanceReport.beginning(of: left, what: "failures") {
            ConformanceReport.text(of: $0, terminal)
        }
        lines += ConformanceReport.beginning(of: flagSummaries, what: "flags that fail") { flag in
            "\(terminal.bad(VisibleText.visible(flag.name)))  \(flag.failed) of \(flag.total)\n"
                + TextLayout.wrapped(VisibleText.visible(flag.note), indentation: "  ")
        }
        lines.append(isAcceptable ? terminal.good(verdict) : terminal.bad(verdict))
        return lines.joined(separator: "\n")
    }

    private func lines(_ cause: Cause, _ terminal: Terminal) -> [String] {
        let name = VisibleText.visible(cause.bug.name)
        let head = (cause.isConfirmed ? "" : "fails like ") + name + cause.place
        let failures = failures(of: cause)
        return [
            "\(terminal.bad(head))  \(effect(of: cause.bug)), \(failures.count) of \(cause.tests) tests",
            TextLayout.wrapped(
                VisibleText.visible("\(cause.bug.summary). \(cause.bug.advice)"), indentation: "  "),
        ]
            + failures.prefix(1).map { result in
                ConformanceReport.text(of: result, terminal, showsInput: true).split(separator: "\n")
                    .map { "  \($0)" }.joined(separator: "\n")
            }
    }

    /// The first items of a list that may have thousands, and how many more there are.
    private static func beginning<Item>(of items: [Item], what: String, text: (Item) -> String) -> [String] {
        let shown = items.prefix(8)
        let rest = items.count - shown.count
        return shown.map(text) + (rest > 0 ? ["… and \(rest) more \(what); --report has them all"] : [])
    }

    private static func row(_ title: String, _ cells: [String]) -> String {
        TextLayout.padded(title, to: 30)
            + cells.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
    }

    private static func text(of result: TestResult, _ terminal: Terminal, showsInput: Bool = false) -> String
    {
        let problem = result.problem
        let profile = problem?.profile.map { ", profile \($0)" } ?? ""
        let flags = VisibleText.visible(result.flags.joined(separator: ", "))
        let remark = problem?.remark.map { "\n  \($0)" } ?? ""
        let input =
            showsInput
            ? "\n  input    \(VisibleText.excerpt(problem?.input.description ?? "", limit: 1000))" : ""
        return """
            \(terminal.bold("\(VisibleText.visible(result.file))#\(result.tcId)")) \(result.status.rawValue): \
            \(result.op), \(problem?.stage ?? "")\(profile): \(VisibleText.visible(result.comment)) [\(flags)]\(input)
              expected \(VisibleText.visible(problem?.expected ?? ""))
              actual   \(VisibleText.visible(problem?.actual ?? ""))\(remark)
            """
    }
}
