// SPDX-License-Identifier: Apache-2.0
import EdDSA
import VectorSuite

/// What a testee answered, as far as it is evidence for known bugs.
package struct CauseEvidence {
    /// What each test shows, of those that were asked and answered in some way.
    package let observations: [TestName: Observation]
    /// The profiles under which signatures were verified.
    let profiles: [VerificationProfile]
    /// The operations that refuse everything: no test that is to succeed does, and every answer is a rejection.
    package let refusingOperations: Set<String>
    /// The operations whose answers show nothing by themselves: they refuse everything, or an operation that they build on
    /// is wrong throughout, so that they follow from that.
    let voidOperations: Set<String>

    /// The least number of tests that show that an operation fails wholly.
    private static let least = 5

    package init(_ observations: [TestName: Observation], profiles: [VerificationProfile]) {
        self.observations = observations
        self.profiles = profiles
        var (total, wrong, refused): ([String: Int], [String: Int], [String: Int]) = ([:], [:], [:])
        for observation in observations.values where observation.isSuccessExpected {
            total[observation.op, default: 0] += 1
            switch observation.wrong {
            case .refused, .crashed: refused[observation.op, default: 0] += 1
            case .values: wrong[observation.op, default: 0] += 1
            case .accepted, nil: break
            }
        }
        refusingOperations = Set(
            total.filter { $1 >= CauseEvidence.least && refused[$0] == $1 }.keys)
        let failing = total.filter { $1 >= CauseEvidence.least && (wrong[$0] ?? 0) * 20 >= 19 * $1 }.keys
        voidOperations = refusingOperations.union(
            Operation.all.map(\.name).filter { op in failing.contains { Operation.builds(op, on: $0) } })
    }

    /// What a test shows about a bug with this symptom.
    package struct Comparison {
        /// The operation of the test.
        package let op: String
        /// Whether the operation is to succeed.
        package let isSuccessExpected: Bool
        /// How well the wrong answer fits what the bug gives; `nil` if the test passes.
        package let agreement: Agreement?
    }

    /// Compares a test with the symptom of a bug in it.
    /// - Returns: `nil` if the test does not count: it was not asked, not under the symptom's profile, or without the
    ///   members that would show the bug.
    package func comparison(of test: TestName, with symptom: Symptom) -> Comparison? {
        if let profile = symptom.profile, !profiles.contains(profile) { return nil }
        guard let observation = observations[test] else { return nil }
        func comparison(_ agreement: Agreement?) -> Comparison {
            Comparison(
                op: observation.op, isSuccessExpected: observation.isSuccessExpected, agreement: agreement)
        }
        let failed = observation.failedProfiles
        // If it fails under the other profile only, the bug does not show.
        let isUnderOther = symptom.profile.map { !failed.isEmpty && !failed.contains($0) } ?? false
        guard let wrong = observation.wrong, !isUnderOther, !observation.showsRightMessage(against: symptom)
        else {
            let isHidden = !observation.answered.isEmpty && symptom.isHidden(from: observation.answered)
            return isHidden ? nil : comparison(nil)
        }
        var agreement = symptom.agreement(with: observation)
        // Where a rejection is right, accepting is the mistake, whatever the value is.
        if agreement == .differs, !observation.isSuccessExpected, symptom.givesValues, case .values = wrong {
            agreement = .similar
        }
        // The bug fails under one profile, or under each that was asked.
        if !failed.isEmpty, failed != symptom.profile.map({ [$0] }) ?? Set(profiles) {
            agreement = min(agreement, .differs)
        }
        return comparison(agreement)
    }

    /// The evidence with other observations of some tests.
    package func replacing(_ tests: [TestName: Observation]) -> CauseEvidence {
        CauseEvidence(observations.merging(tests) { $1 }, profiles: profiles)
    }
}

extension Operation {
    /// Whether an operation computes what another one computes, on the way to its result.
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
