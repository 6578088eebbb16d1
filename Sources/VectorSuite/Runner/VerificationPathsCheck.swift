// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestSigning

/// Checks the verification vectors on every path, with all signatures of a file together.
enum VerificationPathsCheck {
    /// The tests that state another verdict than some path gives.
    static func failures(in tests: [VectorTest]) async -> [VectorFailure] {
        let items = tests.compactMap { test in signedMessage(of: test).map { (test: test, signed: $0) } }
        var failures: [VectorFailure] = []
        for profile in VerificationProfile.allCases {
            for path in VerificationPath.allCases {
                // A path throws only if the task is canceled. Then there are no verdicts, and every test
                // fails.
                let verdicts = try? await path.verdicts(on: items.map(\.signed), profile: profile)
                for (index, test) in items.map(\.test).enumerated() {
                    let expected = test.expectation.outcome(under: profile) == .success
                    let verdict = verdicts?[index] ?? !expected
                    guard verdict != expected else { continue }
                    failures.append(
                        VectorFailure(
                            test: test, profile: profile, stage: "valid, \(path.rawValue)",
                            expected: "\(expected)", actual: "\(verdict)"))
                }
            }
        }
        return failures
    }

    /// The key, message and signature that a test verifies. `nil` for tests of other operations, and if the
    /// input is not a valid key, message and signature.
    private static func signedMessage(of test: VectorTest) -> SignedMessage? {
        let arguments = test.members
        return switch test.op {
        case "eddsa.verify": try? SignedMessage(arguments, message: Message(hex: arguments.text("message")))
        case "request.verify":
            try? SignedMessage(arguments, message: Message(arguments.signableRequest().canonical))
        default: nil
        }
    }
}
