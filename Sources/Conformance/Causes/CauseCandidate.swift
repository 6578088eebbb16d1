// SPDX-License-Identifier: Apache-2.0
import EdDSA
import VectorSuite

/// A known bug that may explain failures: the comparison of its answers with those of the testee.
struct CauseCandidate {
    private typealias Comparison = (test: TestName, isSuccessExpected: Bool, agreement: Agreement)

    let bug: KnownBug
    /// The number of the bug's tests that were asked and would show it.
    private(set) var tests = 0
    /// How well the failing tests agree with the bug. In operations that support the bug, these are all its
    /// failing tests; in other operations, only those whose answer is the bug's value.
    private(set) var agreements: [TestName: Agreement] = [:]
    /// The operations that support the bug: in each of them, at least nine in ten of the bug's tests fail.
    private(set) var operations: Set<String> = []
    /// Whether all operations that could show the bug support it.
    let isInAllOperations: Bool
    /// The number of the bug's tests in these operations.
    private var supported = 0
    /// The number of the bug's tests that pass.
    private var passed = 0
    /// The number of the bug's tests that must succeed and pass, in operations that do not support the bug.
    /// (A test that expects a rejection does not count, because it may pass for another reason.)
    private var contradictions = 0
    /// Whether the testee answered one of the bug's values. True if the bug gives no values.
    private let isSeen: Bool

    /// The score of a failure that the bug explains. If the answer is the bug's value, it scores one more.
    private static let worthOfFailure = 8
    /// The share of a bug's tests in an operation that must fail, in tenths.
    private static let share = 9
    /// At least one in this many failures of a confirmed bug must be new, that is, not explained by an
    /// earlier choice.
    private static let partOfNews = 8

    /// The failures that fit the bug: their agreement is at least `similar`.
    let fitting: Set<TestName>
    /// The failures whose answer is the bug's value.
    let exact: Set<TestName>

    init?(_ bug: KnownBug, in evidence: CauseEvidence) {
        // First, compare every test of the bug that counts, and group the comparisons by operation.
        var byOperation: [String: [Comparison]] = [:]
        /// Whether the bug gives values, and whether the testee answered one of them: for valid input, and
        /// for any input.
        var (ofValid, ofAny) = ((isGiven: false, isSeen: false), (isGiven: false, isSeen: false))
        for (test, symptom) in bug.symptoms {
            guard let observation = evidence.observations[test],
                let agreement = evidence.agreement(of: test, with: symptom)
            else { continue }
            if symptom.givesValues {
                let isSeen = agreement == .similar || agreement == .sameValue
                ofAny = (true, ofAny.isSeen || isSeen)
                if observation.isSuccessExpected { ofValid = (true, ofValid.isSeen || isSeen) }
            }
            byOperation[observation.op, default: []]
                .append((test, observation.isSuccessExpected, agreement))
        }
        isSeen = ofValid.isGiven ? ofValid.isSeen : ofAny.isSeen || !ofAny.isGiven
        let hasOwnValue =
            ofAny.isGiven && isSeen
            || byOperation.values.contains { $0.contains { $0.agreement == .sameValue } }
        // In a void operation, failures follow from another failure. They are evidence neither for nor
        // against the bug. Only two kinds of answers count there: those that agree with the bug's values, and
        // right answers to tests that must succeed.
        let least: Agreement = hasOwnValue ? .similar : .sameValue
        for op in evidence.voidOperations {
            byOperation[op] = byOperation[op]?.filter {
                $0.agreement >= least || $0.agreement == .passes && $0.isSuccessExpected
            }
            if byOperation[op]?.isEmpty == true { byOperation[op] = nil }
        }

        // Second, decide which operations support the bug, and count for and against it.
        for (op, members) in byOperation {
            tests += members.count
            let passing = members.filter { $0.agreement == .passes }
            passed += passing.count
            let isSupported = (members.count - passing.count) * 10 >= CauseCandidate.share * members.count
            if isSupported {
                operations.insert(op)
                supported += members.count
            } else {
                contradictions += passing.count(where: \.isSuccessExpected)
            }
            for (test, _, agreement) in members where agreement != .passes {
                if isSupported || agreement == .sameValue { agreements[test] = agreement }
            }
        }
        guard !agreements.isEmpty else { return nil }
        self.bug = bug
        isInAllOperations = operations.count == byOperation.count
        fitting = Set(agreements.filter { $0.value >= .similar }.keys)
        exact = Set(agreements.filter { $0.value == .sameValue }.keys)
    }

    /// The new failures of the bug: those that no earlier choice explains, and those with the bug's value if
    /// no earlier choice gives that answer.
    private func news(_ left: Set<TestName>, _ unseen: Set<TestName>) -> Set<TestName> {
        fitting.intersection(left).union(exact.intersection(unseen))
    }

    /// The score of the bug as a confirmed cause; `nil` if it is not confirmed.
    ///
    /// All of these conditions must hold:
    /// - The testee answered one of the bug's values, if the bug gives values.
    /// - At most a tenth of the bug's tests contradict it, and the operations that support it have at least a
    ///   quarter of its tests.
    /// - At least half of its failures fit it, or at least half of those that are not explained yet.
    /// - At least one in eight of its failures is new.
    func worthConfirmed(_ left: Set<TestName>, _ unseen: Set<TestName>) -> Int? {
        guard isSeen, contradictions * 10 <= tests, supported * 4 >= tests else { return nil }
        let hits = Set(agreements.keys)
        let isOwn = [hits, hits.intersection(left)].contains { hits in
            !hits.isEmpty && 2 * fitting.intersection(hits).count >= hits.count
        }
        let news = news(left, unseen)
        guard isOwn, !news.isEmpty, CauseCandidate.partOfNews * news.count >= hits.count else { return nil }
        // If two bugs explain the same number of failures, the bug whose values came scores more than a bug
        // that any wrong value fits. Each passing test counts against the bug.
        let worth =
            CauseCandidate.worthOfFailure * (news.count - passed) + news.intersection(exact).count
        return worth > 0 ? worth : nil
    }

    /// The score of the bug as one that the testee fails like; `nil` if a test speaks against it.
    ///
    /// No passing test and no answer may contradict the bug. At least nine in ten of its tests must be in
    /// operations that support it, and at least nine in ten of its failures must fit it. At least half of its
    /// failures must be new.
    func worthSimilar(_ left: Set<TestName>) -> Int? {
        guard contradictions == 0, supported * 10 >= CauseCandidate.share * tests,
            !agreements.values.contains(.contradicts),
            fitting.count * 10 >= CauseCandidate.share * agreements.count
        else { return nil }
        let new = fitting.intersection(left).count
        return new == 0 || 2 * new < agreements.count ? nil : new
    }
}
