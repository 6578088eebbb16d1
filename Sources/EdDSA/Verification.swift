// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField

/// A rule for which signatures are valid. SPEC.md, section 7.8.
///
/// Use ``strict`` to decide what you accept. It accepts every honest signer's reduced signature, and rejects
/// keys for which anyone can sign. Use ``relayer`` to decide as the exchange and its circuit do, for example
/// in a replica of the exchange or in an audit of its log. Then also look at the findings of
/// ``PublicKey/verify(_:for:profile:)``: if the key is the identity, anyone can make a valid signature of any
/// message.
public enum VerificationProfile: String, CaseIterable, Sendable {
    /// 0 ≤ S < 8ℓ and the exact equation. Every genuine signer's output satisfies this rule.
    /// [EDDSA-VERIFY-3] [EDDSA-VERIFY-5] [EDDSA-VERIFY-10]
    case relayer
    /// In addition S < ℓ, A is not the identity, and A and R are in the subgroup of order ℓ. New protocols
    /// should use it. [EDDSA-VERIFY-4] [EDDSA-VERIFY-6]
    case strict

    /// Whether a signature with these findings is valid if its equation holds.
    func accepts(_ findings: [Finding]) -> Bool {
        self == .relayer || !findings.contains(where: \.isRejectedByStrict)
    }
}

/// A fact about a signature and its key that a reader needs in addition to valid or invalid.
public enum Finding: String, CaseIterable, Encodable, Sendable {
    /// ℓ ≤ S < 8ℓ: the signer leaks three bits of its key with each such signature.
    case unreducedS
    /// A is the identity: anyone can sign for this key.
    case publicKeyIsIdentity
    /// A is another point of low order: anyone can sign for this key after a few trials.
    case publicKeySmallOrder
    /// A lies outside the subgroup: the verdict depends on whether an implementation reduces h.
    case publicKeyOutsideSubgroup
    /// R has low order: no honest signer computes it.
    case rSmallOrder
    /// R lies outside the subgroup: no honest signer computes it.
    case rOutsideSubgroup

    /// Whether the strict profile rejects a signature that has this finding.
    public var isRejectedByStrict: Bool {
        switch self {
        case .unreducedS, .publicKeyIsIdentity, .publicKeySmallOrder, .publicKeyOutsideSubgroup,
            .rOutsideSubgroup:
            true
        // The identity is the only R of low order in the subgroup, and strict accepts it. Every other R of
        // low order also has the finding rOutsideSubgroup.
        case .rSmallOrder: false
        }
    }
}

/// The verdict on a signature, with its findings, the challenge and both sides of the equation.
public struct Verification: Equatable, Sendable {
    /// The profile under which the signature was verified.
    public let profile: VerificationProfile
    /// Whether the signature is valid under the profile.
    public let isValid: Bool
    /// The findings, which are the same under both profiles.
    public let findings: [Finding]
    /// h.
    public let challenge: FieldElement
    /// S·B.
    public let leftSide: Point
    /// R + h·A.
    public let rightSide: Point

    /// Whether S·B = R + h·A. A false equation is a verdict and not an error. [EDDSA-VERIFY-9]
    public var equationHolds: Bool { leftSide == rightSide }
}

extension PublicKey {
    /// Whether the signature is valid for the message under the profile. Variable-time, because all inputs
    /// are public.
    ///
    /// The verdict is that of ``verify(_:for:profile:)``. This function is several times faster and gives no
    /// reasons.
    public func isValidSignature(
        _ signature: Signature, for message: Message, profile: VerificationProfile
    ) -> Bool {
        let h = challenge(of: signature.r, message)
        guard Point.satisfiesVerificationEquation(s: signature.s, r: signature.r, h: h, a: point) else {
            return false
        }
        switch profile {
        case .relayer: return true
        // The equation holds, so R = S·B − h·A. If A lies in the subgroup, R does too. [EDDSA-VERIFY-4]
        // [EDDSA-VERIFY-6]
        case .strict: return signature.isReduced && point != .identity && point.isInSubgroup
        }
    }

    /// The verdict with findings and both sides of the equation S·B = R + h·A. Variable-time.
    ///
    /// The equation is computed as it is written: without the cofactor [EDDSA-VERIFY-1], and with h as an
    /// integer [EDDSA-VERIFY-2].
    public func verify(
        _ signature: Signature, for message: Message, profile: VerificationProfile
    ) -> Verification {
        let h = challenge(of: signature.r, message)
        let leftSide = Point.base.multipliedVariableTime(by: signature.s)
        let rightSide = signature.r + point.multipliedVariableTime(by: h.integer)
        let findings = SignedMessage(key: self, message: message, signature: signature)
            .findings(keyIsInSubgroup: point.isInSubgroup, rIsInSubgroup: signature.r.isInSubgroup)
        return Verification(
            profile: profile, isValid: leftSide == rightSide && profile.accepts(findings),
            findings: findings, challenge: h, leftSide: leftSide, rightSide: rightSide)
    }
}
