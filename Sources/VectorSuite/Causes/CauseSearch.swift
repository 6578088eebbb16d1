import EdDSA
import Foundation

/// A known bug that accounts for failures of a testee.
public struct Cause: Sendable {
    /// The bug.
    public let bug: KnownBug
    /// Whether the wrong answers are those of the bug; otherwise it is the same tests that fail.
    public let isConfirmed: Bool
    /// How many of the tests that the bug fails were asked.
    public let tests: Int
    /// The failures that the bug accounts for, in the order of the report.
    public let failures: [TestResult]
    /// How many of them no cause chosen before accounts for.
    public let explained: Int
}

/// The search for the fewest known bugs that account for what fails: a greedy cover. Vectors/README.md, "Causes from
/// signatures".
///
/// A bug is a candidate where nine in ten of its tests fail. It is confirmed where half of the wrong answers are its
/// own, of all or of those that no cause chosen before accounts for (where two mistakes meet in a test, the answer of
/// neither is seen), where a value of its own is among them if it gives values (verdicts are alike for many bugs), and
/// where an eighth of its failures is news (otherwise it only looks like what has been chosen). If it is not confirmed
/// the testee "fails like" it, unless some test is accepted, refused or lost where the bug does something else: then it
/// is something else.
struct CauseSearch {
    /// The part of a bug's tests that must fail, in tenths.
    private static let share = 9
    /// One part in so many of the failures of a confirmed bug must be news.
    private static let partOfNews = 8

    /// A bug enough of whose tests fail.
    struct Candidate {
        let bug: Int
        let tests: Int
        let hits: Set<TestName>
        /// Those with an answer that the bug gives.
        let agreeing: Set<TestName>
        /// Those whose very value the bug gives.
        let exact: Set<TestName>
        /// Whether a value comes where the bug has none, or the reverse.
        let isContradicted: Bool
        /// Whether a value is among the answers that agree, where the bug gives values.
        let isSeen: Bool

        /// The failures that it explains first: that no choice has, or whose very value no choice has given.
        func news(_ left: Set<TestName>, _ unseen: Set<TestName>) -> Set<TestName> {
            agreeing.intersection(left).union(exact.intersection(unseen))
        }

        func isConfirmed(_ left: Set<TestName>, _ unseen: Set<TestName>) -> Bool {
            let isOwn = [hits, hits.intersection(left)].contains { hits in
                !hits.isEmpty && 2 * agreeing.intersection(hits).count >= hits.count
            }
            return isOwn && isSeen && CauseSearch.partOfNews * news(left, unseen).count >= hits.count
        }
    }

    /// A candidate that was chosen.
    struct Choice {
        let candidate: Candidate
        let isConfirmed: Bool
        /// The failures that no choice before accounts for.
        let explained: Set<TestName>
    }

    private let candidates: [Candidate]
    private let failed: Set<TestName>

    /// - Parameters:
    ///   - bugs: the catalogue.
    ///   - failed: the tests that fail, with their answers.
    ///   - asked: the tests that were asked and answered in some way.
    ///   - profiles: the profiles under which signatures were verified.
    init(
        _ bugs: [KnownBug], failed: [TestName: WrongAnswer], asked: Set<TestName>,
        profiles: [VerificationProfile] = VerificationProfile.allCases
    ) {
        self.failed = Set(failed.keys)
        candidates = bugs.indices.compactMap { index in
            CauseSearch.candidate(index, bugs[index], failed: failed, asked: asked, profiles: profiles)
        }
    }

    private static func candidate(
        _ index: Int, _ bug: KnownBug, failed: [TestName: WrongAnswer], asked: Set<TestName>,
        profiles: [VerificationProfile]
    ) -> Candidate? {
        var tests = 0
        var hits: Set<TestName> = []
        var agreeing: Set<TestName> = []
        var exact: Set<TestName> = []
        var isContradicted = false
        var (givesValues, isSeen) = (false, false)
        for (test, symptom) in bug.symptoms {
            if let profile = symptom.profile, !profiles.contains(profile) { continue }
            guard asked.contains(test) else { continue }
            tests += 1
            guard let answer = failed[test] else {
                // Most bugs are ruled out by a few tests that pass.
                if (tests - hits.count) * 10 > (10 - share) * bug.symptoms.count { return nil }
                continue
            }
            hits.insert(test)
            let agrees = symptom.agrees(with: answer)
            if agrees { agreeing.insert(test) }
            if symptom.isValue {
                givesValues = true
                if agrees { isSeen = true }
            }
            if symptom.answers.contains(answer) { exact.insert(test) }
            if symptom.isValue != answer.isValue { isContradicted = true }
        }
        guard !hits.isEmpty, hits.count * 10 >= share * tests else { return nil }
        return Candidate(
            bug: index, tests: tests, hits: hits, agreeing: agreeing, exact: exact,
            isContradicted: isContradicted, isSeen: isSeen || !givesValues)
    }

    /// The candidates that are chosen, in this order.
    func choices() -> [Choice] {
        /// The failures that no choice has among its tests, and those whose answer none has given.
        var (left, unseen) = (failed, failed)
        var choices: [Choice] = []
        func take(_ candidate: Candidate, isConfirmed: Bool) {
            choices.append(
                Choice(
                    candidate: candidate, isConfirmed: isConfirmed,
                    explained: candidate.hits.intersection(left)))
            left.subtract(candidate.hits)
            unseen.subtract(candidate.agreeing)
        }
        /// The candidate that is worth most, of several the one with the fewest tests.
        func next(_ worth: (Candidate) -> Int?) -> Candidate? {
            var best: (candidate: Candidate, worth: Int)?
            for candidate in candidates {
                guard let worth = worth(candidate) else { continue }
                if let found = best, (found.worth, -found.candidate.tests) >= (worth, -candidate.tests) {
                    continue
                }
                best = (candidate, worth)
            }
            return best?.candidate
        }
        func worthConfirmed(_ candidate: Candidate) -> Int? {
            guard candidate.isConfirmed(left, unseen) else { return nil }
            let news = candidate.news(left, unseen)
            // A value that is the bug's own tells more than one that any wrong value would do for.
            return 2 * news.count + news.intersection(candidate.exact).count
        }
        func worthAlike(_ candidate: Candidate) -> Int? {
            let new = candidate.hits.intersection(left).count
            return candidate.isContradicted || new == 0 || 2 * new < candidate.hits.count ? nil : new
        }
        while let candidate = next(worthConfirmed) { take(candidate, isConfirmed: true) }
        while let candidate = next(worthAlike) { take(candidate, isConfirmed: false) }
        return choices
    }
}

extension ConformanceReport {
    /// Finds the known bugs that account for the failures, by the signatures that lie beside the vector files of a
    /// folder. Where there are none the report names no causes; where they belong to other vectors it says so.
    public mutating func explain(byBugsIn folder: URL) {
        guard results.contains(where: { $0.column.isFailure }) else { return }
        do {
            explain(by: try KnownBugs(folder: folder))
        } catch .unreadable {
            explain(by: .none)
        } catch {
            explain(by: .none)
            warnings.append("no causes are named: \(KnownBugs.fileName) \(error)")
        }
    }

    /// Finds the known bugs that account for the failures, those that cost a user most first.
    public mutating func explain(by bugs: KnownBugs) {
        let names = results.map { TestName(file: $0.file, tcId: $0.tcId) }
        let answered = zip(names, results).filter {
            $1.column != .unsupported && ($1.wrongAnswer != nil || !$1.column.isFailure)
        }
        let failed = answered.compactMap { name, result in result.wrongAnswer.map { (name, $0) } }
        let search = CauseSearch(
            bugs.all, failed: Dictionary(failed, uniquingKeysWith: { first, _ in first }),
            asked: options.selection.passedBefore.union(answered.map(\.0)), profiles: options.profiles)
        causes = search.choices().map { choice in
            let candidate = choice.candidate
            return Cause(
                bug: bugs.all[candidate.bug], isConfirmed: choice.isConfirmed, tests: candidate.tests,
                failures: zip(names, results).filter { candidate.hits.contains($0.0) }.map(\.1),
                explained: choice.explained.count)
        }.sorted { a, b in
            let order = KnownBug.Consequence.allCases
            let (x, y) = (order.firstIndex(of: a.bug.consequence), order.firstIndex(of: b.bug.consequence))
            return (x ?? order.count, -a.failures.count) < (y ?? order.count, -b.failures.count)
        }
        let explained = Set(causes.flatMap { $0.failures.map { TestName(file: $0.file, tcId: $0.tcId) } })
        unexplained = zip(names, results).filter { $1.column.isFailure && !explained.contains($0) }.map(\.1)
    }
}
