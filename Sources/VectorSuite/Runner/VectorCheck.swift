// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestSigning
import StrictJSON

/// Checks the library against vectors: every output, every intermediate value and every error code.
public enum VectorCheck {
    /// The failures of a file: first test by test, then the verification tests on every path.
    /// - Parameters:
    ///   - file: the vectors.
    ///   - progress: called after each test with the number of finished tests.
    nonisolated(nonsending) public static func failures(
        in file: VectorFile, progress: (Int) -> Void = { _ in }
    ) async -> [VectorFailure] {
        var failures: [VectorFailure] = []
        for (index, test) in file.tests.enumerated() {
            failures += self.failures(of: test)
            progress(index + 1)
        }
        return failures + (await pathFailures(in: file.tests))
    }

    /// The failures of one test, at most one for each profile.
    static func failures(of test: VectorTest) -> [VectorFailure] {
        guard let operation = test.operation else {
            let evaluation = Evaluation { $0 = try PoseidonConstants.values(for: test.members) }
            return failure(of: test, nil, profile: nil, stating: test.members, evaluation).map { [$0] } ?? []
        }
        let profiles: [VerificationProfile?] = operation.hasProfiles ? VerificationProfile.allCases : [nil]
        // A signing test states both forms of S, so it runs in both.
        let forms: [SigningForm?] = test.members[SigningForm.member] == nil ? [nil] : SigningForm.allCases
        return profiles.compactMap { profile in
            forms.lazy.compactMap { form in
                let arguments = test.arguments(under: profile, form: form)
                return failure(
                    of: test, operation, profile: profile, stating: test.members(asked: arguments),
                    operation.evaluate(arguments))
            }.first
        }
    }

    /// Compares an evaluation with the values that the test states, and with the expected outcome.
    private static func failure(
        of test: VectorTest, _ operation: Operation?, profile: VerificationProfile?,
        stating members: JSON.Object, _ evaluation: Evaluation
    ) -> VectorFailure? {
        func failure(_ stage: String, expected: String, actual: String) -> VectorFailure {
            VectorFailure(test: test, profile: profile, stage: stage, expected: expected, actual: actual)
        }
        // Compare values first, in the order of computation, so that the failure names the first value that
        // differs.
        let stages = evaluation.stages
        let values = operation.map { $0.intermediates + $0.results } ?? []
        let differing =
            stages.names.first { members[$0] != nil && stages[$0] != members[$0] }
            ?? values.first { members[$0] != nil && stages[$0] == nil }
        if let stage = differing {
            return failure(
                stage, expected: members[stage]?.description ?? "",
                actual: stages[stage]?.description ?? "not computed")
        }
        let expected = test.expectation.outcome(under: profile).description
        let isRefusal = operation?.verdict.map { stages[$0] == .boolean(false) } ?? false
        // An error that the protocol has no code for is an outcome that no test expects.
        let actual =
            if let error = evaluation.error {
                ErrorCode(error).map { ExpectedOutcome.error($0).description } ?? "\(error)"
            } else {
                (isRefusal ? ExpectedOutcome.refusal : .success).description
            }
        return actual == expected ? nil : failure("outcome", expected: expected, actual: actual)
    }

    /// The tests that state another verdict than some path gives on all signatures of the file together.
    private static func pathFailures(in tests: [VectorTest]) async -> [VectorFailure] {
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

/// A test that fails for the library: the first stage that differs, and how.
public struct VectorFailure: Equatable, Sendable, CustomStringConvertible {
    /// The test.
    public let test: VectorTest
    /// The profile under which the operation ran; `nil` if it has no profiles.
    public let profile: VerificationProfile?
    /// The name of the value that differs, as in the vector; `outcome` if the outcome differs; `valid` and
    /// the path if a verification path gives another verdict.
    public let stage: String
    /// The value that the vector states.
    public let expected: String
    /// The value that the library computes.
    public let actual: String

    /// The operation, the stage and the profile.
    package var place: String {
        [test.op, stage, profile.map { "profile \($0.rawValue)" }].compactMap(\.self).joined(separator: ", ")
    }

    /// The failure in one line.
    public var description: String {
        VisibleText.visible("#\(test.tcId) \(place): expected \(expected), actual \(actual)")
    }
}
