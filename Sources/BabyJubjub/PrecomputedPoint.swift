import PrimeField

/// An affine point of the a = −1 twist prepared for addition: ((y − u)/2, (y + u)/2, d′·u·y), each below p.
///
/// Halving every entry of the usual triple (y − u, y + u, 2d′·u·y) turns the 2·Z of the addition formula
/// into Z. The neutral element is (1/2, 1/2, 0).
package struct PrecomputedPoint: Sendable, BitwiseCopyable {
    var yMinusU: LazyFieldElement
    var yPlusU: LazyFieldElement
    var dUY: LazyFieldElement

    static var identity: PrecomputedPoint {
        PrecomputedPoint(u: .zero, y: .one)
    }

    /// The triple of the affine point (u, y) of the twist.
    init(u: FieldElement, y: FieldElement) {
        yMinusU = LazyFieldElement((y - u) * PrecomputedPoint.half)
        yPlusU = LazyFieldElement((y + u) * PrecomputedPoint.half)
        dUY = LazyFieldElement(MinusOneTwist.d * u * y)
    }

    private static let half = FieldElement(
        literal: "0x183227397098d014dc2822db40c0ac2e9419f4243cdcb848a1f0fac9f8000001")
}

/// A point of the twist in extended coordinates prepared for repeated addition: (Y − X, Y + X, 2d′·T, 2Z),
/// each below p.
package struct CachedPoint: Sendable, BitwiseCopyable {
    var yMinusX: LazyFieldElement
    var yPlusX: LazyFieldElement
    var d2T: LazyFieldElement
    var z2: LazyFieldElement

    package init(_ p: ExtendedPoint) {
        let (x, y, z, t) = (FieldElement(p.X), FieldElement(p.Y), FieldElement(p.Z), FieldElement(p.T))
        yMinusX = LazyFieldElement(y - x)
        yPlusX = LazyFieldElement(y + x)
        d2T = LazyFieldElement((MinusOneTwist.d + MinusOneTwist.d) * t)
        z2 = LazyFieldElement(z + z)
    }
}
