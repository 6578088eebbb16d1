// SPDX-License-Identifier: Apache-2.0
import Conformance
import SignatureAudit
import StrictJSON
import VectorSuite

/// What `conformance --report FILE.html` writes.
package struct ConformancePage: Page {
    package static let template = "conformance"

    package var page: PageFrame
    let causes: (coverage: PageText, rows: [ConformanceCause])?
    let bar: ShareBar?
    let tiles: [Tile]
    let remarks: [PageText]
    let left: (examples: [FailedCase], rest: Int?)?
    let flags: (first: [FlagRow], others: (count: Int, list: [FlagRow])?)?
    let columns: [PageText]
    let sections: [ConformanceSection]

    typealias FlagRow = (op: PageText, flag: PageText, failed: Int, total: Int, note: PageText)

    /// The page of a report.
    package init(_ report: ConformanceReport) {
        page = PageFrame(
            title: "Conformance of \(report.commandLine)", heading: "Conformance report",
            subject: PageText(report.commandLine),
            verdict: PageVerdict(
                PageText(report.verdict.prefix(1).uppercased() + report.verdict.dropFirst()),
                isGood: report.isAcceptable,
                PageText(report.headline)),
            warning: report.leak.map { PageText($0) })
        causes =
            report.causes.isEmpty
            ? nil : (PageText(report.unexplainedSentence), report.causes.map(ConformanceCause.init))
        bar = ShareBar(counts: report.counts)
        tiles = TestStatus.allCases.map { Tile(report.counts[$0] ?? 0, $0.rawValue, $0.tone) }
        remarks = (report.faults.map(\.sentence) + [ConformancePage.options(of: report)] + report.remarks).map
        { PageText($0) }
        let unexplained = report.causes.isEmpty ? [] : report.unexplained
        left = unexplained.isEmpty ? nil : FailedCase.first(of: unexplained)
        flags = ConformancePage.flags(of: report)
        columns = TestStatus.allCases.map { PageText($0.rawValue) }
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
        first: [FlagRow], others: (count: Int, list: [FlagRow])?
    )? {
        let rows = report.flagSummaries.map {
            (PageText($0.op), PageText($0.name), $0.failed, $0.total, PageText($0.note)) as FlagRow
        }
        guard !rows.isEmpty else { return nil }
        let others = Array(rows.dropFirst(ConformanceReport.findingsShown))
        return (
            Array(rows.prefix(ConformanceReport.findingsShown)),
            others.isEmpty ? nil : (others.count, others)
        )
    }
}

/// A figure at the top of a page.
struct Tile {
    let kind: Tone?
    let count: PageText
    let name: PageText

    init(_ count: Int, _ name: String, _ kind: Tone?) {
        self.kind = count == 0 ? .neutral : kind
        self.count = PageText(count.grouped)
        self.name = PageText(name)
    }
}

/// A known bug that explains failures.
struct ConformanceCause {
    let kind: Tone
    let consequence: PageText
    /// Whether the failures are like those of the bug, but not exactly.
    let isLikeness: Bool
    let name: PageText
    let summary: PageText
    let share: PageText
    let advice: PageText
    let seenIn: PageText?
    let examples: [FailedCase]

    init(_ cause: Cause) {
        let bug = cause.bug
        kind =
            switch bug.consequence {
            case .acceptsForgeries, .leaksKeys, .signsWhatIsRefused: .bad
            case .refusesWhatItShouldTake, .style: .warning
            }
        consequence = PageText(cause.effect)
        isLikeness = !cause.isConfirmed
        name = PageText(bug.name)
        summary = PageText(bug.summary)
        share = "\(cause.failures.count)/\(cause.tests)"
        advice = PageText(bug.advice)
        seenIn = bug.seenIn.isEmpty ? nil : PageText(bug.seenIn)
        examples = cause.failures.prefix(1).compactMap(FailedCase.init)
    }
}

/// The tests of one operation.
struct ConformanceSection {
    let op: PageText
    let summary: PageText
    let figures: [(kind: Tone, count: Int)]
    let bar: ShareBar?
    let failing: [FailingFlag]
    let quiet: [(kind: Tone, note: PageText, mark: PageText, flag: PageText, count: Int)]

    var hasFailures: Bool { !failing.isEmpty }

    init(_ section: ConformanceReport.OperationSection, opensFailures: Bool) {
        let counts = ConformanceReport.count(section.results)
        op = PageText(section.op)
        summary = PageText(
            TestStatus.allCases.compactMap { column in counts[column].map { "\($0) \(column.rawValue)" } }
                .joined(separator: ", "))
        figures = TestStatus.allCases.map { ($0.figureTone(counts[$0] ?? 0), counts[$0] ?? 0) }
        bar = ShareBar(counts: counts)
        failing = section.cells.filter { !$0.problems.isEmpty }.map { FailingFlag($0, isOpen: opensFailures) }
        quiet = section.cells.filter(\.problems.isEmpty).map { cell in
            let notes = cell.notes.map(\.description).joined(separator: " ")
            return (
                cell.status.tone, PageText(notes), cell.status == .passed ? "✓" : "–", PageText(cell.flag),
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
    let flag: PageText
    let share: PageText
    let state: PageText
    let notes: [NoteView]
    let examples: [FailedCase]
    let rest: Int?

    init(_ cell: ConformanceReport.FlagCell, isOpen: Bool) {
        let problems = cell.problems
        kind = cell.status.tone
        isExpected = problems.allSatisfy(\.isExpectedToFail)
        self.isOpen = isOpen
        flag = PageText(cell.flag)
        share = "\(problems.count)/\(cell.results.count)"
        state = isExpected ? "expected" : PageText(cell.status.rawValue)
        notes = cell.notes.map(NoteView.init)
        (examples, rest) = FailedCase.first(of: problems)
    }
}

/// What a flag means.
struct NoteView {
    let bugType, description, effect: PageText
    let hasLinks: Bool
    let links: [PageText]

    init(_ note: Note) {
        bugType = PageText(note.bugType)
        description = PageText(note.description)
        effect = PageText(note.effect)
        hasLinks = !note.links.isEmpty
        links = note.links.map { PageText($0) }
    }
}

/// A test that failed: its input, and the first value that differs.
struct FailedCase {
    let test: PageText
    let comment: PageText
    let profile: PageText?
    let input: [(name: PageText, value: PageText)]
    let stage: PageText
    let expected, actual: MarkedText
    let remark: PageText?

    init?(_ result: TestResult) {
        guard let problem = result.problem else { return nil }
        test = PageText(result.name)
        comment = PageText(result.comment)
        profile = problem.profile.map { PageText($0) }
        input = FailedCase.rows(of: problem.input)
        stage = PageText(problem.stage)
        let comparison = TextComparison(
            fromFirstDifference: ConformanceReport.excerpt(problem.expected), problem.actual)
        expected = MarkedText(comparison.left)
        actual = MarkedText(comparison.right)
        remark = problem.remark.map { PageText($0) }
    }

    private static func rows(of input: JSON) -> [(name: PageText, value: PageText)] {
        guard case .object(let members) = input else { return [] }
        return members.sorted.map { member in
            (PageText(member.name), PageText(ConformanceReport.excerpt(member.value.description)))
        }
    }

    /// The first few of many failures, and how many more there are.
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
