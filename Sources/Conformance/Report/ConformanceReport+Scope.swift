// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

extension ConformanceReport {
    /// The verdict in a few words. It claims no more than the run has shown.
    package var verdict: String {
        guard isAcceptable else { return "does not conform" }
        let isWhole = results.allSatisfy { $0.status == .passed } && knownProfile == nil
        return isWhole ? "conforms" : "conforms in what was asked"
    }

    /// The protocol faults, summarized by kind. They come first in every report, because other failures may
    /// follow from them.
    package var faults: [ProtocolFaultSummary] {
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
        let names = Set(unread.map(\.testName))
        let read = run.files.flatMap(\.questions).filter {
            $0.test.expectation == .valid && !names.contains($0.unjudged.testName)
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
}

extension Cause {
    /// The operations that show the bug, in parentheses; empty if all operations that could show it do.
    package var place: String { operations.isEmpty ? "" : " (in \(operations.joined(separator: ", ")))" }
}
