// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField

/// An equation S·B = R + h·A that holds. Only the owner of A can have made it, whatever request it was recorded with.
///
/// In terms of the secret numbers it says S = r + k·h mod ℓ, with A = k·B and R = r·B: a linear equation for the key k and
/// the nonce r.
public struct SigningEquation: Equatable, Sendable {
    /// A.
    public let key: PublicKey
    /// R.
    public let r: Point
    /// S.
    public let s: Integer256
    /// h.
    public let challenge: Integer256

    /// Whether S < ℓ.
    package var isReduced: Bool { s < Integer256(limbs: Scalar.order) }

    init(key: PublicKey, r: Point, s: Integer256, challenge: Integer256) {
        self.key = key
        self.r = r
        self.s = s
        self.challenge = challenge
    }

    /// The equation of a signature that is valid for the message under the key.
    package init(_ signature: Signature, for message: Message, by key: PublicKey) {
        self.init(
            key: key, r: signature.r, s: signature.s,
            challenge: ChallengeRule.specified.challenge(signature.r, key.point, message))
    }
}

extension Guess {
    /// The equation that holds if the guess does, with its ``h``; `nil` for another base point than B.
    func signingEquation(_ h: Integer256) -> SigningEquation? {
        let key = PublicKey(publicKey)
        switch equation {
        case .exact: return SigningEquation(key: key, r: r, s: s, challenge: h)
        case .sNegated:
            // −S·B = (ℓ − S mod ℓ)·B
            return SigningEquation(key: key, r: r, s: s.negatedModL, challenge: h)
        case .cofactored:
            // S·B and R + h·A differ by a point of low order. The nonce is that of S·B − h·A, which is R without the part of
            // low order if A is in the subgroup. B has order ℓ, so that S counts mod ℓ.
            let nonce = Point.baseMultiplied(by: s.scalar) - publicKey.multipliedVariableTime(by: h)
            return SigningEquation(key: key, r: nonce, s: s, challenge: h)
        case .otherBasePoint: return nil
        }
    }
}
