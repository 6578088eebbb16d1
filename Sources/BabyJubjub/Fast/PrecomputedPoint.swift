// SPDX-License-Identifier: Apache-2.0

// Definition: Point.
// Agreement: ExtendedPointTests; Tests/Checks/Proofs/formulas.py ("a precomputed point, when it is expanded,
// is the same point").

import PrimeField

/// An affine point of the a = −1 twist, prepared for addition: ((y − u)/2, (y + u)/2, d′·u·y), each below p.
///
/// The usual triple is (y − u, y + u, 2d′·u·y). Here every entry is halved, so that the addition formula has
/// Z instead of 2·Z. The identity is (1/2, 1/2, 0).
package struct PrecomputedPoint: Sendable, BitwiseCopyable {
    var yMinusU: LazyFieldElement
    var yPlusU: LazyFieldElement
    var dUY: LazyFieldElement

    /// The triple of the affine point (u, y) of the twist.
    init(u: FieldElement, y: FieldElement) {
        yMinusU = LazyFieldElement((y - u) * PrecomputedPoint.half)
        yPlusU = LazyFieldElement((y + u) * PrecomputedPoint.half)
        dUY = LazyFieldElement(MinusOneTwist.d * u * y)
    }

    private static let half: FieldElement =
        0x183227397098d014dc2822db40c0ac2e9419f4243cdcb848a1f0fac9f8000001
}

/// A point of the twist in extended coordinates, prepared for repeated addition: (Y − X, Y + X, 2d′·T, 2Z),
/// each below p.
package struct CachedPoint: Sendable, BitwiseCopyable {
    var yMinusX: LazyFieldElement
    var yPlusX: LazyFieldElement
    var d2T: LazyFieldElement
    var z2: LazyFieldElement

    package init(_ p: ExtendedPoint) {
        var p = p
        var minus = LazyFieldElement.zero, plus = minus, twice = minus, product = minus
        minus.subtractWide(&p.Y, &p.X)  // 5
        plus.add(&p.Y, &p.X)  // 4
        twice.add(&p.Z, &p.Z)  // 4
        var d2 = CachedPoint.twiceD
        product.multiply(&p.T, &d2)  // 1.70
        yMinusX = LazyFieldElement(FieldElement(minus))
        yPlusX = LazyFieldElement(FieldElement(plus))
        d2T = LazyFieldElement(FieldElement(product))
        z2 = LazyFieldElement(FieldElement(twice))
    }

    /// 2d′.
    private static let twiceD = LazyFieldElement(MinusOneTwist.d + MinusOneTwist.d)
}

// MARK: - Addresses of the coordinates, for the formulas

extension UnsafePointer<PrecomputedPoint> {
    @inline(__always) var yMinusU: UnsafePointer<LazyFieldElement> { coordinates }
    @inline(__always) var yPlusU: UnsafePointer<LazyFieldElement> { coordinates + 1 }
    @inline(__always) var dUY: UnsafePointer<LazyFieldElement> { coordinates + 2 }
}

extension UnsafePointer<CachedPoint> {
    @inline(__always) var yMinusX: UnsafePointer<LazyFieldElement> { coordinates }
    @inline(__always) var yPlusX: UnsafePointer<LazyFieldElement> { coordinates + 1 }
    @inline(__always) var d2T: UnsafePointer<LazyFieldElement> { coordinates + 2 }
    @inline(__always) var z2: UnsafePointer<LazyFieldElement> { coordinates + 3 }
}

extension UnsafePointer {
    /// The address of the first coordinate. The coordinates are adjacent in memory, in the order of their
    /// declaration.
    @inline(__always) fileprivate var coordinates: UnsafePointer<LazyFieldElement> {
        UnsafeRawPointer(self).assumingMemoryBound(to: LazyFieldElement.self)
    }
}
