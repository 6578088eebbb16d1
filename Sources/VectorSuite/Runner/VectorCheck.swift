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
        guard let name = test.op, let operation = Operation.named(name) else {
            return PoseidonConstantsCheck.failures(of: test)
        }
        let profiles: [VerificationProfile?] = operation.hasProfiles ? VerificationProfile.allCases : [nil]
        return profiles.compactMap { profile in
            // A signing test states both forms of S, so it runs in both.
            operation.requests(of: test, profile: profile).lazy
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
        if let stage = operation.firstDifference(in: evaluation.stages, from: members) {
            return failure(
                stage, expected: members[stage]?.description ?? "",
                actual: evaluation.stages[stage]?.description ?? "not computed")
        }
        let expected = test.expectation.outcome(under: profile)
        let actual = operation.outcome(of: evaluation)
        guard actual != .outcome(expected) else { return nil }
        return failure("outcome", expected: expected.description, actual: actual.description)
    }
}

extension Operation {
    /// The members of `in` for a test: the inputs of the test, and the profile.
    package func arguments(of test: VectorTest, profile: VerificationProfile?) -> JSON.Object {
        let names = Set(input(of: test.members).map(\.name))
        var arguments = test.members.selecting(names.contains)
        if let profile { arguments[Operation.profileMember] = .text(profile.rawValue) }
        return arguments
    }

    /// The arguments of a test: one set, or one for each form of S if the operation takes a form.
    fileprivate func requests(of test: VectorTest, profile: VerificationProfile?) -> [JSON.Object] {
        let arguments = arguments(of: test, profile: profile)
        guard arguments[SigningForm.member] != nil else { return [arguments] }
        return SigningForm.allCases.map { form in
            arguments.merging([SigningForm.member: .text(form.rawValue)])
        }
    }

    /// The name of the first value, in the order of computation, that differs from the value that the test
    /// states.
    fileprivate func firstDifference(in stages: Stages, from members: JSON.Object) -> String? {
        stages.names.first { members[$0] != nil && stages[$0] != members[$0] }
            ?? (intermediates + output + optionalOutput).first { members[$0] != nil && stages[$0] == nil }
    }

    /// The outcome of the library's evaluation.
    fileprivate func outcome(of evaluation: Evaluation) -> ActualOutcome {
        if let error = evaluation.error {
            return ErrorCode(error).map { .outcome(.error($0)) } ?? .unexpected("\(error)")
        }
        if let verdict, evaluation.stages[verdict] == .boolean(false) { return .outcome(.refusal) }
        return .outcome(.success)
    }
}

private enum ActualOutcome: Equatable, CustomStringConvertible {
    case outcome(Expectation.Outcome)
    /// An error that has no code in the protocol.
    case unexpected(String)

    var description: String {
        switch self {
        case .outcome(let outcome): outcome.description
        case .unexpected(let text): text
        }
    }
}
