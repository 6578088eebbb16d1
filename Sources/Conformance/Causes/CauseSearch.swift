// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// The search for the fewest known bugs that explain what fails: a greedy cover. Vectors/README.md, "Causes from
/// signatures".
///
/// First the confirmed bugs are chosen, whose own answers came; then those that the testee "fails like". A chosen bug
/// explains the failures that fit it and no others, so that the next choice is made among what is left.
package struct CauseSearch {
    /// A bug that was chosen.
    package struct Choice {
        /// The bug.
        package let bug: KnownBug
        /// Whether its own answers came.
        package let isConfirmed: Bool
        /// How many of its tests were asked and would show it.
        package let tests: Int
        /// The failures that fit it, and those in which it meets another confirmed bug.
        package fileprivate(set) var failures: Set<TestName>
        /// Those of them that no choice before explains.
        package let explained: Set<TestName>
        /// The operations that show it; empty if all do that could.
        package let operations: Set<String>
    }

    private let bugs: KnownBugs
    private let candidates: [CauseCandidate]
    private let failed: Set<TestName>

    /// - Parameters:
    ///   - bugs: the catalogue.
    ///   - evidence: what the testee answered.
    package init(_ bugs: KnownBugs, in evidence: CauseEvidence) {
        self.bugs = bugs
        failed = Set(evidence.observations.filter { $0.value.wrong != nil }.keys)
        let possible = Set(failed.flatMap { bugs.byTest[$0] ?? [] })
        candidates = possible.sorted().compactMap { CauseCandidate($0, bugs.all[$0], in: evidence) }
    }

    /// The bugs that are chosen, in this order.
    package func choices() -> [Choice] {
        /// The failures that no choice explains, and those whose answer no choice has given.
        var (left, unseen) = (failed, failed)
        var choices: [Choice] = []
        var chosen: Set<Int> = []
        /// The candidate that is worth most, of several the one with the fewest tests.
        func next(_ worth: (CauseCandidate) -> Int?) -> CauseCandidate? {
            var best: (candidate: CauseCandidate, worth: Int)?
            for candidate in candidates where !chosen.contains(candidate.bug) {
                guard let worth = worth(candidate) else { continue }
                if let found = best, (found.worth, -found.candidate.tests) >= (worth, -candidate.tests) {
                    continue
                }
                best = (candidate, worth)
            }
            return best?.candidate
        }
        func take(_ candidate: CauseCandidate, isConfirmed: Bool) {
            chosen.insert(candidate.bug)
            choices.append(
                Choice(
                    bug: bugs.all[candidate.bug], isConfirmed: isConfirmed, tests: candidate.tests,
                    failures: candidate.fitting, explained: candidate.fitting.intersection(left),
                    operations: candidate.isInAllOperations ? [] : candidate.operations))
            left.subtract(candidate.fitting)
            unseen.subtract(candidate.fitting)
        }
        while let candidate = next({ $0.worthConfirmed(left, unseen) }) { take(candidate, isConfirmed: true) }
        // Where two confirmed bugs meet in one test, the answer is that of neither.
        let confirmed = candidates.filter { chosen.contains($0.bug) }
        for test in left where confirmed.count(where: { $0.agreements[test] == .differs }) > 1 {
            left.remove(test)
            for index in choices.indices {
                let agreements = confirmed.first { bugs.all[$0.bug].name == choices[index].bug.name }?
                    .agreements
                if agreements?[test] == .differs { choices[index].failures.insert(test) }
            }
        }
        while let candidate = next({ $0.worthSimilar(left) }) { take(candidate, isConfirmed: false) }
        return choices
    }
}
