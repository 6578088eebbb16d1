// SPDX-License-Identifier: Apache-2.0
import EdDSA

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
