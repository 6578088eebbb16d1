// SPDX-License-Identifier: Apache-2.0
import Conformance
import SignatureAudit
import StrictJSON
import VectorSuite

/// The page of `conformance --report FILE.html`.
package struct ConformancePage: Page {
    package static let template = "conformance"

    package var page: PageFrame
    let causes: (coverage: String, rows: [ConformanceCause])?
    let bar: ShareBar?
    let tiles: [Tile]
    let remarks: [String]
    let left: (examples: [FailedCase], rest: Int?)?
    let flags:
        (
            first: [ConformanceReport.FlagSummary],
            others: (count: Int, list: [ConformanceReport.FlagSummary])?
        )?
    let columns: [String]
    let sections: [ConformanceSection]

    /// The page of a report.
    package init(_ report: ConformanceReport) {
        page = PageFrame(
            title: "Conformance of \(report.commandLine)", heading: "Conformance report",
            subject: report.commandLine,
            verdict: PageVerdict(
                report.verdict.prefix(1).uppercased() + report.verdict.dropFirst(),
                isGood: report.isAcceptable,
                report.headline),
            warning: report.leak)
        causes =
            report.causes.isEmpty
            ? nil : (report.unexplainedSentence, report.causes.map(ConformanceCause.init))
        bar = ShareBar(counts: report.counts)
        tiles = TestStatus.allCases.map { Tile(report.counts[$0] ?? 0, $0.rawValue, $0.tone) }
        remarks = report.faults.map(\.sentence) + [ConformancePage.options(of: report)] + report.remarks
        let unexplained = report.causes.isEmpty ? [] : report.unexplained
        left = unexplained.isEmpty ? nil : FailedCase.first(of: unexplained)
        flags = ConformancePage.flags(of: report)
        columns = TestStatus.allCases.map(\.rawValue)
        let failing = report.sections.flatMap(\.cells).count { !$0.problems.isEmpty }
        let sections = report.sections.map { ConformanceSection($0, opensFailures: failing <= 3) }
        self.sections = sections.filter(\.hasFailures) + sections.filter { !$0.hasFailures }
    }

    private static func options(of report: ConformanceReport) -> String {
        let profiles = report.profiles.map(\.rawValue).joined(separator: " and ")
        let errors =
            report.options.exactErrors
            ? "Error codes are compared." : "Any rejection passes if a rejection is expected."
        return "Verification profile: \(profiles). \(errors)"
    }

    private static func flags(of report: ConformanceReport) -> (
        first: [ConformanceReport.FlagSummary], others: (count: Int, list: [ConformanceReport.FlagSummary])?
    )? {
        let first = Array(report.flagSummaries.prefix(ConformanceReport.findingsShown))
        let others = Array(report.flagSummaries.dropFirst(ConformanceReport.findingsShown))
        return first.isEmpty ? nil : (first, others.isEmpty ? nil : (count: others.count, list: others))
    }
}

/// A figure at the top of a page.
struct Tile {
    let kind: Tone?
    let count: String
    let name: String

    init(_ count: Int, _ name: String, _ kind: Tone?) {
        self.kind = count == 0 ? .neutral : kind
        self.count = count.grouped
        self.name = name
    }
}

/// A known bug that explains failures.
struct ConformanceCause {
    let kind: Tone
    let consequence: String
    /// Whether the failures only resemble those of the bug.
    let isLikeness: Bool
    let bug: KnownBug
    let share: String
    let examples: [FailedCase]

    init(_ cause: Cause) {
        bug = cause.bug
        kind =
            switch bug.consequence {
            case .acceptsForgeries, .leaksKeys, .signsWhatIsRefused: .bad
            case .refusesWhatItShouldTake, .style: .warning
            }
        consequence = cause.effect
        isLikeness = !cause.isConfirmed
        share = "\(cause.failures.count)/\(cause.tests)"
        examples = cause.failures.prefix(1).compactMap(FailedCase.init)
    }
}

/// The tests of one operation.
struct ConformanceSection {
    let op: String
    let summary: String
    let figures: [(kind: Tone, count: Int)]
    let bar: ShareBar?
    let failing: [FailingFlag]
    let quiet: [(kind: Tone, note: String, mark: String, flag: String, count: Int)]

    var hasFailures: Bool { !failing.isEmpty }

    init(_ section: ConformanceReport.OperationSection, opensFailures: Bool) {
        let counts = ConformanceReport.count(section.results)
        op = section.op
        summary = TestStatus.allCases.compactMap { column in counts[column].map { "\($0) \(column.rawValue)" }
        }
        .joined(separator: ", ")
        figures = TestStatus.allCases.map { ($0.figureTone(counts[$0] ?? 0), counts[$0] ?? 0) }
        bar = ShareBar(counts: counts)
        failing = section.cells.filter { !$0.problems.isEmpty }.map { FailingFlag($0, isOpen: opensFailures) }
        quiet = section.cells.filter(\.problems.isEmpty).map { cell in
            let notes = cell.notes.map(\.description).joined(separator: " ")
            return (
                cell.status.tone, notes, cell.status == .passed ? "✓" : "–", cell.flag,
                cell.results.count
            )
        }
    }
}

/// A flag with failing tests.
struct FailingFlag {
    let kind: Tone
    let isExpected: Bool
    let isOpen: Bool
    let flag: String
    let share: String
    let state: String
    let notes: [Note]
    let examples: [FailedCase]
    let rest: Int?

    init(_ cell: ConformanceReport.FlagCell, isOpen: Bool) {
        let problems = cell.problems
        kind = cell.status.tone
        isExpected = problems.allSatisfy(\.isExpectedToFail)
        self.isOpen = isOpen
        flag = cell.flag
        share = "\(problems.count)/\(cell.results.count)"
        state = isExpected ? "expected" : cell.status.rawValue
        notes = cell.notes
        (examples, rest) = FailedCase.first(of: problems)
    }
}

/// A test that failed: its input, and the first value that differs.
struct FailedCase {
    let test: String
    let comment: String
    let profile: String?
    let input: [(name: String, value: String)]
    let stage: String
    let expected, actual: [TextComparison.Piece]
    let remark: String?

    init?(_ result: TestResult) {
        guard let problem = result.problem else { return nil }
        test = result.name
        comment = result.comment
        profile = problem.profile
        input = FailedCase.rows(of: problem.input)
        stage = problem.stage
        let comparison = TextComparison(
            fromFirstDifference: ConformanceReport.excerpt(problem.expected), problem.actual)
        expected = comparison.left
        actual = comparison.right
        remark = problem.remark
    }

    private static func rows(of input: JSON) -> [(name: String, value: String)] {
        guard case .object(let members) = input else { return [] }
        return members.sorted.map { member in
            (member.name, ConformanceReport.excerpt(member.value.description))
        }
    }

    /// The first failures, and how many more there are.
    static func first(of results: [TestResult]) -> (examples: [FailedCase], rest: Int?) {
        let shown = results.prefix(ConformanceReport.casesPerCell)
        let rest = results.count - shown.count
        return (shown.compactMap(FailedCase.init), rest > 0 ? rest : nil)
    }
}

extension ShareBar {
    fileprivate init?(counts: [TestStatus: Int]) {
        self.init("Tests by outcome", TestStatus.allCases.map { ($0.tone, $0.rawValue, counts[$0] ?? 0) })
    }
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

    /// The tone of a figure.
    fileprivate func figureTone(_ count: Int) -> Tone { count == 0 ? .neutral : tone }
}
