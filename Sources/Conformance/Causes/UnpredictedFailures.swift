// SPDX-License-Identifier: Apache-2.0
import VectorSuite

/// The failures in void operations that confirmed bugs do not predict.
///
/// A void operation shows nothing by itself, because its failures follow from another failure. But if
/// confirmed bugs are that other failure, they predict every answer. An answer that differs from the
/// prediction then shows a second bug, even if it is only accepted or refused.
struct UnpredictedFailures {
    private let evidence: CauseEvidence
    /// The failures whose answer a confirmed bug gives.
    private let predicted: Set<TestName>
    /// The void operations whose failures follow from what the confirmed bugs predict.
    private let operations: Set<String>

    init(in evidence: CauseEvidence, after confirmed: [KnownBug]) {
        self.evidence = evidence
        var predicted: Set<TestName> = []
        for (test, symptom) in confirmed.flatMap(\.symptoms) where !predicted.contains(test) {
            if let agreement = evidence.agreement(of: test, with: symptom), agreement >= .similar {
                predicted.insert(test)
            }
        }
        self.predicted = predicted
        // An operation is predicted if the confirmed bugs give nine in ten wrong answers to the tests that
        // must succeed.
        var (failed, unpredicted): ([String: Int], [String: Int]) = ([:], [:])
        for (test, observation) in evidence.observations
        where observation.isSuccessExpected && observation.wrong != nil {
            failed[observation.op, default: 0] += 1
            if !predicted.contains(test) { unpredicted[observation.op, default: 0] += 1 }
        }
        func isPredicted(_ op: String) -> Bool { (unpredicted[op] ?? 0) * 10 <= failed[op] ?? 0 }
        operations = evidence.voidOperations.filter { op in
            evidence.wrongOperations.allSatisfy { isPredicted($0) || !Operation.builds(op, on: $0) }
                && (isPredicted(op) || !evidence.refusingOperations.contains(op))
        }
    }

    /// The bug that gives the most of these failures that are left, with the failures that it gives. If
    /// several bugs give as many, it is the one with the fewest tests in the catalog.
    func best(of bugs: [KnownBug], for left: Set<TestName>) -> (bug: KnownBug, failures: Set<TestName>)? {
        guard !operations.isEmpty else { return nil }
        let all = bugs.map { bug in
            let failures = fitting(bug)
            return (bug, failures, rank: (failures.intersection(left).count, -bug.symptoms.count))
        }
        guard let (bug, failures, rank) = all.max(by: { $0.rank < $1.rank }), rank.0 > 0 else { return nil }
        return (bug, failures)
    }

    /// The failures among these that a bug gives; empty if an answer contradicts the bug.
    ///
    /// At least two failures must be the bug's, and at least nine in ten of those in which it could show. An
    /// acceptance that the bug predicts may be missing in a void operation, because the confirmed bug
    /// refuses there.
    private func fitting(_ bug: KnownBug) -> Set<TestName> {
        var (fitting, others): (Set<TestName>, Int) = ([], 0)
        for (test, symptom) in bug.symptoms where !predicted.contains(test) {
            guard let op = evidence.observations[test]?.op,
                let agreement = evidence.agreement(of: test, with: symptom)
            else { continue }
            if agreement == .passes {
                guard evidence.voidOperations.contains(op), symptom.answers[0] == .accepted else { return [] }
            } else if agreement >= .sameVerdict, operations.contains(op) {
                fitting.insert(test)
            } else {
                others += 1
            }
        }
        return fitting.count >= 2 && 9 * others <= fitting.count ? fitting : []
    }
}
