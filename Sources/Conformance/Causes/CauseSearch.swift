// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// The search for the fewest known bugs that explain the failures: a greedy set cover.
/// Sources/Conformance/README.md describes its rules under "Evidence".
///
/// The search first chooses confirmed bugs, whose answers the testee gave. Then it chooses bugs that the
/// testee "fails like". A chosen bug explains the failures that fit it, and no others. Each further choice is
/// made for the failures that are left.
package struct CauseSearch {
    /// A bug that was chosen.
    package struct Choice {
        /// The bug.
        package let bug: KnownBug
        /// Whether the testee gave the bug's answers.
        package let isConfirmed: Bool
        /// The number of the bug's tests that were asked and would show it.
        package let tests: Int
        /// The failures that fit the bug, and those in which it meets another confirmed bug.
        package fileprivate(set) var failures: Set<TestName>
        /// The failures among them that no earlier choice explains.
        package let explained: Set<TestName>
        /// The operations that show the bug; empty if all operations that could show it do.
        package let operations: Set<String>
    }

    private let bugs: [KnownBug]
    private let evidence: CauseEvidence
    private let candidates: [CauseCandidate]

    /// - Parameters:
    ///   - bugs: the catalog.
    ///   - evidence: the answers of the testee.
    package init(_ bugs: [KnownBug], in evidence: CauseEvidence) {
        self.bugs = bugs
        self.evidence = evidence
        // A testee with a wrong format of values may also compute wrong values. The values themselves then
        // show the second bug.
        candidates = [evidence, evidence.inRightFormat].compactMap(\.self).flatMap { evidence in
            let failed = evidence.failed
            return bugs.filter { $0.symptoms.keys.contains(where: failed.contains) }
                .compactMap { CauseCandidate($0, in: evidence) }
        }
    }

    /// The chosen bugs, in the order of choice.
    package func choices() -> [Choice] {
        /// The failures that no choice explains, and those whose answer no choice gives.
        var (left, unseen) = (evidence.failed, evidence.failed)
        var (choices, taken): ([Choice], [CauseCandidate]) = ([], [])
        /// The candidates whose bug is not chosen.
        var remaining = candidates
        /// The candidate with the highest score. If several have it, the one with the fewest tests in this
        /// run, and then the one with the fewest tests in the catalog.
        func next(_ worth: (CauseCandidate) -> Int?) -> CauseCandidate? {
            var best: (candidate: CauseCandidate, rank: (Int, Int, Int))?
            for candidate in remaining {
                guard let worth = worth(candidate) else { continue }
                let rank = (worth, -candidate.tests, -candidate.bug.symptoms.count)
                if let best, best.rank >= rank { continue }
                best = (candidate, rank)
            }
            return best?.candidate
        }
        func take(
            _ bug: KnownBug, isConfirmed: Bool, tests: Int, failures: Set<TestName>, operations: Set<String>
        ) {
            remaining.removeAll { $0.bug.name == bug.name }
            choices.append(
                Choice(
                    bug: bug, isConfirmed: isConfirmed, tests: tests, failures: failures,
                    explained: failures.intersection(left), operations: operations))
            left.subtract(failures)
            unseen.subtract(failures)
        }
        func take(_ candidate: CauseCandidate, isConfirmed: Bool) {
            taken.append(candidate)
            take(
                candidate.bug, isConfirmed: isConfirmed, tests: candidate.tests, failures: candidate.fitting,
                operations: candidate.isInAllOperations ? [] : candidate.operations)
        }
        while let candidate = next({ $0.worthConfirmed(left, unseen) }) { take(candidate, isConfirmed: true) }
        // If two confirmed bugs meet in one test, the answer differs from the answers of both. Both then
        // explain the test.
        for test in left where taken.count(where: { $0.agreements[test] == .differs }) > 1 {
            left.remove(test)
            for (index, candidate) in taken.enumerated() where candidate.agreements[test] == .differs {
                choices[index].failures.insert(test)
            }
        }
        // In operations in which the confirmed bugs predict every answer, other answers show other bugs.
        let unpredicted = UnpredictedFailures(in: evidence, after: choices.map(\.bug))
        while let (bug, failures) = unpredicted.best(of: bugs, for: left) {
            take(
                bug, isConfirmed: false, tests: failures.count, failures: failures,
                operations: Set(failures.compactMap { evidence.observations[$0]?.op }))
        }
        while let candidate = next({ $0.worthSimilar(left) }) { take(candidate, isConfirmed: false) }
        return choices
    }
}
