import EdDSA

extension Finding {
    /// What the finding means for whoever relies on the key.
    var meaning: String {
        switch self {
        case .unreducedS:
            """
            S is ℓ or more: the signer does not reduce it. Each such signature gives away three bits of the \
            secret key, and some 85 determine it. The key should be replaced, and the signer reduce S mod ℓ.
            """
        case .publicKeyIsIdentity:
            "The public key is the identity: anyone can make signatures that verify, for every message."
        case .publicKeySmallOrder:
            "The public key has order 2, 4 or 8: anyone can make signatures that verify, after a few trials."
        case .publicKeyOutsideSubgroup:
            """
            The public key is not in the prime-order subgroup: no secret key belongs to it, and verifiers that \
            reduce h or multiply by the cofactor disagree on its signatures.
            """
        case .rSmallOrder:
            "R has order 1, 2, 4 or 8: no honest signer makes such an R."
        case .rOutsideSubgroup:
            "R is not in the prime-order subgroup: no honest signer makes such an R."
        }
    }
}
