// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestCanonicalization
import RequestSigning
import StrictJSON

/// The verdict on the signature of a request: whether it is valid, the step that fails and why, and what a
/// reader should know about a valid signature.
public struct SignatureVerdict: Sendable {
    /// The profile under which the signature was judged.
    public let profile: VerificationProfile
    /// The intermediate values of every stage that could be computed.
    public let trace: Trace
    /// The findings about the key and the signature. They do not depend on the profile. Empty if the key or
    /// the signature cannot be read.
    public let findings: [Finding]
    /// The step that failed; `nil` for a valid signature.
    public let failure: Failure?
    /// How the signature compares with the one that the key makes. `nil` unless the key was given as
    /// ``PublicKeySource/owned(by:)``.
    public let comparison: SignerComparison?
    /// What the signer probably did instead. `nil` unless a search was requested and the key, the signature
    /// or the equation failed. If only the profile is not met, the findings explain why.
    public let diagnosis: Diagnosis?

    /// Whether the signature is valid under the profile.
    public var isValid: Bool { failure == nil }
    /// Whether the signature was judged. A signature of another scheme is neither valid nor invalid.
    public var isJudged: Bool { failure.map(\.isJudgment) ?? true }

    /// Judges a signature as it was received, the value of X-API-SIG: "0x" and 192 hexadecimal digits if
    /// it is well formed. `effort` says how far to search for the mistake that explains a failure; `nil`
    /// means no search.
    public init(
        on signature: String, of request: SignableRequest, by key: PublicKeySource,
        profile: VerificationProfile = .relayer, searching effort: SearchEffort? = nil
    ) {
        let canonical = request.canonical
        let message = Message(canonical)
        let verification: Verification?
        do throws(Failure) {
            let signed = try SignedMessage(signature, of: message, by: key)
            let result = signed.key.verify(signed.signature, for: message, profile: profile)
            verification = result
            failure = Failure(
                isValid: result.isValid, equationHolds: result.equationHolds, findings: result.findings)
        } catch {
            verification = nil
            failure = error
        }
        let decoded = try? Signature(hex: signature)
        self.profile = profile
        findings = verification?.findings ?? []
        trace = Trace(
            canonical, publicKey: try? key.decoded(), signature: decoded, verification: verification)
        comparison =
            if case .owned(let secretKey) = key, let decoded {
                try? SignerComparison(decoded, by: secretKey, for: message)
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

extension SignedMessage {
    /// Decodes a signature as it was received, and the key of the supposed signer.
    /// - Throws: the first failure: another scheme, then the step `publicKey`, then the step `signature`.
    package init(
        _ signature: String, of message: Message, by key: PublicKeySource
    ) throws(SignatureVerdict.Failure) {
        if let otherScheme = SignatureVerdict.Failure.otherScheme(signature) { throw otherScheme }
        let key = try key.decoded()
        do throws(EdDSAError) {
            self.init(key: key, message: message, signature: try Signature(hex: signature))
        } catch { throw .init(.signature, error) }
    }
}

// MARK: - For people and for programs

extension SignatureVerdict: Encodable {
    /// The verdict in sentences: whether the signature is valid, the step that fails, what explains the
    /// failure, what each finding means, and ``advice``.
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

    /// Writes the object that `loopsig verify --json` prints, and ``sentences``.
    public func encode(to encoder: any Encoder) throws {
        try output(sentences: sentences).encode(to: encoder)
    }

    /// The verdict as an object, with ``trace`` and ``sentences`` if they are given.
    package func output(trace: Trace? = nil, sentences: [String]? = nil) -> OutputObject {
        [
            // `null` for a signature of another scheme.
            "valid": isJudged ? JSON.boolean(isValid) : .null, "profile": profile.rawValue,
            "findings": findings.map { ["name": $0.rawValue, "meaning": $0.meaning] },
            "failure": failure.map {
                ["step": $0.step.rawValue, "error": $0.code, "reason": $0.reason]
            },
            "comparison": comparison.map { ["name": $0.rawValue, "meaning": $0.meaning] },
            "diagnosis": diagnosis.map {
                [
                    "mistakes": $0.mistakes, "alternatives": $0.alternatives, "guesses": $0.guesses,
                ] as OutputObject
            },
            "advice": advice, "trace": trace, "sentences": sentences,
        ]
    }
}

extension Finding {
    /// What the finding means for anyone who relies on the key.
    public var meaning: String {
        switch self {
        case .unreducedS:
            """
            S is ℓ or more: the signer does not reduce it. Each signature of this form gives away three bits of the \
            secret key, and about 85 determine it. Replace the key, and have the signer reduce S mod ℓ.
            """
        case .publicKeyIsIdentity:
            "The public key is the identity: anyone can make signatures that verify, for every message."
        case .publicKeySmallOrder:
            "The public key has order 2, 4 or 8: anyone can make signatures that verify, after a few trials."
        case .publicKeyOutsideSubgroup:
            """
            The public key is not in the prime-order subgroup: it has no secret key, and verifiers that \
            reduce h or multiply by the cofactor disagree on its signatures.
            """
        case .rSmallOrder: "R has order 1, 2, 4 or 8: an honest signer never makes an R of this kind."
        case .rOutsideSubgroup:
            "R is not in the prime-order subgroup: an honest signer never makes an R of this kind."
        }
    }
}
