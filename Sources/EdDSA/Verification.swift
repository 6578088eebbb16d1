// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField

/// Which signatures count as valid. SPEC.md, section 7.8.
///
/// A caller always names the profile. Take ``strict`` where you decide what is accepted: every honest signer's reduced
/// signature passes, and keys for which anyone can sign do not. Take ``relayer`` to decide as the exchange and its
/// circuit do, for example in a replica of it or in an audit of its log; then look at the findings of
/// ``PublicKey/verify(_:for:profile:)``, because the identity as a key accepts a signature of any message.
public enum VerificationProfile: String, CaseIterable, Sendable {
    /// 0 ≤ S < 8ℓ and the exact equation: what the exchange accepts, and every genuine signer's output satisfies.
    /// [EDDSA-VERIFY-3] [EDDSA-VERIFY-5] [EDDSA-VERIFY-10]
    case relayer
    /// Also S < ℓ, A not the identity, A and R in the subgroup of order ℓ: what a new protocol should require.
    /// [EDDSA-VERIFY-4] [EDDSA-VERIFY-6]
    case strict

    /// Whether a signature of which the equation holds is valid in spite of the findings.
    func accepts(_ findings: [Finding]) -> Bool {
        self == .relayer || !findings.contains(where: \.isRejectedByStrict)
    }
}

/// A fact about a signature and its key that a reader needs in addition to valid or invalid.
public enum Finding: String, CaseIterable, Sendable {
    /// ℓ ≤ S < 8ℓ: the signer leaks three bits of its key with each such signature.
    case unreducedS
    /// A is the identity: anyone can sign for this key.
    case publicKeyIsIdentity
    /// A is another point of low order: anyone can sign for this key after a few trials.
    case publicKeySmallOrder
    /// A lies outside the subgroup: verdicts depend on how an implementation treats h.
    case publicKeyOutsideSubgroup
    /// R has low order: no honest signer makes such an R.
    case rSmallOrder
    /// R lies outside the subgroup: no honest signer makes such an R.
    case rOutsideSubgroup

    /// Whether the strict profile rejects a signature for it.
    public var isRejectedByStrict: Bool {
        switch self {
        case .unreducedS, .publicKeyIsIdentity, .publicKeySmallOrder, .publicKeyOutsideSubgroup,
            .rOutsideSubgroup:
            true
        // An R of low order in the subgroup is the identity; any other is outside, which is a finding by itself.
        case .rSmallOrder: false
        }
    }
}

/// The verdict on a signature, with what it rests on.
public struct Verification: Equatable, Sendable {
    /// The profile asked for.
    public let profile: VerificationProfile
    /// Whether the signature is valid under the profile.
    public let isValid: Bool
    /// What was found, under either profile alike.
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
    /// Whether the signature is valid for the message under the profile. Variable-time: all inputs are
    /// public.
    ///
    /// The same verdict as ``verify(_:for:profile:)`` gives, several times faster and without its reasons.
    public func isValidSignature(
        _ signature: Signature, for message: Message, profile: VerificationProfile
    ) -> Bool {
        let h = challenge(of: signature.r, message)
        guard Point.satisfiesVerificationEquation(s: signature.s, r: signature.r, h: h, a: point) else {
            return false
        }
        switch profile {
        case .relayer: return true
        // R = S·B − h·A lies in the subgroup where A does. [EDDSA-VERIFY-4] [EDDSA-VERIFY-6]
        case .strict: return signature.isReduced && point != .identity && point.isInSubgroup
        }
    }

    /// The verdict with findings and both sides of the equation S·B = R + h·A, computed as it is written:
    /// without the cofactor [EDDSA-VERIFY-1], and with h as an integer on the whole group [EDDSA-VERIFY-2].
    /// Variable-time.
    public func verify(
        _ signature: Signature, for message: Message, profile: VerificationProfile
    ) -> Verification {
        let h = challenge(of: signature.r, message)
        let leftSide = Point.base.multipliedVariableTime(by: signature.s)
        let rightSide = signature.r + point.multipliedVariableTime(by: h.integer)
        let findings = SignedMessage(key: self, message: message, signature: signature)
            .findings(keyIsInSubgroup: point.isInSubgroup, commitmentIsInSubgroup: signature.r.isInSubgroup)
        return Verification(
            profile: profile, isValid: leftSide == rightSide && profile.accepts(findings),
            findings: findings, challenge: h, leftSide: leftSide, rightSide: rightSide)
    }
}
