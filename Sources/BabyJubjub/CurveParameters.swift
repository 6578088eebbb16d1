import PrimeField

/// The parameters of Baby Jubjub in the form that Loopring uses (ethsnarks; EIP-2494 uses another base
/// point of the same curve): a·x² + y² = 1 + d·x²·y² over F_p with a = 168700, d = 168696.
///
/// [PARAM-1]
///
/// a is a square and d is not, so the affine addition law is complete (Bernstein, Birkner, Joye, Lange,
/// Peters, "Twisted Edwards curves", ePrint 2008/013, section 6). The group has 8ℓ elements. SPEC.md,
/// section "Parameters".
package enum CurveParameters {}

/// The isomorphic curve on which the arithmetic runs: −u² + y² = 1 + d′·u²·y² with u = √(−a)·x and
/// d′ = −d/a. With a = −1 addition takes 8 multiplications instead of 9 and no multiplication by a, and the
/// law is still complete: −1 is a square in F_p and d′ is not. Recomputed from a and d by a test.
enum MinusOneTwist {}

// Tests/Checks/Exhaustive compiles the same code with the second branch, another curve of this shape over the same field
// with a subgroup of 40 points, where every input can be tried.

#if !TINY_CURVE
extension CurveParameters {
    /// a = 168700.
    package static let a = FieldElement(168_700)
    /// d = 168696.
    package static let d = FieldElement(168_696)
    /// The base point B of order ℓ.
    static let base = (
        x: FieldElement(literal: "0x2491aba8d3a191a76e35bc47bd9afe6cc88fee14d607cbe779f2349047d5c157"),
        y: FieldElement(literal: "0x2e07297f8d3c3d7818dbddfd24c35583f9a9d4ed0cb0c1d1348dd8f7f99152d7")
    )
    /// T, a point of order 8 with y = √a·x.
    static let orderEight = (
        x: FieldElement(literal: "0x26ca6a00b96d21a18e9f746b5c616985d006d8f522066be0d6a1e0e5854c60e3"),
        y: FieldElement(literal: "0x0aabb7211172d31463c1127d4ba6942cb791c56d8234b5a0abfd1e81afd0d677")
    )
    /// The x of 2T, whose y is zero: a·x² = 1.
    static let orderFourX = FieldElement(
        literal: "0x068a190bd4563c1f8ce1cf7a816eacb524a06a69334601a98aff443852ae3efa")
}

extension MinusOneTwist {
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

extension TatePairing {
    /// √a, the root that is 1/x(2T).
    static let squareRootOfA = FieldElement(
        literal: "0x0ff3234afb38a3f8d1411ffb5591babf49072758c2a2322eefc605021164390b")
    /// β = (1 + 2·y(T)) / (x(T)·y(T)): the first tangent touches at T, where y = √a·x.
    static let beta = FieldElement(
        literal: "0x29adbc2fa00942e0812026d0069001030cd396c8400620fdcbd0df29f28a699c")
}
#else
extension CurveParameters {
    package static let a = FieldElement(55)
    package static let d = FieldElement(51)
    static let base = (
        x: FieldElement(literal: "0x0af5c493b3b7d1fea76af7d2772a6ab04ee6a74ed3b8220eb74a6b6451379a64"),
        y: FieldElement(literal: "0x2808a9257da316daf098514b47ea70596eb035ab9f022e7c49ed58fbc31c0963")
    )
    static let orderEight = (
        x: FieldElement(literal: "0x2cbae0ca863af6bc496c48f297ecfd591f6b188539877dfc68b378c9ad22b52b"),
        y: FieldElement(literal: "0x107e6f95db4d203c58ce1cb4ad8844439104c02809f179e375a79123c2a324f8")
    )
    static let orderFourX = FieldElement(
        literal: "0x215f2725a7be932678de78a17191ad074a8336116d2d9126f8f6e538c0e79036")
}

extension MinusOneTwist {
    static let squareRootOfMinusA = FieldElement(
        literal: "0x13b3477103524fec232ba6340168f8c0a1b59342bedba47e6ab1487ae0bd6016")
    static let inverseSquareRootOfMinusA = FieldElement(
        literal: "0x0cd6eedc1cc63830f9c5f8b7cf831ce2b43e0e2084209e09645afbd6fc34694f")
    static let d = FieldElement(
        literal: "0x216f318be1681ae050cc680513a87e370dd014d9a33a4dc61c4855e3e253c825")
}

extension TatePairing {
    static let squareRootOfA = FieldElement(
        literal: "0x2cf2127c7dc5773c5431d74eae9a671a32b00b44dcfcea60ad62c0cfc1bffb75")
    static let beta = FieldElement(
        literal: "0x2edcd7a0fd588c4c1ba595f09185c6f8c9e51ffac35ea9f131351d81a136676a")
}
#endif

extension FieldElement {
    /// A constant of this module, written as a string of 64 digits that a test covers.
    init(literal: String) {
        guard let value = try? FieldElement(hex: literal) else {
            preconditionFailure("not a field element: \(literal)")
        }
        self = value
    }
}
