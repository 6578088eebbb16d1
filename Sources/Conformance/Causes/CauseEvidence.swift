// SPDX-License-Identifier: Apache-2.0
import EdDSA
import VectorSuite

/// The answers of a testee, as evidence of known bugs.
package struct CauseEvidence {
    /// The observation of each test. Tests that were not asked, or whose answer shows nothing, are missing.
    package let observations: [TestName: Observation]
    /// The profiles under which signatures were verified.
    let profiles: [VerificationProfile]
    /// The operations that refuse everything: every test that must succeed ends in a rejection or a crash.
    package let refusingOperations: Set<String>
    /// The operations that are wrong throughout: at least 19 in 20 tests that must succeed give wrong values.
    let wrongOperations: Set<String>
    /// The void operations, whose answers show nothing by themselves. They refuse everything, or they build
    /// on an operation that is wrong throughout, so that their failures follow from its failures.
    let voidOperations: Set<String>

    /// The number of tests that an operation must have before it can count as refusing everything or wrong
    /// throughout.
    private static let least = 5

    package init(_ observations: [TestName: Observation], profiles: [VerificationProfile]) {
        self.observations = observations
        self.profiles = profiles
        let tests = Dictionary(grouping: observations.values.filter(\.isSuccessExpected), by: \.op)
            .filter { $0.value.count >= CauseEvidence.least }
        refusingOperations = Set(tests.filter { $0.value.allSatisfy(\.isRefusal) }.keys)
        let wrongOperations = Set(
            tests.filter { _, tests in
                tests.count { if case .values = $0.wrong { true } else { false } } * 20 >= 19 * tests.count
            }.keys)
        self.wrongOperations = wrongOperations
        voidOperations = refusingOperations.union(
            Operation.all.map(\.name).filter { op in
                wrongOperations.contains { Operation.builds(op, on: $0) }
            })
    }

    /// Compares the answer to a test with the symptom of a bug.
    /// - Returns: `nil` if the test does not count, because it was not asked, was not asked under the
    ///   symptom's profile, or was answered without the members that would show the bug.
    package func agreement(of test: TestName, with symptom: Symptom) -> Agreement? {
        if let profile = symptom.profile, !profiles.contains(profile) { return nil }
        guard let observation = observations[test] else { return nil }
        let failed = observation.failedProfiles
        // If the test fails under the other profile only, it does not show the bug.
        let isUnderOther = symptom.profile.map { !failed.isEmpty && !failed.contains($0) } ?? false
        guard let wrong = observation.wrong, !isUnderOther, !observation.showsRightMessage(against: symptom)
        else {
            let isHidden = !observation.answered.isEmpty && symptom.isHidden(from: observation.answered)
            return isHidden ? nil : .passes
        }
        var agreement = symptom.agreement(with: observation)
        // If a rejection is expected, the acceptance is the mistake, whatever the value is.
        if agreement == .differs, !observation.isSuccessExpected, symptom.givesValues, case .values = wrong {
            agreement = .similar
        }
        // The bug fails under the symptom's profile, or under every profile that was asked. If the testee
        // fails under other profiles than that, its answer differs from the bug's.
        if !failed.isEmpty, failed != symptom.profile.map({ [$0] }) ?? Set(profiles) {
            agreement = min(agreement, .differs)
        }
        return agreement
    }

    /// The tests that fail.
    var failed: Set<TestName> { Set(observations.filter { $0.value.wrong != nil }.keys) }

    /// The evidence as if every value had the right format; `nil` if the format of no value is wrong.
    package var inRightFormat: CauseEvidence? {
        let read = observations.compactMapValues(\.inRightFormat)
        return read.isEmpty ? nil : replacing(read)
    }

    /// The evidence, with the observations of some tests replaced.
    package func replacing(_ tests: [TestName: Observation]) -> CauseEvidence {
        CauseEvidence(observations.merging(tests) { $1 }, profiles: profiles)
    }
}

extension Operation {
    /// Whether an operation computes another operation on the way to its result.
    static func builds(_ op: String, on other: String) -> Bool { below[op]?.contains(other) ?? false }

    private static let below: [String: Set<String>] = {
        let field: Set = ["add", "subtract", "multiply", "negate", "square", "invert"]
        let arithmetic = Set(field.map { "field.\($0)" })
        let curve = arithmetic.union(["curve.add", "curve.multiply"])
        let signing = curve.union(["poseidon.hash", "scalar.add", "scalar.multiply", "eddsa.publicKey"])
        let verifying = curve.union(["poseidon.hash"])
        return [
            "curve.add": arithmetic, "curve.multiply": arithmetic.union(["curve.add"]),
            "curve.isInSubgroup": curve,
            "poseidon.hash": arithmetic, "eddsa.publicKey": curve,
            "key.derive": curve.union(["eddsa.publicKey"]),
            "eddsa.sign": signing, "eddsa.verify": verifying,
            "request.sign": signing.union(["eddsa.sign", "request.canonicalize"]),
            "request.verify": verifying.union(["eddsa.verify", "request.canonicalize"]),
            "order.hash": arithmetic.union(["poseidon.hash"]),
        ]
    }()
}
