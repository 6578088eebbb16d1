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

    /// The advice about the request. Empty if the signature is not valid, and for most requests.
    public var advice: [Advice] {
        let request = trace.canonical.request
        // This call may have a prefix before its path.
        let path = "/api/v3/apiKey".utf8
        let returnsAPIKey =
            request.method == .get && request.url.path.utf8.suffix(path.count).elementsEqual(path)
        return isValid && returnsAPIKey ? [.requestReturnsAPIKey] : []
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

// MARK: - Comparison and advice

/// How a signature compares with the one that the key makes. Only the owner of the secret key can compare
/// them. Signing by SPEC.md, section 7.5, is deterministic, so the key makes exactly one signature of a
/// message.
public enum SignerComparison: String, CaseIterable, Sendable {
    /// Both have the same bytes.
    case identical
    /// R is the same. S is the value that the key computes, but reduced mod 8ℓ instead of mod ℓ.
    case unreducedForm
    /// R is the same, and S differs.
    case sameNonce
    /// R differs.
    case otherNonce

    /// Compares a signature with the one that the key makes of the message.
    /// - Throws: `EdDSAError.nonceIsZero`, with probability 2⁻²⁵¹.
    public init(_ signature: Signature, by key: PrivateKey, for message: Message) throws(EdDSAError) {
        let expected = try key.signature(for: message)
        self =
            if signature == expected {
                .identical
            } else if signature.r != expected.r {
                .otherNonce
            } else if try signature == key.unreducedSignatureLeakingKey(for: message) {
                .unreducedForm
            } else {
                .sameNonce
            }
    }

    /// What the comparison tells an implementer.
    public var meaning: String {
        switch self {
        case .identical: "It is the signature that this key makes, byte for byte."
        case .unreducedForm: "It is the unreduced form of the signature that this key makes, byte for byte."
        case .sameNonce:
            """
            R is the one that this key makes for this message, so message and nonce agree. S differs: check the \
            challenge and the reduction of S.
            """
        case .otherNonce:
            """
            R is not the one that this key makes for this message: the signer had another message, or derives the nonce \
            in another way (SPEC 7.3). A different nonce alone does not make a signature invalid.
            """
        }
    }
}

/// A risk of signed requests that exists even if every signature is valid. SPEC.md, section 13.2.
public struct Advice: Equatable, Sendable, Encodable {
    /// The advice in one short sentence.
    public let title: String
    /// The reason and the consequences.
    public let text: String

    /// Anyone who can read a log of signed requests can send them again.
    public static let logIsSecret = Advice(
        title: "Treat the log as a secret.",
        text: """
            A signed request contains no time and no counter, so anyone who has the log can send it again. A logged GET \
            of /api/v3/apiKey returns the account's API key to anyone who replays it, until the account replaces its \
            layer-2 key.
            """)

    /// Cancelling an order does not revoke its signature.
    public static let cancellationIsNotRevocation = Advice(
        title: "Cancelling an order does not revoke it.",
        text: """
            The relayer only stops matching the order. Anyone who has the signed order can have it settled until \
            validUntil, a key update of the account, or an order with the same storage slot and a larger storageId.
            """)

    /// Anyone who has this request and its signature can get an API key.
    public static let requestReturnsAPIKey = Advice(
        title: "Treat this request as a secret.",
        text: """
            It contains no time and no counter, and GET /api/v3/apiKey needs no other header: anyone who sends it again \
            gets the account's API key, until the account replaces its layer-2 key.
            """)
}
