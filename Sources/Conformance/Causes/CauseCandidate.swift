// SPDX-License-Identifier: Apache-2.0
import EdDSA
import VectorSuite

/// A known bug some of whose tests fail, compared with what a testee answered.
struct CauseCandidate {
    /// The bug, by its place in the catalogue.
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

    /// The part of a bug's tests in an operation that must fail, in tenths.
    private static let share = 9
    /// One part in this many of the failures of a confirmed bug must be new.
    private static let partOfNews = 8

    /// The failures that fit the bug.
    let fitting: Set<TestName>
    /// The failures with a value of the bug's own.
    let exact: Set<TestName>

    init?(_ index: Int, _ bug: KnownBug, in evidence: CauseEvidence) {
        var byOperation: [String: [(test: TestName, agreement: Agreement?)]] = [:]
        /// Whether the bug gives values, and whether one came: for valid input, and for any.
        var (ofValid, ofAny) = ((isGiven: false, isSeen: false), (isGiven: false, isSeen: false))
        for (test, symptom) in bug.symptoms {
            guard let observation = evidence.observation(of: test, showing: symptom) else { continue }
            let agreement: Agreement? =
                observation.wrong == nil ? nil : evidence.agreement(symptom, observation)
            if symptom.givesValues {
                let isSeen = agreement == .similar || agreement == .sameValue
                ofAny = (true, ofAny.isSeen || isSeen)
                if observation.isSuccessExpected { ofValid = (true, ofValid.isSeen || isSeen) }
            }
            byOperation[observation.op, default: []].append((test, agreement))
        }
        guard byOperation.values.contains(where: { $0.contains { $0.agreement != nil } }) else { return nil }
        let hasOwnValue =
            ofValid.isSeen || byOperation.values.contains { $0.contains { $0.agreement == .sameValue } }

        var agreements: [TestName: Agreement] = [:]
        var operations: Set<String> = []
        var (tests, supported, passed, contradictions) = (0, 0, 0, 0)
        for (op, members) in byOperation {
            tests += members.count
            let failures = members.filter { $0.agreement != nil }
            passed += members.count - failures.count
            let isSupported = failures.count * 10 >= CauseCandidate.share * members.count
            if isSupported {
                operations.insert(op)
                supported += members.count
            } else {
                contradictions += members.count {
                    $0.agreement == nil && evidence.observations[$0.test]?.isSuccessExpected == true
                }
            }
            let isVoid = evidence.isVoid(op) && !hasOwnValue
            for (test, agreement) in failures {
                guard let agreement, isSupported || agreement == .sameValue else { continue }
                // What follows from something else is evidence neither for nor against the bug.
                if isVoid, agreement < .sameValue { continue }
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
        isSeen = ofValid.isGiven ? ofValid.isSeen : ofAny.isSeen || !ofAny.isGiven
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
        // A value that is the bug's own tells more than one that any wrong value would do for. A test that passes speaks
        // against the bug.
        let worth = 2 * news.count + news.intersection(exact).count - 2 * passed
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
