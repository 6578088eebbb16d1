// SPDX-License-Identifier: Apache-2.0

// Definition: the curve of CurveParameters, by the map (x, y) ↦ (√(−a)·x, y).
// Agreement: CurveParameterTests; Tests/Checks/Proofs/formulas.py ("an isomorphism to the curve with a =
// -1").

import PrimeField

/// The isomorphic curve on which the arithmetic runs: −u² + y² = 1 + d′·u²·y² with u = √(−a)·x and d′ = −d/a.
///
/// With a = −1, an addition takes 8 multiplications instead of 9, and no multiplication by a. The addition
/// law is complete, because −1 is a square in F_p and d′ is not. A test recomputes the constants from a and
/// d.
enum MinusOneTwist {}

// Tests/Checks/Exhaustive compiles the second branch.

#if !TINY_CURVE
extension MinusOneTwist {
    /// √(−a), the root that is at most (p − 1)/2.
    static let squareRootOfMinusA: FieldElement =
        0x0e0ff35005d6e54b2c7ac0ce84e6117774a5f6ca321ea1176c7be2c1d8b2d768
    /// 1/√(−a).
    static let inverseSquareRootOfMinusA: FieldElement =
        0x2c2a29993f684b4258fa569cbc475e19660441e60da751f721f598c00ff68abf
    /// d′ = −d/a.
    static let d: FieldElement =
        0x1aee90f15f2189693df072d799fd11fc039b2959ebb7c867d075ca8cf4d7eb8e
}
#else
extension MinusOneTwist {
    static let squareRootOfMinusA: FieldElement =
        0x13b3477103524fec232ba6340168f8c0a1b59342bedba47e6ab1487ae0bd6016
    static let inverseSquareRootOfMinusA: FieldElement =
        0x0cd6eedc1cc63830f9c5f8b7cf831ce2b43e0e2084209e09645afbd6fc34694f
    static let d: FieldElement =
        0x216f318be1681ae050cc680513a87e370dd014d9a33a4dc61c4855e3e253c825
}
#endif
