// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

extension ConformanceReport {
    /// The most failing tests that a report shows for one flag.
    package static let casesPerCell = 5
    /// The most failing flags that a page lists at the top. The others are in a part that opens on request.
    package static let findingsShown = 12
    /// The most characters that a report shows of a value.
    package static let excerptLimit = 400

    /// The beginning of the command line for a heading, with control characters made visible.
    package var commandLine: String { Self.excerpt(command.joined(separator: " ")) }

    /// The counts in a sentence.
    public var headline: String {
        let total = results.count
        if total == 0 { return "No test was run: no selected test names an operation." }
        let passed = counts[.passed] ?? 0
        if passed == total { return "All \(total) tests passed." }
        let parts = TestStatus.allCases.compactMap { column in
            counts[column].map { "\($0) \(column.rawValue)" }
        }
        return "Of \(total) tests, \(parts.joined(separator: ", "))."
    }

    /// The statement that the signatures leak the key; `nil` if they do not. Every report says it first.
    public var leak: String? {
        guard forms == .only(.unreduced) else { return nil }
        return
            "It signs in the unreduced form: each signature leaks three bits of the secret key. Reduce S mod ℓ: the "
            + "signature still verifies, and leaks nothing. \(askedForm)"
    }

    /// A sentence that says which form the run requested.
    private var askedForm: String {
        "It was asked for \(options.form.map { "the \($0.rawValue)" } ?? "this") form only."
    }

    /// Further remarks for the reader, the most costly first.
    public var remarks: [String] {
        var remarks = signerRemarks + scopeRemarks
        if let stage = firstWrongStage { remarks.append(stage) }
        remarks += formatRemarks
        if let unanswered = unansweredRemark { remarks.append(unanswered) }
        let expected = results.count { $0.status.isFailure && $0.isExpectedToFail }
        if expected > 0 { remarks.append("\(expected) of the failures are expected.") }
        for entry in staleExpectations { remarks.append("\(entry) is expected to fail, but does not.") }
        if starts > max(1, options.jobs) { remarks.append("The testee was started \(starts) times.") }
        if !wronglyAnsweredLines.isEmpty {
            remarks.append(
                "\(wronglyAnsweredLines.count) of \(lineCount) lines of the protocol are answered wrongly: "
                    + wronglyAnsweredLines.prefix(5).joined(separator: ", ")
                    + (wronglyAnsweredLines.count > 5 ? ", …" : "") + ".")
        }
        for warning in warnings { remarks.append("\(warning.prefix(1).uppercased())\(warning.dropFirst()).") }
        if testsWithoutOperation > 0, options.selection.isEverything {
            remarks.append(
                "\(testsWithoutOperation) tests of constants have no operation in the protocol and were not asked."
            )
        }
        return remarks
    }

    /// Remarks on the form in which the testee signs, and on valid signatures with another nonce.
    private var signerRemarks: [String] {
        var remarks: [String] = []
        if forms == .only(.reduced) { remarks.append("It signs in the reduced form. \(askedForm)") }
        let wrong = results.filter { $0.wrongSignature?.kind == .ofAnotherNonce }
        if !wrong.isEmpty {
            remarks.append(
                "It signs with another nonce than that of SPEC.md; the signatures verify (\(wrong.count) tests)."
            )
        }
        return remarks
    }

    /// The first stage at which the computation goes wrong. In the order of the operations and of their
    /// members, it is the first member at which more than half of an operation's answers go wrong.
    private var firstWrongStage: String? {
        for section in sections {
            let answered = section.results.filter { $0.status != .unsupported && !$0.isRejectionExpected }
            let wrong = Dictionary(grouping: answered.compactMap(\.problem?.stage), by: \.self)
            let order = VectorSuite.Operation.named(section.op)?.output ?? []
            let first = order.first { stage in (wrong[stage]?.count ?? 0) * 2 > answered.count }
            guard let first, let count = wrong[first]?.count else { continue }
            return "First wrong stage: \(section.op), \(first) (\(count) of \(answered.count))."
        }
        return nil
    }

    /// Remarks on right values in a wrong format, one for each format.
    private var formatRemarks: [String] {
        ValueFormat.allCases.compactMap { format in
            let count = results.count { $0.problem?.format == format }
            return count == 0 ? nil : "\(count) values are right but \(format.rawValue)."
        }
    }

    private var unansweredRemark: String? {
        let partial = results.filter { !$0.unanswered.isEmpty }
        guard !partial.isEmpty else { return nil }
        let names = Dictionary(grouping: partial, by: \.op).sorted { $0.key < $1.key }.map { op, results in
            "\(op) (\(Set(results.flatMap(\.unanswered)).sorted().joined(separator: ", ")))"
        }
        return
            "Not answered in \(partial.count) tests, and not counted as passed: \(names.joined(separator: "; "))."
    }
}

extension ConformanceReport {
    /// A flag with unexpected failures.
    public struct FlagSummary: Sendable {
        /// The name of the flag.
        public let name: String
        /// The first operation with a failing test of the flag.
        public let op: String
        /// The number of its tests that fail unexpectedly.
        public let failed: Int
        /// The number of tests with the flag.
        public let total: Int
        /// The note of the flag.
        public let note: String
    }

    /// The flags with unexpected failures, sorted by operation, in the order of the protocol. Flags of one
    /// operation are sorted by their first wrong stage, then by the share of their tests that fail, the
    /// largest first.
    public var flagSummaries: [FlagSummary] {
        let cells = sections.enumerated().flatMap { rank, section in
            section.cells.map { (rank: rank, op: section.op, cell: $0) }
        }
        let byFlag = Dictionary(grouping: cells, by: \.cell.flag)
        let summaries = byFlag.compactMap { flag, cells -> (rank: (Int, Int), summary: FlagSummary)? in
            let results = cells.flatMap(\.cell.results)
            let failed = results.filter { $0.status.isFailure && !$0.isExpectedToFail }
            guard !failed.isEmpty, let first = cells.first(where: { !$0.cell.problems.isEmpty }) else {
                return nil
            }
            let stages = VectorSuite.Operation.named(first.op)?.output ?? []
            let stage = first.cell.problems.compactMap { stages.firstIndex(of: $0.problem?.stage ?? "") }
                .min()
            let summary = FlagSummary(
                name: flag, op: first.op, failed: failed.count, total: results.count,
                note: first.cell.notes.first?.description ?? "")
            return ((first.rank, stage ?? stages.count), summary)
        }
        return summaries.sorted { a, b in
            if a.rank != b.rank { return a.rank < b.rank }
            let (x, y) = (a.summary, b.summary)
            return (y.failed * x.total, x.name) < (x.failed * y.total, y.name)
        }.map(\.summary)
    }

    /// The counts of each file, in the order of the files.
    public var countsByFile: [(file: String, counts: [TestStatus: Int])] {
        let byFile = Dictionary(grouping: results, by: \.file)
        return files.compactMap { file in byFile[file.name].map { (file.name, ConformanceReport.count($0)) } }
    }
}

extension ConformanceReport {
    /// A sentence that says how many failures the causes explain.
    public var unexplainedSentence: String {
        let failures = results.count { $0.status.isFailure && $0.fault == nil }
        return unexplained.isEmpty
            ? "These causes explain all \(failures) failures."
            : "These causes explain \(failures - unexplained.count) of \(failures) failures."
    }

    /// The beginning of a value, with control characters made visible.
    package static func excerpt(_ text: String) -> String { VisibleText.excerpt(text, limit: excerptLimit) }
}

/// Makes the control characters of a text visible. Every report passes text from vector files and command
/// lines through this function, because such text can come from anyone.
func visible(_ text: String) -> String { VisibleText.visible(text) }
