// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

extension ConformanceReport {
    /// The verdict in a few words. It claims no more than the run has shown.
    public var verdict: String {
        guard isAcceptable else { return "does not conform" }
        let isWhole = results.allSatisfy { $0.status == .passed } && knownProfile == nil
        return isWhole ? "conforms" : "conforms in what was asked"
    }

    /// The protocol faults, summarized by kind. They come first in every report, because other failures may
    /// follow from them.
    public var faults: [ProtocolFaultSummary] {
        let byKind = Dictionary(grouping: results.filter { $0.fault != nil }) { $0.fault?.kind }
        let summaries = ProtocolFault.Kind.allCases.compactMap { kind -> ProtocolFaultSummary? in
            guard let results = byKind[kind], let first = results.first?.fault else { return nil }
            return ProtocolFaultSummary(
                kind, count: results.count, example: first.detail,
                requests: kind == .requestNotRead ? commonTrait(of: results) : nil)
        }
        return summaries + refusals
    }

    /// The trait that the unread requests have in common.
    private func commonTrait(of unread: [TestResult]) -> String? {
        func members(_ result: TestResult) -> JSON.Object? {
            if case .object(let input)? = result.problem?.input { input } else { nil }
        }
        let names = Set(unread.map(\.testName))
        var read: [JSON.Object] = []
        for file in files {
            for test in file.tests {
                guard let operation = test.op.flatMap(VectorSuite.Operation.named),
                    !names.contains(TestName(file: file.name, tcId: test.tcId)), test.expectation == .valid
                else { continue }
                read.append(operation.arguments(of: test, profile: operation.hasProfiles ? .relayer : nil))
            }
        }
        return RequestTrait.common(to: unread.compactMap(members), amongRead: read)
    }

    /// The operations that refuse every input with the same error.
    private var refusals: [ProtocolFaultSummary] {
        refusingOperations.sorted().compactMap { op in
            let refused = results.filter { $0.op == op && $0.observation?.wrong == .refused }
            let answers = Set(refused.compactMap { $0.problem?.actual })
            guard let answer = answers.first, answers.count == 1, !refused.isEmpty else { return nil }
            return ProtocolFaultSummary(refusing: op, count: refused.count, answer: answer)
        }
    }

    /// Remarks on the tests that were not asked, and on what the tests cannot show.
    var scopeRemarks: [String] {
        var remarks: [String] = []
        if let knownProfile {
            remarks.append(
                "It verifies under the \(knownProfile.rawValue) profile, whichever profile is requested. It was asked for "
                    + "that profile only.")
        }
        let unsupported = Dictionary(grouping: results.filter { $0.status == .unsupported }, by: \.op)
        let whole = unsupported.filter { op, tests in tests.count == results.count { $0.op == op } }
        if !whole.isEmpty {
            remarks.append("Not offered: \(whole.keys.sorted().joined(separator: ", ")).")
        }
        let signed = results.count { $0.op == "request.sign" && $0.status != .unsupported }
        let isCanonicalizationShown = results.contains { result in
            result.op == "request.canonicalize" && result.status != .unsupported
        }
        if signed > 0, !isCanonicalizationShown, results.contains(where: { $0.op == "request.canonicalize" })
        {
            remarks.append("Canonicalization was tested through \(signed) signatures.")
        }
        if isAcceptable, verdict != "conforms" {
            remarks.append("These tests check neither findings about keys nor computation in constant time.")
        }
        return remarks
    }
}

extension Cause {
    /// The operations that show the bug, in parentheses; empty if all operations that could show it do.
    var place: String { operations.isEmpty ? "" : " (in \(operations.joined(separator: ", ")))" }
}
