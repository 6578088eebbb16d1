// SPDX-License-Identifier: Apache-2.0

// Definition: Point, and the map to the curve of MinusOneTwist and back.
// Agreement: ExtendedPointTests; Tests/Checks/Proofs/formulas.py ("Point.+ is the affine law, and a point
// converted to ExtendedPoint and back is the same point").

import PrimeField
import Secrecy

/// A point in extended twisted Edwards coordinates on the a = −1 twist: u = X/Z, y = Y/Z, T = XY/Z.
///
/// The coordinates are reduced lazily. Invariant, with ε = 2¹⁹²/p: X, Y, Z < (2 + ε)·p and T < 3.7·p. An
/// operation with `keepingT: false` leaves T undefined; T must not be read before it is computed again.
/// Source: Hisil, Wong, Carter, Dawson, "Twisted Edwards curves revisited", ePrint 2008/522.
package struct ExtendedPoint: Sendable {
    var X: LazyFieldElement
    var Y: LazyFieldElement
    var Z: LazyFieldElement
    var T: LazyFieldElement

    /// The neutral element (0 : 1 : 1 : 0).
    package static var identity: ExtendedPoint {
        ExtendedPoint(X: .zero, Y: .one, Z: .one, T: .zero)
    }

    init(X: LazyFieldElement, Y: LazyFieldElement, Z: LazyFieldElement, T: LazyFieldElement) {
        self.X = X
        self.Y = Y
        self.Z = Z
        self.T = T
    }

    /// The point of a prepared form, with Z = 1: y is the sum of its first two entries, and u is their
    /// difference.
    init(_ q: PrecomputedPoint) {
        var (minus, plus) = (q.yMinusU, q.yPlusU)
        self.init(X: .zero, Y: .zero, Z: .one, T: .zero)
        X.subtract(&plus, &minus)  // 3
        X.reduce()
        Y.add(&plus, &minus)  // 2
        T.multiply(&X, &Y)  // 1.76
    }

    // MARK: Encoding

    /// The image of an affine point under (x, y) ↦ (√(−a)·x, y).
    package init(_ point: Point) {
        let u = MinusOneTwist.squareRootOfMinusA * point.x
        self.init(
            X: LazyFieldElement(u), Y: LazyFieldElement(point.y), Z: .one, T: LazyFieldElement(u * point.y))
    }

    /// The affine point. The inversion of Z is variable-time: for public points only.
    package func affineVariableTime() -> Point {
        guard let inverse = try? FieldElement(Z).invertedVariableTime() else {
            preconditionFailure("Z is never zero")
        }
        return affine(inverseOfZ: inverse)
    }

    /// The affine point, without leaking Z.
    ///
    /// b is uniform, secret and not zero. So Z·b is uniform among the non-zero elements and independent of Z,
    /// and may be inverted in variable time. Then 1/Z = (Z·b)⁻¹·b.
    package func affine(blindedBy b: FieldElement) -> Point {
        let blinded = declassified(
            FieldElement(Z) * b, because: "b is uniform and secret, so Z·b is independent of Z")
        guard let inverse = try? blinded.invertedVariableTime() else {
            preconditionFailure("neither Z nor the blinding factor is zero")
        }
        return affine(inverseOfZ: inverse * b)
    }

    private func affine(inverseOfZ inverse: FieldElement) -> Point {
        Point(
            onCurve: FieldElement(X) * inverse * MinusOneTwist.inverseSquareRootOfMinusA,
            FieldElement(Y) * inverse)
    }

    // MARK: Predicates

    /// Whether the point is the neutral element: X = 0 and Y = Z.
    package var isIdentity: Bool {
        FieldElement(X) == .zero && FieldElement(Y) == FieldElement(Z)
    }
}
