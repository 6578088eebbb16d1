// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The parameters of Baby Jubjub: a·x² + y² = 1 + d·x²·y² over F_p with a = 168700 and d = 168696. [PARAM-1]
///
/// The base point is the one of ethsnarks and Loopring. EIP-2494 uses another base point of the same curve.
///
/// a is a square and d is not, so the affine addition law is complete (Bernstein, Birkner, Joye, Lange,
/// Peters, "Twisted Edwards curves", ePrint 2008/013, section 6). The group has 8ℓ elements. SPEC.md,
/// section "Parameters".
package enum CurveParameters {}

// Tests/Checks/Exhaustive compiles the same code with the second branch: another curve of this form over the
// same field. It has a subgroup of 40 points, which is small enough to try every input.

#if !TINY_CURVE
extension CurveParameters {
    /// a = 168700.
    package static let a: FieldElement = 168_700
    /// d = 168696.
    package static let d: FieldElement = 168_696
    /// The base point B of order ℓ.
    static let base: (x: FieldElement, y: FieldElement) = (
        x: 0x2491aba8d3a191a76e35bc47bd9afe6cc88fee14d607cbe779f2349047d5c157,
        y: 0x2e07297f8d3c3d7818dbddfd24c35583f9a9d4ed0cb0c1d1348dd8f7f99152d7
    )
    /// T, a point of order 8 with y = √a·x.
    static let orderEight: (x: FieldElement, y: FieldElement) = (
        x: 0x26ca6a00b96d21a18e9f746b5c616985d006d8f522066be0d6a1e0e5854c60e3,
        y: 0x0aabb7211172d31463c1127d4ba6942cb791c56d8234b5a0abfd1e81afd0d677
    )
    /// The x of 2T. The y of 2T is zero, so a·x² = 1.
    static let orderFourX: FieldElement =
        0x068a190bd4563c1f8ce1cf7a816eacb524a06a69334601a98aff443852ae3efa
}
#else
extension CurveParameters {
    package static let a: FieldElement = 55
    package static let d: FieldElement = 51
    static let base: (x: FieldElement, y: FieldElement) = (
        x: 0x0af5c493b3b7d1fea76af7d2772a6ab04ee6a74ed3b8220eb74a6b6451379a64,
        y: 0x2808a9257da316daf098514b47ea70596eb035ab9f022e7c49ed58fbc31c0963
    )
    static let orderEight: (x: FieldElement, y: FieldElement) = (
        x: 0x2cbae0ca863af6bc496c48f297ecfd591f6b188539877dfc68b378c9ad22b52b,
        y: 0x107e6f95db4d203c58ce1cb4ad8844439104c02809f179e375a79123c2a324f8
    )
    static let orderFourX: FieldElement =
        0x215f2725a7be932678de78a17191ad074a8336116d2d9126f8f6e538c0e79036
}
#endif
