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

    private let bugs: [KnownBug]
    private let candidates: [CauseCandidate]
    private let failed: Set<TestName>

    /// - Parameters:
    ///   - bugs: the catalog.
    ///   - evidence: what the testee answered.
    package init(_ bugs: [KnownBug], in evidence: CauseEvidence) {
        self.bugs = bugs
        failed = Set(evidence.observations.filter { $0.value.wrong != nil }.keys)
        candidates = bugs.enumerated().compactMap { [failed] index, bug in
            bug.symptoms.keys.contains(where: failed.contains)
                ? CauseCandidate(index, bug, in: evidence) : nil
        }
    }

    /// The bugs that are chosen, in this order.
    package func choices() -> [Choice] {
        /// The failures that no choice explains, and those whose answer no choice has given.
        var (left, unseen) = (failed, failed)
        var choices: [Choice] = []
        var chosen: Set<Int> = []
        /// The candidate that is worth most, of several the one with the fewest tests, here and in the catalog.
        func next(_ worth: (CauseCandidate) -> Int?) -> CauseCandidate? {
            var best: (candidate: CauseCandidate, rank: (Int, Int, Int))?
            for candidate in candidates where !chosen.contains(candidate.bug) {
                guard let worth = worth(candidate) else { continue }
                let rank = (worth, -candidate.tests, -bugs[candidate.bug].symptoms.count)
                if let best, best.rank >= rank { continue }
                best = (candidate, rank)
            }
            return best?.candidate
        }
        func take(_ candidate: CauseCandidate, isConfirmed: Bool) {
            chosen.insert(candidate.bug)
            choices.append(
                Choice(
                    bug: bugs[candidate.bug], isConfirmed: isConfirmed, tests: candidate.tests,
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
                let agreements = confirmed.first { bugs[$0.bug].name == choices[index].bug.name }?
                    .agreements
                if agreements?[test] == .differs { choices[index].failures.insert(test) }
            }
        }
        while let candidate = next({ $0.worthSimilar(left) }) { take(candidate, isConfirmed: false) }
        return choices
    }
}
