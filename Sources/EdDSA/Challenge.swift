import BabyJubjub
import Poseidon
import PrimeField

/// The challenge h = Poseidon(R.x, R.y, A.x, A.y, m) with t = 6, R_F = 6, R_P = 52: an integer in [0, p).
///
/// h multiplies A as that integer. It is not reduced mod ℓ: outside the subgroup that would be another
/// multiple. SPEC.md, section "EdDSA", Challenge.
func challenge(_ r: Point, _ a: Point, _ m: Message) -> FieldElement {
    guard let h = try? PoseidonHash.challenge.hash([r.x, r.y, a.x, a.y, m.value]) else {
        preconditionFailure("five inputs fit t = 6")
    }
    return h
}
