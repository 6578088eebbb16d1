// SPDX-License-Identifier: Apache-2.0
import EdDSA
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
        return failures + (await VerificationPathsCheck.failures(in: file.tests))
    }

    /// The failures of one test, at most one for each profile.
    static func failures(of test: VectorTest) -> [VectorFailure] {
        guard let operation = test.op.flatMap(Operation.named) else {
            return PoseidonConstantsCheck.failures(of: test)
        }
        let profiles: [VerificationProfile?] = operation.hasProfiles ? VerificationProfile.allCases : [nil]
        return profiles.compactMap { profile in
            let arguments = operation.arguments(of: test, profile: profile)
            // A signing test states both forms of S, so it runs in both.
            let forms = arguments[SigningForm.member] == nil ? [] : SigningForm.allCases
            let requests = forms.map { arguments.merging([SigningForm.member: .text($0.rawValue)]) }
            return (requests.isEmpty ? [arguments] : requests).lazy
                .compactMap { failure(of: test, operation, profile: profile, asked: $0) }.first
        }
    }

    private static func failure(
        of test: VectorTest, _ operation: Operation, profile: VerificationProfile?,
        asked arguments: JSON.Object
    ) -> VectorFailure? {
        let evaluation = operation.evaluate(arguments)
        let members = test.members(asked: arguments)
        func failure(_ stage: String, expected: String, actual: String) -> VectorFailure {
            VectorFailure(
                tcId: test.tcId, op: operation.name, profile: profile, stage: stage, expected: expected,
                actual: actual)
        }
        // Compare values first, in the order of computation, so that the failure names the first value that
        // differs.
        let stages = evaluation.stages
        let differing =
            stages.names.first { members[$0] != nil && stages[$0] != members[$0] }
            ?? (operation.intermediates + operation.results).first { members[$0] != nil && stages[$0] == nil }
        if let stage = differing {
            return failure(
                stage, expected: members[stage]?.description ?? "",
                actual: stages[stage]?.description ?? "not computed")
        }
        let expected = test.expectation.outcome(under: profile).description
        let actual = operation.outcome(of: evaluation)
        return actual == expected ? nil : failure("outcome", expected: expected, actual: actual)
    }
}

extension Operation {
    /// The members of `in` for a test: the inputs of the test, and the profile.
    package func arguments(of test: VectorTest, profile: VerificationProfile?) -> JSON.Object {
        let names = input(of: test.members)
        var arguments = test.members.selecting(names.contains)
        if let profile { arguments[Operation.profileMember] = .text(profile.rawValue) }
        return arguments
    }

    /// The outcome of the library's evaluation, in words. An error that the protocol has no code for is an
    /// outcome that no test expects.
    fileprivate func outcome(of evaluation: Evaluation) -> String {
        if let error = evaluation.error {
            return ErrorCode(error).map { Expectation.Outcome.error($0).description } ?? "\(error)"
        }
        let isRefusal = verdict.map { evaluation.stages[$0] == .boolean(false) } ?? false
        return (isRefusal ? Expectation.Outcome.refusal : .success).description
    }
}
