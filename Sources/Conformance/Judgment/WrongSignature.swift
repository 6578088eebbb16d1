// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

/// A signature that is not the expected one.
package struct WrongSignature: Equatable, Sendable {
    /// What it is instead.
    package enum Kind: Equatable, Sendable {
        /// It verifies for the expected message, with another R: another nonce, which may be as good as ours.
        case ofAnotherNonce
        /// It verifies, with the expected R: another form of S.
        case inAnotherForm
        /// It does not verify for the expected message.
        case doesNotVerify
    }

    package let kind: Kind
    /// The signature as it was answered.
    package let text: String

    /// Judges the signature of an answer; `nil` if there is none, or it is the expected one.
    init?(in answer: Answer, _ members: JSON.Object) {
        guard case .out(let out) = answer, case .text(let text)? = out["signature"],
            out["signature"] != members["signature"], let signature = try? Signature(hex: text),
            let key = try? Arguments(members: members).publicKey("publicKey"),
            case .text(let messageText)? = members["message"], let message = try? Message(hex: messageText)
        else { return nil }
        self.text = text
        if !key.isValidSignature(signature, for: message, profile: .relayer) {
            kind = .doesNotVerify
        } else {
            kind =
                (try? Arguments(members: members).point("R")) == signature.r
                ? .inAnotherForm : .ofAnotherNonce
        }
    }

    /// The finding in a few words.
    var words: String {
        switch kind {
        case .ofAnotherNonce: "another nonce; the signature verifies"
        case .inAnotherForm: "another form of S; the signature verifies"
        case .doesNotVerify: "the signature does not verify"
        }
    }
}
