// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

/// A signature that is not the expected one.
package struct WrongSignature: Equatable, Sendable {
    /// How the signature differs from the expected one. The raw value says it in a few words.
    package enum Kind: String, Sendable {
        /// It verifies for the expected message, with another R. The signer uses another nonce function,
        /// which can be equally safe.
        case ofAnotherNonce = "another nonce; the signature verifies"
        /// It verifies for the expected message, with the expected R. S is in the other form.
        case inAnotherForm = "another form of S; the signature verifies"
        /// It does not verify for the expected message.
        case doesNotVerify = "the signature does not verify"
    }

    package let kind: Kind
    /// The signature in the answer.
    package let text: String

    /// Classifies the signature in an answer. Returns `nil` if the answer has no signature, or the expected
    /// one.
    init?(in answer: Answer, _ members: JSON.Object) {
        guard case .out(let out) = answer, case .text(let text)? = out["signature"],
            out["signature"] != members["signature"], let signature = try? Signature(hex: text),
            let key = try? members.publicKey("publicKey"),
            case .text(let messageText)? = members["message"], let message = try? Message(hex: messageText)
        else { return nil }
        self.text = text
        if !key.isValidSignature(signature, for: message, profile: .relayer) {
            kind = .doesNotVerify
        } else {
            kind = (try? members.point("R")) == signature.r ? .inAnotherForm : .ofAnotherNonce
        }
    }
}
