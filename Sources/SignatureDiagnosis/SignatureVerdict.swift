// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestCanonicalization
import RequestSigning

/// The judgment on a request and its signature: valid or not, the step that fails and why, and what a reader should know
/// about a valid signature.
///
/// ```swift
/// let verdict = SignatureVerdict(
///     on: headerValue, of: request, by: .coordinates(x: x, y: y), profile: .strict, searching: .thorough)
/// verdict.isValid
/// verdict.failure?.reason                    // a sentence
/// verdict.findings.map(\.meaning)            // what they mean for anyone who relies on the key
/// verdict.diagnosis?.mistakes.first          // what the signer is likely to have done instead
/// ```
public struct SignatureVerdict: Sendable {
    /// The profile asked for.
    public let profile: VerificationProfile
    /// Every stage that could be reached.
    public let trace: Trace
    /// What was found about key and signature, the same under either profile; empty if one cannot be read.
    public let findings: [Finding]
    /// The step that failed; `nil` for a valid signature.
    public let failure: Failure?
    /// How the signature compares with the key's own, if the key was given as ``PublicKeySource/owned(by:)``.
    public let comparison: SignerComparison?
    /// What the signer is likely to have done instead, if it was asked for, and key, signature or equation failed. (A profile that is not met has its explanation in the findings.)
    public let diagnosis: Diagnosis?

    /// Whether the signature is valid under the profile.
    public var isValid: Bool { failure == nil }
    /// Whether it was judged: a signature of another scheme is neither valid nor invalid.
    public var isJudged: Bool { failure.map(\.isJudgment) ?? true }

    /// Judges a signature as it came over the wire.
    ///
    /// - Parameters:
    ///   - signature: the value of X-API-SIG, "0x" and 192 hexadecimal digits if it is well-formed.
    ///   - request: what it is said to sign.
    ///   - key: whose it is said to be.
    ///   - profile: what counts as valid.
    ///   - effort: how far to search for the mistake that explains a failure; `nil` for no search.
    public init(
        on signature: String, of request: SignableRequest, by key: PublicKeySource,
        profile: VerificationProfile = .relayer, searching effort: SearchEffort? = nil
    ) {
        let canonical = request.canonical
        let message = Message(canonical)
        let publicKey = Result { () throws(Rejection) in try key.decoded() }
        let decoded = Result { () throws(EdDSAError) in try Signature(hex: signature) }
        let verification: Verification?
        switch (Failure.otherScheme(signature), publicKey, decoded) {
        case (let otherScheme?, _, _):
            verification = nil
            failure = otherScheme
        case (nil, .failure(let rejection), _):
            verification = nil
            failure = Failure(.publicKey, rejection.code, rejection.reason)
        case (nil, .success, .failure(let error)):
            verification = nil
            let rejection = Rejection(error)
            failure = Failure(.signature, rejection.code, rejection.reason)
        case (nil, .success(let key), .success(let signature)):
            let result = key.verify(signature, for: message, profile: profile)
            verification = result
            failure = Failure(
                isValid: result.isValid, equationHolds: result.equationHolds, findings: result.findings)
        }
        self.profile = profile
        findings = verification?.findings ?? []
        trace = Trace(
            canonical, publicKey: try? publicKey.get(), signature: try? decoded.get(),
            verification: verification)
        comparison =
            if case .owned(let secretKey) = key, let signature = try? decoded.get() {
                try? SignerComparison(signature, by: secretKey, for: message)
            } else {
                nil
            }
        diagnosis =
            if let effort, let failure, failure.isJudgment, failure.step != .profile {
                Diagnosis(of: signature, for: request, by: key, searching: effort)
            } else {
                nil
            }
    }
}

// MARK: - For people and for programs

extension SignatureVerdict {
    /// The verdict in sentences: valid or the step that fails, what explains the failure, what each finding means, and
    /// ``advice``.
    public var sentences: [String] {
        var sentences = [
            "The signature is \(isValid ? "" : "not ")valid under the \(profile.rawValue) profile."
        ]
        if let failure {
            sentences.append("It fails at the step \(failure.step.rawValue): \(failure.reason).")
        }
        sentences += diagnosis?.mistakes.map(\.explanation) ?? []
        sentences += findings.map(\.meaning)
        sentences += advice.map { "\($0.title) \($0.text)" }
        return sentences
    }
}

extension SignatureVerdict: Encodable {
    private enum CodingKeys: CodingKey {
        case valid, profile, findings, failure, diagnosis, sentences
    }

    /// Writes the verdict, `valid` as `null` if nothing was judged, and ``sentences``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isJudged ? isValid : nil, forKey: .valid)
        try container.encode(profile.rawValue, forKey: .profile)
        try container.encode(findings.map(\.rawValue), forKey: .findings)
        try container.encodeIfPresent(failure, forKey: .failure)
        try container.encodeIfPresent(diagnosis, forKey: .diagnosis)
        try container.encode(sentences, forKey: .sentences)
    }
}

extension Finding {
    /// What the finding means for anyone who relies on the key.
    public var meaning: String {
        switch self {
        case .unreducedS:
            """
            S is ℓ or more: the signer does not reduce it. Each such signature gives away three bits of the \
            secret key, and some 85 determine it. The key should be replaced, and the signer reduce S mod ℓ.
            """
        case .publicKeyIsIdentity:
            "The public key is the identity: anyone can make signatures that verify, for every message."
        case .publicKeySmallOrder:
            "The public key has order 2, 4 or 8: anyone can make signatures that verify, after a few trials."
        case .publicKeyOutsideSubgroup:
            """
            The public key is not in the prime-order subgroup: no secret key belongs to it, and verifiers that \
            reduce h or multiply by the cofactor disagree on its signatures.
            """
        case .rSmallOrder:
            "R has order 1, 2, 4 or 8: no honest signer makes such an R."
        case .rOutsideSubgroup:
            "R is not in the prime-order subgroup: no honest signer makes such an R."
        }
    }
}
