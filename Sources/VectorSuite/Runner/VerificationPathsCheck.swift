import EdDSA

/// The ways in which the library verifies. They compute differently and must never differ in a verdict.
enum VerificationPath: String, CaseIterable, Sendable {
    /// `PublicKey.verify`: both sides of the equation as it is written.
    case plain
    /// `PublicKey.isValidSignature`: the equation at half size.
    case halfSize = "half-size"
    /// `BulkVerification.verdicts`: all signatures of the file at once.
    case bulk
    /// `BatchVerification.verdicts`: all signatures of the file in sums of their equations.
    case batch

    func verdicts(on signed: [SignedMessage], profile: VerificationProfile) async -> [Bool] {
        switch self {
        case .plain: signed.map { $0.key.verify($0.signature, for: $0.message, profile: profile).isValid }
        case .halfSize:
            signed.map { $0.key.isValidSignature($0.signature, for: $0.message, profile: profile) }
        case .bulk: BulkVerification.verdicts(signed, profile: profile)
        case .batch: BatchVerification.verdicts(signed, profile: profile).map(\.isValid)
        }
    }
}

/// Every verification vector on every path, all signatures of a file together.
enum VerificationPathsCheck {
    /// The tests whose verdict on some path is not what they state.
    static func failures(in tests: [VectorTest]) async -> [VectorFailure] {
        let items = tests.compactMap { test in signedMessage(of: test).map { (test: test, signed: $0) } }
        var failures: [VectorFailure] = []
        for profile in VerificationProfile.allCases {
            for path in VerificationPath.allCases {
                let verdicts = await path.verdicts(on: items.map(\.signed), profile: profile)
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
