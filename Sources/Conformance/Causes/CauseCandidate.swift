// SPDX-License-Identifier: Apache-2.0
import EdDSA
import VectorSuite

/// A known bug some of whose tests fail, compared with what a testee answered.
struct CauseCandidate {
    private typealias Comparison = (test: TestName, comparison: CauseEvidence.Comparison)

    /// The bug, by its place in the catalog.
    let bug: Int
    /// How many of the bug's tests were asked and would show it.
    let tests: Int
    /// The failing tests of the operations that support the bug, and single answers of its own elsewhere.
    let agreements: [TestName: Agreement]
    /// The operations nine in ten of whose tests fail as the bug's do.
    let operations: Set<String>
    /// Whether these are all operations that would show the bug.
    let isInAllOperations: Bool
    /// How many tests these operations have.
    private let supported: Int
    /// How many of the bug's tests pass.
    private let passed: Int
    /// How many of the bug's tests pass that are to succeed, in operations that do not support the bug. (A rejection may
    /// pass for another reason.)
    private let contradictions: Int
    /// Whether a value of the bug's own came, if it gives values at all.
    private let isSeen: Bool

    /// What a failure that is explained is worth; a value that is the bug's own is worth one more.
    private static let worthOfFailure = 8
    /// The part of a bug's tests in an operation that must fail, in tenths.
    private static let share = 9
    /// One part in this many of the failures of a confirmed bug must be new.
    private static let partOfNews = 8

    /// The failures that fit the bug.
    let fitting: Set<TestName>
    /// The failures with a value of the bug's own.
    let exact: Set<TestName>

    init?(_ index: Int, _ bug: KnownBug, in evidence: CauseEvidence) {
        var byOperation: [String: [Comparison]] = [:]
        /// Whether the bug gives values, and whether one came: for valid input, and for any.
        var (ofValid, ofAny) = ((isGiven: false, isSeen: false), (isGiven: false, isSeen: false))
        for (test, symptom) in bug.symptoms {
            guard let comparison = evidence.comparison(of: test, with: symptom) else { continue }
            if symptom.givesValues {
                let isSeen = comparison.agreement == .similar || comparison.agreement == .sameValue
                ofAny = (true, ofAny.isSeen || isSeen)
                if comparison.isSuccessExpected { ofValid = (true, ofValid.isSeen || isSeen) }
            }
            byOperation[comparison.op, default: []].append((test, comparison))
        }
        let isSeen = ofValid.isGiven ? ofValid.isSeen : ofAny.isSeen || !ofAny.isGiven
        let hasOwnValue =
            ofAny.isGiven && isSeen
            || byOperation.values.contains { $0.contains { $0.comparison.agreement == .sameValue } }
        // What follows from something else is evidence neither for nor against the bug, except its own values, and right
        // ones.
        let least: Agreement = hasOwnValue ? .similar : .sameValue
        for op in evidence.voidOperations {
            byOperation[op] = byOperation[op]?.filter { _, comparison in
                comparison.agreement.map { $0 >= least } ?? comparison.isSuccessExpected
            }
            if byOperation[op]?.isEmpty == true { byOperation[op] = nil }
        }

        var agreements: [TestName: Agreement] = [:]
        var operations: Set<String> = []
        var (tests, supported, passed, contradictions) = (0, 0, 0, 0)
        for (op, members) in byOperation {
            tests += members.count
            let passing = members.filter { $0.comparison.agreement == nil }
            passed += passing.count
            let isSupported = (members.count - passing.count) * 10 >= CauseCandidate.share * members.count
            if isSupported {
                operations.insert(op)
                supported += members.count
            } else {
                contradictions += passing.count { $0.comparison.isSuccessExpected }
            }
            for (test, comparison) in members {
                guard let agreement = comparison.agreement, isSupported || agreement == .sameValue else {
                    continue
                }
                agreements[test] = agreement
            }
        }
        guard !agreements.isEmpty else { return nil }
        self.bug = index
        self.tests = tests
        self.agreements = agreements
        self.operations = operations
        self.isInAllOperations = operations.count == byOperation.count
        self.supported = supported
        self.passed = passed
        self.contradictions = contradictions
        self.isSeen = isSeen
        fitting = Set(agreements.filter { $0.value >= .similar }.keys)
        exact = Set(agreements.filter { $0.value == .sameValue }.keys)
    }

    /// The failures that the bug explains first: those that no choice explains, or whose very value no choice has given.
    private func news(_ left: Set<TestName>, _ unseen: Set<TestName>) -> Set<TestName> {
        fitting.intersection(left).union(exact.intersection(unseen))
    }

    /// What the bug is worth as a confirmed cause; `nil` if it is not confirmed.
    ///
    /// It is confirmed if at least half of the answers fit, of all failures or of those that are left, a value of its own
    /// is among them if it gives values, and an eighth of its failures is new.
    func worthConfirmed(_ left: Set<TestName>, _ unseen: Set<TestName>) -> Int? {
        guard isSeen, contradictions * 10 <= tests, supported * 4 >= tests else { return nil }
        let hits = Set(agreements.keys)
        let isOwn = [hits, hits.intersection(left)].contains { hits in
            !hits.isEmpty && 2 * fitting.intersection(hits).count >= hits.count
        }
        let news = news(left, unseen)
        guard isOwn, !news.isEmpty, CauseCandidate.partOfNews * news.count >= hits.count else { return nil }
        // Of bugs that explain equally many failures, one whose own values came tells more than one that any wrong value
        // would do for. A test that passes speaks against the bug.
        let worth =
            CauseCandidate.worthOfFailure * (news.count - passed) + news.intersection(exact).count
        return worth > 0 ? worth : nil
    }

    /// What the bug is worth as one that the testee fails like; `nil` if something speaks against it.
    func worthSimilar(_ left: Set<TestName>) -> Int? {
        guard contradictions == 0, supported * 10 >= CauseCandidate.share * tests,
            !agreements.values.contains(.contradicts),
            fitting.count * 10 >= CauseCandidate.share * agreements.count
        else { return nil }
        let new = fitting.intersection(left).count
        return new == 0 || 2 * new < agreements.count ? nil : new
    }
}
