// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// What the owner of the secret key can say of a signature beyond the verdict: how it compares with the one
/// that the key makes by SPEC.md, section 7.5, which is deterministic.
public enum SignerComparison: String, CaseIterable, Sendable {
    /// The same bytes.
    case identical
    /// The same but for S, which is the key's own mod 8ℓ instead of mod ℓ.
    case unreducedForm
    /// R is the key's own and S is another.
    case sameNonce
    /// R is another.
    case otherNonce

    /// Compares a signature with the key's own of the message.
    ///
    /// - Throws: `EdDSAError.nonceIsZero`; the chance is 2⁻²⁵¹.
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

    /// What it tells an implementer.
    public var meaning: String {
        switch self {
        case .identical:
            "It is what this key signs, byte for byte."
        case .unreducedForm:
            "It is the unreduced form of what this key signs, byte for byte."
        case .sameNonce:
            """
            R is what this key makes of this message, so message and nonce agree. S is another one: look at the \
            challenge and at the reduction of S.
            """
        case .otherNonce:
            """
            R is not what this key makes of this message: the signer had another message, or derives the nonce \
            otherwise (SPEC 7.3). Another nonce alone leaves a signature valid.
            """
        }
    }
}
