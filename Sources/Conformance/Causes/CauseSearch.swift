// SPDX-License-Identifier: Apache-2.0
import EdDSA
import VectorSuite

/// Why tests fail: a known bug, or a mistake of a signer that explains wrong signatures.
package struct Cause: Sendable {
    package enum Certainty: String, Encodable, Sendable {
        /// The wrong answers equal those of the bug.
        case confirmed
        /// The same tests fail, with other values.
        case failsLike
        /// The wrong signatures verify for the request as the mistake changes the request.
        case diagnosed
    }

    package let bug: KnownBug
    package let certainty: Certainty
    /// The number of the bug's tests that were asked and would show it.
    package let tests: Int
    /// The failures that fit the bug, and those in which it meets another confirmed bug.
    package fileprivate(set) var failures: Set<TestName>
    /// The number of failures that fit the bug, and that no earlier choice explains.
    package let explained: Int
    /// The operations that show the bug, in the order of the protocol; empty if all operations that could
    /// show it do.
    package let operations: [String]

    /// Whether the wrong answers show that the testee has the bug.
    package var isConfirmed: Bool { certainty != .failsLike }

    /// The operations that show the bug, in parentheses; empty if all operations that could show it do.
    package var place: String { operations.isEmpty ? "" : " (in \(operations.joined(separator: ", ")))" }
}

extension CauseEvidence {
    /// The search for the fewest known bugs that explain the failures: a greedy set cover.
    /// Sources/Conformance/README.md describes its rules under "Evidence".
    ///
    /// The search first chooses confirmed bugs, whose answers the testee gave. Then it chooses bugs that the
    /// testee "fails like". A chosen bug explains the failures that fit it, and no others. Each further
    /// choice is made for the failures that are left.
    /// - Parameter bugs: the catalog.
    /// - Returns: the chosen bugs, in the order of choice.
    package func causes(among bugs: [KnownBug]) -> [Cause] {
        /// The failures that no choice explains, and those whose answer no choice gives.
        var (left, unseen) = (failed, failed)
        var (causes, taken): ([Cause], [CauseCandidate]) = ([], [])
        /// The candidates whose bug is not chosen. A testee with a wrong format of values may also compute
        /// wrong values. The values themselves then show the second bug.
        var remaining = [self, inRightFormat].compactMap(\.self).flatMap { evidence in
            let failed = evidence.failed
            return bugs.filter { $0.symptoms.keys.contains(where: failed.contains) }
                .compactMap { CauseCandidate($0, in: evidence) }
        }
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
            _ bug: KnownBug, _ certainty: Cause.Certainty, tests: Int, failures: Set<TestName>,
            operations: Set<String>
        ) {
            remaining.removeAll { $0.bug.name == bug.name }
            causes.append(
                Cause(
                    bug: bug, certainty: certainty, tests: tests, failures: failures,
                    explained: failures.intersection(left).count,
                    operations: Operation.all.map(\.name).filter(operations.contains)))
            left.subtract(failures)
            unseen.subtract(failures)
        }
        func take(_ candidate: CauseCandidate, _ certainty: Cause.Certainty) {
            taken.append(candidate)
            take(
                candidate.bug, certainty, tests: candidate.tests, failures: candidate.fitting,
                operations: candidate.isInAllOperations ? [] : candidate.operations)
        }
        while let candidate = next({ $0.worthConfirmed(left, unseen) }) { take(candidate, .confirmed) }
        // If two confirmed bugs meet in one test, the answer differs from the answers of both. Both then
        // explain the test.
        for test in left where taken.count(where: { $0.agreements[test] == .differs }) > 1 {
            left.remove(test)
            for (index, candidate) in taken.enumerated() where candidate.agreements[test] == .differs {
                causes[index].failures.insert(test)
            }
        }
        // In operations in which the confirmed bugs predict every answer, other answers show other bugs.
        let unpredicted = UnpredictedFailures(in: self, after: causes.map(\.bug))
        while let (bug, failures) = unpredicted.best(of: bugs, for: left) {
            take(
                bug, .failsLike, tests: failures.count, failures: failures,
                operations: Set(failures.compactMap { observations[$0]?.op }))
        }
        while let candidate = next({ $0.worthSimilar(left) }) { take(candidate, .failsLike) }
        return causes
    }
}
