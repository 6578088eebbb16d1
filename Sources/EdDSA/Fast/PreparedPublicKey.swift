// SPDX-License-Identifier: Apache-2.0

// Definition: PublicKey.verify.
// Agreement: BatchVerificationTests (aPreparedKeyGivesTheSameVerdicts), BulkVerificationTests
// (everyPathGivesTheSameVerdict).

import BabyJubjub
import PrimeField

/// A public key with a table of its multiples, to verify many signatures under it. With the table, the
/// equation of a signature costs a third, whether it holds or not. The table takes 133 KB. Computing it costs
/// as much as some ten equations.
///
/// A key outside the subgroup of order ℓ has no table, because the table needs h reduced modulo ℓ. For this
/// key the equation is checked as without preparation.
public struct PreparedPublicKey: Sendable {
    /// The key.
    public let key: PublicKey
    private let multiples: PrecomputedMultiples?

    /// Prepares a key. Variable-time.
    public init(_ key: PublicKey) {
        self.key = key
        multiples =
            key.point.isInSubgroup
            ? PrecomputedMultiples(of: key.point, width: PrecomputedMultiples.widthForKeys) : nil
    }

    /// Whether the signature is valid for the message under the profile: the verdict of
    /// ``PublicKey/isValidSignature(_:for:profile:)``. Variable-time.
    public func isValidSignature(
        _ signature: Signature, for message: Message, profile: VerificationProfile
    ) -> Bool {
        guard equation(of: signature).holds(for: message) else { return false }
        switch profile {
        case .relayer: return true
        case .strict: return signature.isReduced && key.point != .identity && multiples != nil
        }
    }

    /// The verdict and the findings that ``PublicKey/verify(_:for:profile:)`` gives. Variable-time.
    public func verdict(
        on signature: Signature, for message: Message, profile: VerificationProfile
    ) -> BatchVerification.Verdict {
        let h = key.challenge(of: signature.r, message)
        let holds = equation(of: signature).holds(h)
        let keyIsInSubgroup = multiples != nil
        return BatchVerification.Verdict(
            SignedMessage(key: key, message: message, signature: signature), equationHolds: holds,
            keyIsInSubgroup: keyIsInSubgroup,
            // If the equation holds and A lies in the subgroup, R = S·B − h·A does too.
            rIsInSubgroup: keyIsInSubgroup && holds || signature.r.isInSubgroup,
            challenge: h, profile: profile)
    }

    /// The verification equation of a signature under the key, to check it for many messages. Variable-time.
    package func equation(of signature: Signature) -> EquationOfSignature {
        EquationOfSignature(
            signature: signature, key: key,
            prepared: multiples.map {
                PreparedEquation(s: signature.s, r: signature.r, multiplesOfA: $0)
            })
    }
}

extension PreparedPublicKey: CustomStringConvertible, CustomReflectable {
    /// The key in one line, without its table.
    public var description: String { "PreparedPublicKey(\(key.hex))" }
    /// The key, without its table.
    public var customMirror: Mirror { Mirror(self, children: ["key": key]) }
}

/// The verification equation of a signature under a key, for any message.
package struct EquationOfSignature: Sendable {
    package let signature: Signature
    package let key: PublicKey
    /// `nil` if the key is outside the subgroup.
    fileprivate let prepared: PreparedEquation?

    /// Whether S·B = R + h·A, where h is the challenge of R, A and the message.
    package func holds(for message: Message) -> Bool { holds(key.challenge(of: signature.r, message)) }

    /// Whether S·B = R + h·A.
    package func holds(_ h: FieldElement) -> Bool {
        prepared?.holds(h.integer)
            ?? Point.satisfiesVerificationEquation(s: signature.s, r: signature.r, h: h, a: key.point)
    }

    /// Whether 8·S·B = 8·R + 8·h·A; `nil` if the key is outside the subgroup.
    package func holdsWithCofactor(_ h: FieldElement) -> Bool? { prepared?.holdsWithCofactor(h.integer) }
}
