// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON

/// The library against vectors: every output, every intermediate value and every error code.
public enum VectorCheck {
    /// What is wrong with the tests of a file: test by test, then those of verification on every path.
    /// - Parameters:
    ///   - file: the vectors.
    ///   - progress: called after each test with the number of tests done.
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

    /// What is wrong with one test: at most one failure for each profile.
    static func failures(of test: VectorTest) -> [VectorFailure] {
        guard let name = test.op, let operation = Operation.named(name) else {
            return PoseidonConstantsCheck.failures(of: test)
        }
        let profiles: [VerificationProfile?] = operation.hasProfiles ? VerificationProfile.allCases : [nil]
        return profiles.compactMap { profile in
            // A signing test states both forms of S, so that it is run in both.
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
        // Values first, in the order in which they are computed, so that the first one that differs is named.
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
    /// The members of `in` for a test: what the test has of them, and the profile.
    package func arguments(of test: VectorTest, profile: VerificationProfile?) -> JSON.Object {
        let names = Set(input(of: test.members).map(\.name))
        var arguments = test.members.selecting(names.contains)
        if let profile { arguments[Operation.profileMember] = .text(profile.rawValue) }
        return arguments
    }

    /// The arguments of a test: one set of them, or one for each form where the test has a form.
    fileprivate func requests(of test: VectorTest, profile: VerificationProfile?) -> [JSON.Object] {
        let arguments = arguments(of: test, profile: profile)
        guard arguments[SigningForm.member] != nil else { return [arguments] }
        return SigningForm.allCases.map { form in
            arguments.merging([SigningForm.member: .text(form.rawValue)])
        }
    }

    /// The name of the first value that is not what the test states, in the order of computation.
    fileprivate func firstDifference(in stages: Stages, from members: JSON.Object) -> String? {
        stages.names.first { members[$0] != nil && stages[$0] != members[$0] }
            ?? (intermediates + output + optionalOutput).first { members[$0] != nil && stages[$0] == nil }
    }

    /// What the library's answer amounts to.
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
    /// An error that stands for no code of the protocol.
    case unexpected(String)

    var description: String {
        switch self {
        case .outcome(let outcome): outcome.description
        case .unexpected(let text): text
        }
    }
}
