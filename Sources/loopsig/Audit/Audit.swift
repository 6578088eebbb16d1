import EdDSA
import RequestCanonicalization
import RequestSigning

/// A judgement on a request and its signature: the verdict, and where it is no, the step that fails and why.
struct Audit {
    /// The steps of verification, in the order in which they can fail (SPEC.md, section 7.8).
    enum Step: String, Encodable {
        case publicKey, signature, equation, profile
    }

    let profile: VerificationProfile
    let trace: Trace
    let findings: [Finding]
    /// The step that failed; `nil` for a valid signature.
    let failure: (step: Step, rejection: Rejection)?

    /// How the signature compares with the key's own; where the secret key was given.
    let comparison: SignerComparison?
    /// What the signer is likely to have done instead, where it was asked for and there is a failure to explain.
    let diagnosis: Diagnosis?

    var isValid: Bool { failure == nil }

    init(
        request: Request, publicKey: PublicKeySource, signature: String, profile: VerificationProfile,
        diagnosing: Bool
    ) {
        let canonical = request.canonical
        self.profile = profile
        let key = publicKey.decoded()
        let decoded = Result { () throws(EdDSAError) in try Signature(hex: signature) }
        trace = Trace(canonical, publicKey: try? key.get(), signature: try? decoded.get())
        switch (key, decoded) {
        case (.failure(let rejection), _):
            findings = []
            failure = (.publicKey, rejection)
        case (.success, .failure(let error)):
            findings = []
            failure = (.signature, Rejection(error))
        case (.success(let key), .success(let signature)):
            let verification = key.verify(
                signature, for: Message(canonical), profile: profile)
            findings = verification.findings
            failure = Audit.failure(of: verification)
        }
        comparison =
            if case .owned(let secretKey) = publicKey, let signature = try? decoded.get() {
                try? SignerComparison(signature, by: secretKey, for: Message(canonical))
            } else {
                nil
            }
        // A profile that is not met has its explanation in the findings.
        let isUnexplained = failure.map { $0.step != .profile } ?? false
        diagnosis =
            diagnosing && isUnexplained
            ? Diagnosis(request: request, publicKey: publicKey, signature: signature) : nil
    }

    private static func failure(of verification: Verification) -> (Step, Rejection)? {
        guard verification.equationHolds else {
            return (
                .equation,
                Rejection(
                    code: "equation-does-not-hold",
                    reason: "S·B ≠ R + h·A: this is not this key's signature of this request")
            )
        }
        guard verification.isValid else {
            let names = verification.findings.filter(\.isRejectedByStrict).map(\.rawValue)
            return (
                .profile,
                Rejection(
                    code: "profile-not-met",
                    reason: "the equation holds, and the strict profile refuses: "
                        + names.joined(separator: ", "))
            )
        }
        return nil
    }
}
