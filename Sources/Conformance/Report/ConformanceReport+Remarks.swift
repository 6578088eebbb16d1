// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

extension ConformanceReport {
    /// How many failing cases are shown where there are many alike.
    package static let casesPerCell = 5
    /// How many failing flags are listed at the top of a page; the others open.
    package static let findingsShown = 12
    /// How many characters are shown of a value.
    package static let excerptLimit = 400

    /// The visible beginning of the program and its arguments, for a heading.
    package var commandLine: String { Self.excerpt(command.joined(separator: " ")) }

    /// The verdict in a sentence.
    public var headline: String {
        let total = results.count
        if total == 0 { return "There was nothing to ask: no test names an operation." }
        let passed = counts[.passed] ?? 0
        if passed == total { return "All \(total) tests passed." }
        let parts = TestStatus.allCases.compactMap { column in
            counts[column].map { "\($0) \(column.rawValue)" }
        }
        return "Of \(total) tests, \(parts.joined(separator: ", "))."
    }

    /// That the signatures give the key away, which every report says first; `nil` where they do not.
    public var leak: String? {
        guard forms == .only(.unreduced) else { return nil }
        return
            "It signs in the unreduced form, which leaks three bits of the key a signature. S mod ℓ verifies alike "
            + "and leaks nothing. \(askedForm)"
    }

    /// In which form it was asked to sign.
    private var askedForm: String {
        "It was asked for \(options.form.map { "the \($0.rawValue)" } ?? "this") form alone."
    }

    /// What else a reader should know, what costs most first.
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
                "\(wronglyAnsweredLines.count) of \(lineCount) lines of the protocol are answered in another way: "
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

    /// In which form the testee signs, and whether wrong signatures are right ones of another signer.
    private var signerRemarks: [String] {
        var remarks: [String] = []
        if forms == .only(.reduced) { remarks.append("It signs in the reduced form. \(askedForm)") }
        let wrong = results.filter { $0.wrongSignature?.kind == .ofAnotherNonce }
        if !wrong.isEmpty {
            remarks.append("Another nonce than SPEC.md's; the signatures verify (\(wrong.count) tests).")
        }
        return remarks
    }

    /// Where the computation goes wrong first: the lowest operation most of whose values are wrong, and the first
    /// member that is.
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

    /// What is wrong with the form of the values rather than with the values, said once.
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
    /// A flag some of whose tests fail though they are not expected to.
    public struct FlagSummary: Sendable {
        /// The name of the flag.
        public let name: String
        /// The first operation that shows it.
        public let op: String
        /// How many of its tests fail.
        public let failed: Int
        /// How many tests have it.
        public let total: Int
        /// What it means.
        public let note: String
    }

    /// The flags that fail: by operation from the bottom up, then by the first stage that is wrong, then those with
    /// the largest part of their tests first.
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

    /// The figures of each file, in their order.
    public var countsByFile: [(file: String, counts: [TestStatus: Int])] {
        let byFile = Dictionary(grouping: results, by: \.file)
        return files.compactMap { file in byFile[file.name].map { (file.name, ConformanceReport.count($0)) } }
    }
}

extension ConformanceReport {
    /// How many of the failures the causes explain.
    public var unexplainedSentence: String {
        let failures = results.count { $0.status.isFailure && $0.fault == nil }
        return unexplained.isEmpty
            ? "These causes explain all \(failures) failures."
            : "These causes explain \(failures - unexplained.count) of \(failures) failures."
    }

    /// The visible beginning of a value.
    package static func excerpt(_ text: String) -> String { VisibleText.excerpt(text, limit: excerptLimit) }
}

/// Names and sentences of vector files, and arguments, are text of others; whatever shows some goes through here.
func visible(_ text: String) -> String { VisibleText.visible(text) }
