// SPDX-License-Identifier: Apache-2.0
import Conformance
import SignatureAudit
import StrictJSON
import VectorSuite

extension Page {
    /// The most failing tests that a report shows for one flag.
    static let casesPerCell = 5
    /// The most failing flags that a page lists at the top. The others are in a part that opens on request.
    private static let findingsShown = 12

    /// The page of `conformance --report FILE.html`.
    package init(_ report: ConformanceReport) {
        let causes: Model = [
            "coverage": report.unexplainedSentence, "rows": report.causes.map { Page.row($0, in: report) },
            "left": Page.cases(of: report.unexplained),
        ]
        let flags = report.flagSummaries
        let sections = report.sections
        let failing = sections.flatMap(\.failing).count
        let operations = sections.map { section in
            (isFailing: !section.failing.isEmpty, model: Page.section(section, opensFailures: failing <= 3))
        }
        let failingFirst = operations.filter(\.isFailing) + operations.filter { !$0.isFailing }
        let command = ConformanceReport.excerpt(report.command.joined(separator: " "))
        let verdict = report.verdict.prefix(1).uppercased() + report.verdict.dropFirst()
        let model: Model = [
            "causes": report.causes.isEmpty ? nil : causes,
            "bar": Page.bar(report.counts),
            "tiles": TestStatus.allCases.map { tile(report.counts[$0] ?? 0, $0.rawValue, $0.tone) },
            "faults": report.faults, "remarks": report.remarks,
            "profiles": report.profiles.map(\.rawValue).joined(separator: " and "),
            "exactErrors": report.run.exactErrors,
            "flags": Array(flags.prefix(Page.findingsShown)),
            "otherFlags": Array(flags.dropFirst(Page.findingsShown)),
            "columns": TestStatus.allCases.map(\.rawValue),
            "figures": Page.figures(report.counts),
            "operations": operations.map(\.model),
            "sections": failingFirst.map(\.model),
        ]
        self.init(
            "conformance", heading: "Conformance report", title: "Conformance of \(command)",
            subject: command, warning: report.leak,
            verdict: (verdict, report.isAcceptable, report.headline), model)
    }

    private static func bar(_ counts: [TestStatus: Int]) -> Model? {
        Model.bar(
            "Tests by outcome", TestStatus.allCases.map { ($0.tone, $0.rawValue, counts[$0] ?? 0) })
    }

    /// A known bug that explains failures.
    private static func row(_ cause: Cause, in report: ConformanceReport) -> Model {
        let failures = report.failures(of: cause)
        let effect = report.effect(of: cause.bug)
        let kind: Tone =
            switch cause.bug.consequence {
            case .acceptsForgeries, .leaksKeys, .signsWhatIsRefused: .bad
            case .refusesWhatItShouldTake, .style: .warning
            }
        return [
            "bug": cause.bug, "kind": kind, "consequence": effect,
            "effect": effect.prefix(1).uppercased() + effect.dropFirst(),
            "place": cause.place,
            // The failures only resemble those of the bug.
            "isLikeness": !cause.isConfirmed,
            "failed": failures.count, "tests": cause.tests,
            "examples": failures.prefix(1).compactMap(failedCase),
        ]
    }

    /// The tests of one operation.
    private static func section(
        _ section: ConformanceReport.OperationSection, opensFailures: Bool
    ) -> Model {
        let counts = ConformanceReport.count(section.results)
        return [
            "op": section.op, "summary": ConformanceReport.text(of: counts), "bar": bar(counts),
            "figures": figures(counts),
            "failing": section.failing.map { failing($0, opensFailures) },
            "quiet": section.cells.filter(\.problems.isEmpty).map { cell -> Model in
                [
                    "kind": cell.status.tone,
                    "note": cell.notes.map(\.description).joined(separator: " "),
                    "mark": cell.status == .passed ? "✓" : "–", "flag": cell.flag,
                    "count": cell.results.count,
                ]
            },
        ]
    }

    private static func figures(_ counts: [TestStatus: Int]) -> [Model] {
        TestStatus.allCases.map { status in
            let count = counts[status] ?? 0
            return ["kind": count == 0 ? .neutral : status.tone, "count": count]
        }
    }

    /// A flag with failing tests.
    private static func failing(_ cell: ConformanceReport.FlagCell, _ isOpen: Bool) -> Model {
        let problems = cell.problems
        let isExpected = problems.allSatisfy(\.isExpectedToFail)
        return [
            "flag": cell.flag, "kind": cell.status.tone, "isExpected": isExpected, "isOpen": isOpen,
            "failed": problems.count, "tests": cell.results.count,
            "state": isExpected ? "expected" : cell.status.rawValue, "notes": cell.notes,
            "cases": cases(of: problems),
        ]
    }

    private static func cases(of results: [TestResult]) -> Model? {
        Model.rows(of: results, limit: Page.casesPerCell) { _, result in failedCase(result) }
    }

    /// A test that failed: its input, and the first value that differs.
    private static func failedCase(_ result: TestResult) -> Model? {
        guard let problem = result.problem else { return nil }
        let input: JSON.Object = if case .object(let members) = problem.input { members } else { [:] }
        let expected = ConformanceReport.excerpt(problem.expected)
        let comparison = TextComparison(fromFirstDifference: expected, problem.actual)
        return [
            "test": result.name.description, "comment": result.comment, "problem": problem,
            "status": result.status.rawValue,
            "isExpected": result.isExpectedToFail,
            "inputText": ConformanceReport.excerpt(problem.input.description),
            "expectedText": expected,
            "input": input.sorted.map { name, value -> Model in
                ["name": name, "value": ConformanceReport.excerpt(value.description)]
            },
            "expected": comparison.left, "actual": comparison.right,
        ]
    }
}

extension ConformanceReport {
    /// The report as Markdown: the causes, the counts by operation, then every flag with failures, with its
    /// note and a few failing tests.
    package var markdown: String { Templates.text(of: Page(self).model, by: "markdown") }
}

/// A figure at the top of a page.
func tile(_ count: Int, _ name: String, _ kind: Tone?) -> Model {
    ["kind": count == 0 ? .neutral : kind, "count": count.grouped, "name": name]
}

extension TestStatus {
    fileprivate var tone: Tone {
        switch self {
        case .passed: .good
        case .failed: .bad
        case .timedOut: .warning
        case .partial: .partial
        case .unsupported: .unsupported
        case .crashed: .crashed
        }
    }
}
