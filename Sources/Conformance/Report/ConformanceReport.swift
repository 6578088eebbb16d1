// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import StrictJSON
import VectorSuite

package struct ConformanceReport: Sendable {
    /// The program and its arguments.
    package let command: [String]
    package let run: ConformanceRun
    /// The profiles under which signatures were verified.
    package let profiles: [VerificationProfile]
    /// The forms in which the testee signs, as the probes showed; empty if it does not sign.
    package let forms: [SigningForm]
    /// One result for each test, in the order of the files.
    package internal(set) var results: [TestResult]
    /// The comments of the protocol lines that the testee answered wrongly.
    package let wronglyAnsweredLines: [String]
    /// The number of times that the program was started.
    package let starts: Int
    /// How the program departed from the protocol before the first request and after the last answer.
    package internal(set) var warnings: [String]
    package let duration: Duration
    /// The stale entries of the list of expected failures. Their tests pass, or do not exist.
    package private(set) var staleExpectations: [TestEntry] = []

    /// The known bugs that explain failures. The most costly for the user of the testee come first.
    package internal(set) var causes: [Cause] = []
    /// The failures that neither a cause nor a protocol fault explains.
    package internal(set) var unexplained: [TestResult] = []
    var refusingOperations: Set<String> = []

    /// The only profile that the testee implements, as the probes showed; `nil` if it implements both, or was
    /// not probed.
    package var knownProfile: VerificationProfile? {
        run.profiles == nil && profiles.count == 1 ? profiles.first : nil
    }

    /// Marks the expected failures, and collects the stale entries: a listed test that passes, or a listed
    /// flag whose tests all pass.
    package mutating func expect(_ entries: [TestEntry]) {
        var supported: Set<TestEntry> = []
        for index in results.indices where results[index].status != .passed {
            let named = results[index].entries.intersection(entries)
            results[index].isExpectedToFail = !named.isEmpty
            supported.formUnion(named)
        }
        staleExpectations = entries.filter { !supported.contains($0) }
    }

    // MARK: Counting

    /// The number of tests by status.
    package var counts: [TestStatus: Int] { ConformanceReport.count(results) }

    /// The number of tests that a run does not send, because they name no operation.
    package var testsWithoutOperation: Int { run.files.flatMap(\.tests).count { $0.op == nil } }

    /// The failures that are not on the list of expected failures.
    package var unexpectedFailures: [TestResult] {
        results.filter { $0.status.isFailure && !$0.isExpectedToFail }
    }

    /// Whether the testee conforms in the tests that were asked. No test fails unexpectedly, no entry of the
    /// list of expected failures is stale, and at least one test passes, in whole or in part, or fails as
    /// expected.
    package var isAcceptable: Bool {
        unexpectedFailures.isEmpty && staleExpectations.isEmpty
            && results.contains { $0.status == .passed || $0.status == .partial || $0.isExpectedToFail }
    }

    /// The verdict in a few words. It claims no more than the run has shown.
    package var verdict: String {
        guard isAcceptable else { return "does not conform" }
        let isWhole = results.allSatisfy { $0.status == .passed } && knownProfile == nil
        return isWhole ? "conforms" : "conforms in what was asked"
    }

    /// The number of the results by status.
    package static func count(_ results: [TestResult]) -> [TestStatus: Int] {
        results.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }

    // MARK: Grouping

    /// The results of one operation.
    package struct OperationSection {
        package let op: String
        package let results: [TestResult]
        /// By flag, in the alphabetical order of the flags.
        package let cells: [FlagCell]

        /// The flags that have problems.
        package var failing: [FlagCell] { cells.filter { !$0.problems.isEmpty } }
    }

    /// The results of one operation that have one flag.
    package struct FlagCell {
        package let flag: String
        package let results: [TestResult]
        /// The notes of the flag in the files of the results.
        package let notes: [Note]

        /// The worst status of the results.
        package var status: TestStatus {
            let order: [TestStatus] = [.crashed, .timedOut, .failed, .partial, .unsupported]
            return order.first { status in results.contains { $0.status == status } } ?? .passed
        }

        package var problems: [TestResult] { results.filter { $0.problem != nil } }
    }

    /// The results by operation, in the order of the protocol.
    package var sections: [OperationSection] {
        let byOperation = Dictionary(grouping: results, by: \.op)
        return VectorSuite.Operation.all.compactMap { operation in
            guard let results = byOperation[operation.name] else { return nil }
            let cells = Set(results.flatMap(\.flags)).sorted().map { flag in
                let results = results.filter { $0.flags.contains(flag) }
                let names = Set(results.map(\.file))
                let notes = run.files.filter { names.contains($0.name) }.compactMap { $0.notes[flag] }
                return FlagCell(
                    flag: flag, results: results,
                    notes: notes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
            }
            return OperationSection(op: operation.name, results: results, cells: cells)
        }
    }

    // MARK: Protocol faults

    /// The protocol faults, summarized by kind. They come first in every report, because other failures may
    /// follow from them.
    package var faults: [ProtocolFaultSummary] {
        let summaries = ProtocolFault.Kind.allCases.compactMap { kind -> ProtocolFaultSummary? in
            let faulty = results.filter { $0.fault?.kind == kind }
            guard let first = faulty.first?.fault else { return nil }
            return ProtocolFaultSummary(
                kind, count: faulty.count, example: first.detail,
                requests: kind == .requestNotRead ? commonTrait(of: faulty) : nil)
        }
        return summaries + refusals
    }

    /// The trait that the unread requests have in common.
    private func commonTrait(of unread: [TestResult]) -> String? {
        let names = Set(unread.map(\.name))
        let read = run.files.flatMap(\.questions).filter {
            $0.test.expectation == .valid && !names.contains($0.unjudged.name)
        }.map { $0.test.arguments(under: .relayer, form: nil) }
        let inputs = unread.compactMap { result in
            if case .object(let input)? = result.problem?.input { input } else { nil }
        }
        return RequestTrait.common(to: inputs, amongRead: read)
    }

    /// The operations that refuse every input with the same error.
    private var refusals: [ProtocolFaultSummary] {
        refusingOperations.sorted().compactMap { op in
            let refused = results.filter { $0.op == op && $0.observation?.wrong == .refused }
            let answers = Set(refused.compactMap { $0.problem?.actual })
            guard let answer = answers.first, answers.count == 1, !refused.isEmpty else { return nil }
            return ProtocolFaultSummary(
                .refusesEverything, count: refused.count, example: "\(op) refuses everything: \(answer)",
                requests: nil)
        }
    }

    // MARK: JSON

    /// The report as JSON, for other programs: counts, causes, every result, and the stale expectations.
    package var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let counted = TestStatus.allCases.map { ($0.rawValue, counts[$0] ?? 0) }
            let report: OutputObject = [
                "command": command, "profiles": profiles.map(\.rawValue),
                "knownProfile": knownProfile?.rawValue,
                "form": forms.count > 1 ? "both" : forms.first?.rawValue,
                "exactErrors": run.exactErrors, "isAcceptable": isAcceptable, "verdict": verdict,
                "faults": faults, "counts": Dictionary(uniqueKeysWithValues: counted),
                "testsWithoutOperation": testsWithoutOperation, "seconds": duration / .seconds(1),
                "starts": starts, "remarks": (leak.map { [$0] } ?? []) + remarks,
                "causes": causes.map(output), "unexplained": unexplained.map(\.name.description),
                "staleExpectations": staleExpectations.map(\.description), "results": results,
            ]
            return try encoder.encode(report)
        }
    }

    /// A cause as an element of `causes`.
    private func output(_ cause: Cause) -> OutputObject {
        [
            "name": cause.bug.name, "summary": cause.bug.summary, "advice": cause.bug.advice,
            "seenIn": cause.bug.seenIn, "consequence": cause.bug.consequence,
            "isConfirmed": cause.isConfirmed, "certainty": cause.certainty,
            "operations": cause.operations, "tests": cause.tests, "explained": cause.explained,
            "failures": failures(of: cause).map(\.name.description),
        ]
    }
}
