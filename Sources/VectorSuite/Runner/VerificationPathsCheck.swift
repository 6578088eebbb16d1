// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// Every verification vector on every path, all signatures of a file together.
enum VerificationPathsCheck {
    /// The tests whose verdict on some path is not what they state.
    static func failures(in tests: [VectorTest]) async -> [VectorFailure] {
        let items = tests.compactMap { test in signedMessage(of: test).map { (test: test, signed: $0) } }
        var failures: [VectorFailure] = []
        for profile in VerificationProfile.allCases {
            for path in VerificationPath.allCases {
                // Nobody cancels the check of a file halfway: it has no verdict then, and says so for each test.
                let verdicts =
                    (try? await path.verdicts(on: items.map(\.signed), profile: profile))
                    ?? items.map { $0.test.expectation.outcome(under: profile) != .success }
                for (item, verdict) in zip(items, verdicts) {
                    let expected = item.test.expectation.outcome(under: profile) == .success
                    guard verdict != expected else { continue }
                    failures.append(
                        VectorFailure(
                            tcId: item.test.tcId, op: item.test.op ?? "", profile: profile,
                            stage: "valid, \(path.rawValue)", expected: "\(expected)", actual: "\(verdict)"))
                }
            }
        }
        return failures
    }

    /// What a test of verification verifies; `nil` for other tests, and where the input is not a key, a message
    /// and a signature.
    static func signedMessage(of test: VectorTest) -> SignedMessage? {
        let arguments = Arguments(members: test.members)
        switch test.op {
        case "eddsa.verify": return try? SignatureOperations.signedMessage(arguments)
        case "request.verify":
            var stages = Stages()
            return try? RequestOperations.signedMessage(arguments, &stages)
        default: return nil
        }
    }
}
