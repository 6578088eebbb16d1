import BabyJubjub
import EdDSA
import PrimeField

/// Mistakes with the key, the challenge and the equation, each made alone.
extension Hypothesis {
    /// The guesses that depart from this one in one such way.
    var variations: [Hypothesis] { keys + points + challenges + equations }

    private var keys: [Hypothesis] {
        [
            with(
                Mistake(
                    "publicKeyNegated", .publicKey, "PACK-1",
                    "The public key has the wrong sign of x, or the signer computed S = r − k·h.")
            ) { $0.publicKey = -$0.publicKey }
        ]
    }

    private var points: [Hypothesis] {
        [
            with(
                Mistake("rNegated", .signature, "EDDSA-VERIFY-9", "R has the wrong sign of x: it is −r·B.")
            ) { $0.r = -$0.r },
            with(Mistake("sNegated", .signature, "EDDSA-SIGN-1", "S has the wrong sign: it is ℓ − S.")) {
                $0.equation = .sNegated
            },
        ]
    }

    private var challenges: [Hypothesis] {
        func known(_ rule: ChallengeRule, _ requirement: String, _ explanation: String) -> Hypothesis {
            with(Mistake("challenge.\(rule)", .challenge, requirement, explanation)) { $0.challenge = rule }
        }
        return [
            known(
                .publicKeyFirst, "EDDSA-CHALLENGE-1",
                "The challenge was computed from A before R. The inputs are R.x, R.y, A.x, A.y, m."),
            known(
                .messageFirst, "EDDSA-CHALLENGE-1",
                "The challenge was computed from the message before R and A. The inputs are R.x, R.y, A.x, A.y, m."
            ),
            known(
                .ethsnarksDefault, "EDDSA-CHALLENGE-1",
                "The challenge was computed with ethsnarks' default of 8 + 57 rounds. It takes 6 + 52."),
            known(
                .oneMorePartialRound, "EDDSA-CHALLENGE-1",
                "The challenge was computed with 53 partial rounds. It takes 52."),
            known(
                .reducedModuloSubgroupOrder, "EDDSA-CHALLENGE-2",
                "The challenge was reduced mod ℓ, and the public key is not in the prime-order subgroup."),
            known(
                .littleEndian, "EDDSA-CHALLENGE-2",
                "The challenge was used with its bytes in the other order."),
        ]
    }

    private var equations: [Hypothesis] {
        [
            with(
                Mistake(
                    "cofactored", .equation, "EDDSA-VERIFY-1",
                    "The equation holds only after multiplication by the cofactor 8: A or R is not in the "
                        + "prime-order subgroup. Verifiers that multiply accept what the exact equation refuses."
                )
            ) { $0.equation = .cofactored },
            with(
                Mistake(
                    "otherBasePoint", .equation, "PARAM-1",
                    "Key and signature were made with the base point of EIP-2494, which is another one.")
            ) { $0.equation = .otherBasePoint },
        ]
    }
}
