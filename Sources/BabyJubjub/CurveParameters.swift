import PrimeField

/// The parameters of Baby Jubjub in the form that Loopring uses (ethsnarks; EIP-2494 uses another base
/// point of the same curve): a·x² + y² = 1 + d·x²·y² over F_p with a = 168700, d = 168696.
///
/// [PARAM-1]
///
/// a is a square and d is not, so the affine addition law is complete (Bernstein, Birkner, Joye, Lange,
/// Peters, "Twisted Edwards curves", ePrint 2008/013, section 6). The group has 8ℓ elements. SPEC.md,
/// section "Parameters".
package enum CurveParameters {
    /// a = 168700.
    package static let a = FieldElement(168_700)
    /// d = 168696.
    package static let d = FieldElement(168_696)
}

/// The isomorphic curve on which the arithmetic runs: −u² + y² = 1 + d′·u²·y² with u = √(−a)·x and
/// d′ = −d/a. With a = −1 addition takes 8 multiplications instead of 9 and no multiplication by a, and the
/// law is still complete: −1 is a square in F_p and d′ is not. Recomputed from a and d by a test.
enum MinusOneTwist {
    /// √(−a), the root that is at most (p − 1)/2.
    static let squareRootOfMinusA = FieldElement(
        literal: "0x0e0ff35005d6e54b2c7ac0ce84e6117774a5f6ca321ea1176c7be2c1d8b2d768")
    /// 1/√(−a).
    static let inverseSquareRootOfMinusA = FieldElement(
        literal: "0x2c2a29993f684b4258fa569cbc475e19660441e60da751f721f598c00ff68abf")
    /// d′ = −d/a.
    static let d = FieldElement(
        literal: "0x1aee90f15f2189693df072d799fd11fc039b2959ebb7c867d075ca8cf4d7eb8e")
}

extension FieldElement {
    /// A constant of this module, written as a string of 64 digits that a test covers.
    init(literal: String) {
        guard let value = try? FieldElement(hex: literal) else {
            preconditionFailure("not a field element: \(literal)")
        }
        self = value
    }
}
