// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

extension ConformanceReport {
    /// The most characters that a report shows of a value.
    package static let excerptLimit = 400

    /// The counts in a sentence.
    package var headline: String {
        let total = results.count
        if total == 0 { return "No test was run: no selected test names an operation." }
        let passed = counts[.passed] ?? 0
        if passed == total { return "All \(total) tests passed." }
        return "Of \(total) tests, \(Self.text(of: counts))."
    }

    /// The counts as a text, such as "3 passed, 1 failed".
    package static func text(of counts: [TestStatus: Int]) -> String {
        TestStatus.allCases.compactMap { status in counts[status].map { "\($0) \(status.rawValue)" } }
            .joined(separator: ", ")
    }

    /// The statement that the signatures leak the key; `nil` if they do not. Every report says it first.
    package var leak: String? {
        guard forms == [.unreduced] else { return nil }
        return
            "It signs in the unreduced form: each signature leaks three bits of the secret key. Reduce S mod ℓ: the "
            + "signature still verifies, and leaks nothing. \(askedForm)"
    }

    /// A sentence that says which form the run requested.
    private var askedForm: String {
        "It was asked for \(run.form.map { "the \($0.rawValue)" } ?? "this") form only."
    }

    /// Further remarks for the reader, the most costly first.
    package var remarks: [String] {
        let otherNonces = results.count { $0.wrongSignature?.kind == .ofAnotherNonce }
        let missing = Dictionary(grouping: results, by: \.op).filter { _, results in
            results.allSatisfy { $0.status == .unsupported }
        }
        let signed = results.count { $0.op == "request.sign" && $0.status != .unsupported }
        let partial = results.filter { !$0.unanswered.isEmpty }
        let unanswered = Dictionary(grouping: partial, by: \.op).sorted { $0.key < $1.key }.map {
            op, results in
            "\(op) (\(Set(results.flatMap(\.unanswered)).sorted().joined(separator: ", ")))"
        }
        let expected = results.count { $0.status.isFailure && $0.isExpectedToFail }
        let wrongLines = wronglyAnsweredLines.prefix(5) + (wronglyAnsweredLines.count > 5 ? ["…"] : [])

        var remarks: [String] = []
        func remark(if applies: Bool, _ text: String) { if applies { remarks.append(text) } }
        remark(if: forms == [.reduced], "It signs in the reduced form. \(askedForm)")
        remark(
            if: otherNonces > 0,
            "It signs with another nonce than that of SPEC.md; the signatures verify (\(otherNonces) tests).")
        remark(
            if: knownProfile != nil,
            "It verifies under the \(knownProfile?.rawValue ?? "") profile, whichever profile is requested. It "
                + "was asked for that profile only.")
        remark(if: !missing.isEmpty, "Not offered: \(missing.keys.sorted().joined(separator: ", ")).")
        remark(
            if: missing["request.canonicalize"] != nil && signed > 0,
            "Canonicalization was tested through \(signed) signatures.")
        remark(
            if: isAcceptable && verdict != "conforms",
            "These tests check neither findings about keys nor computation in constant time.")
        remarks += firstWrongStage.map { [$0] } ?? []
        for format in ValueFormat.allCases {
            let count = results.count { $0.problem?.format == format }
            remark(if: count > 0, "\(count) values are right but \(format.rawValue).")
        }
        remark(
            if: !partial.isEmpty,
            "Not answered in \(partial.count) tests, and not counted as passed: "
                + unanswered.joined(separator: "; ") + ".")
        remark(if: expected > 0, "\(expected) of the failures are expected.")
        remarks += staleExpectations.map { "\($0) is expected to fail, but does not." }
        remark(if: starts > max(1, run.jobs), "The testee was started \(starts) times.")
        remark(
            if: !wrongLines.isEmpty,
            "\(wronglyAnsweredLines.count) of \(run.lines.count) lines of the protocol are answered wrongly: "
                + wrongLines.joined(separator: ", ") + ".")
        remarks += warnings.map { "\($0.prefix(1).uppercased())\($0.dropFirst())." }
        remark(
            if: testsWithoutOperation > 0 && run.selection.isEverything,
            "\(testsWithoutOperation) tests of constants have no operation in the protocol and were not asked."
        )
        return remarks
    }

    /// The first stage at which the computation goes wrong. In the order of the operations and of their
    /// members, it is the first member at which more than half of an operation's answers go wrong.
    private var firstWrongStage: String? {
        for section in sections {
            let answered = section.results.filter { $0.status != .unsupported && !$0.isRejectionExpected }
            func wrong(_ stage: String) -> Int { answered.count { $0.problem?.stage == stage } }
            let order = VectorSuite.Operation.named(section.op)?.output ?? []
            guard let first = order.first(where: { wrong($0) * 2 > answered.count }) else { continue }
            return "First wrong stage: \(section.op), \(first) (\(wrong(first)) of \(answered.count))."
        }
        return nil
    }

    /// A flag with unexpected failures.
    package struct FlagSummary: Sendable {
        package let name: String
        /// The first operation with a failing test of the flag.
        package let op: String
        /// The number of its tests that fail unexpectedly, and of all its tests.
        package let failed, total: Int
        package let note: String
    }

    /// The flags with unexpected failures, sorted by operation, in the order of the protocol. Flags of one
    /// operation are sorted by their first wrong stage, then by the share of their tests that fail, the
    /// largest first.
    package var flagSummaries: [FlagSummary] {
        var seen: Set<String> = []
        let failures = unexpectedFailures
        return sections.flatMap { section in
            let stages = VectorSuite.Operation.named(section.op)?.output ?? []
            let ranked = section.failing.compactMap { cell -> (rank: (Int, Double, String), FlagSummary)? in
                let total = results.count { $0.flags.contains(cell.flag) }
                let failed = failures.count { $0.flags.contains(cell.flag) }
                guard seen.insert(cell.flag).inserted, failed > 0 else { return nil }
                let stage = cell.problems.compactMap { stages.firstIndex(of: $0.problem?.stage ?? "") }.min()
                let summary = FlagSummary(
                    name: cell.flag, op: section.op, failed: failed, total: total,
                    note: cell.notes.first?.description ?? "")
                return ((stage ?? stages.count, -Double(failed) / Double(total), cell.flag), summary)
            }
            return ranked.sorted { $0.rank < $1.rank }.map(\.1)
        }
    }

    /// The counts of each file, in the order of the files.
    package var countsByFile: [(file: String, counts: [TestStatus: Int])] {
        let byFile = Dictionary(grouping: results, by: \.file)
        return run.files.compactMap { file in
            byFile[file.name].map { (file.name, ConformanceReport.count($0)) }
        }
    }

    /// A sentence that says how many failures the causes explain.
    package var unexplainedSentence: String {
        let failures = results.count { $0.status.isFailure && $0.fault == nil }
        return unexplained.isEmpty
            ? "These causes explain all \(failures) failures."
            : "These causes explain \(failures - unexplained.count) of \(failures) failures."
    }

    /// The beginning of a value, with control characters made visible.
    package static func excerpt(_ text: String) -> String { VisibleText.excerpt(text, limit: excerptLimit) }
}
