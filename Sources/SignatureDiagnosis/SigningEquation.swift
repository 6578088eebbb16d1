// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField

/// An equation S·B = R + h·A that holds. Only the owner of A can have made it, even if it was recorded with
/// another request. With the secret numbers k and r for which A = k·B and R = r·B, it says S = r + k·h mod ℓ.
/// This is a linear equation for the key k and the nonce r.
public struct SigningEquation: Equatable, Sendable {
    /// A.
    public let key: PublicKey
    /// R.
    public let r: Point
    /// S.
    public let s: Integer256
    /// h.
    public let challenge: Integer256

    package var isReduced: Bool { s < Integer256(limbs: Scalar.order) }
}

extension SigningEquation {
    /// The equation of a signature that is valid for the message under the key.
    package init(_ signature: Signature, for message: Message, by key: PublicKey) {
        self.init(
            key: key, r: signature.r, s: signature.s,
            challenge: ChallengeRule.specified.challenge(signature.r, key.point, message))
    }
}

extension Guess {
    /// The equation that holds if the guess is right, with the guess's ``h``; `nil` if the guess assumes
    /// another base point than B.
    func signingEquation(_ h: Integer256) -> SigningEquation? {
        let key = PublicKey(publicKey)
        switch equation {
        case .exact: return SigningEquation(key: key, r: r, s: s, challenge: h)
        case .sNegated:
            // −S·B = (ℓ − S mod ℓ)·B
            return SigningEquation(key: key, r: r, s: s.negatedModL, challenge: h)
        case .cofactored:
            // S·B and R + h·A differ by a low-order point. Take S·B − h·A in place of R. If A is in the
            // subgroup, this is R without its low-order component, and it has the same nonce. B has order ℓ,
            // so S can be reduced mod ℓ.
            let nonce = Point.baseMultiplied(by: s.scalar) - publicKey.multipliedVariableTime(by: h)
            return SigningEquation(key: key, r: nonce, s: s, challenge: h)
        case .otherBasePoint: return nil
        }
    }
}
