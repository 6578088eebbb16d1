// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// A point of Baby Jubjub in affine coordinates: a·x² + y² = 1 + d·x²·y² with a = 168700 and d = 168696.
/// [ENC-4] [CURVE-7]
///
/// A value of this type is always on the curve, because every initializer checks the equation. It may lie
/// outside the subgroup of order ℓ; ``isInSubgroup`` decides that. SPEC.md, section "Curve".
public struct Point: Sendable, Equatable, Hashable {
    /// The coordinate x, on the curve with a = 168700.
    public let x: FieldElement
    /// The coordinate y.
    public let y: FieldElement

    /// The point (x, y), which must be on the curve. Debug builds check it.
    init(onCurve x: FieldElement, _ y: FieldElement) {
        assert(Point.satisfiesCurveEquation(x, y))
        self.x = x
        self.y = y
    }

    // MARK: Constants

    /// The neutral element (0, 1).
    public static let identity = Point(onCurve: .zero, .one)

    /// The base point B of order ℓ. [PARAM-1]
    public static let base = Point(onCurve: CurveParameters.base.x, CurveParameters.base.y)

    // MARK: Encoding

    /// The point (x, y). [CURVE-1]
    /// - Throws: ``BabyJubjubError/pointNotOnCurve``.
    public init(x: FieldElement, y: FieldElement) throws(BabyJubjubError) {
        guard Point.satisfiesCurveEquation(x, y) else { throw .pointNotOnCurve }
        self.x = x
        self.y = y
    }

    // MARK: Predicates

    /// Whether a·x² + y² = 1 + d·x²·y².
    public static func satisfiesCurveEquation(_ x: FieldElement, _ y: FieldElement) -> Bool {
        let xx = x.squared()
        let yy = y.squared()
        return CurveParameters.a * xx + yy == .one + CurveParameters.d * xx * yy
    }

    /// Whether 8·P is the identity, that is, whether P is one of ``lowOrderPoints``.
    public var hasLowOrder: Bool {
        Point.lowOrderPoints.contains(self)
    }
}

// MARK: - The group law

/// The group law in affine coordinates, as SPEC.md, section "Curve", defines it. Tests and proofs compare the
/// fast formulas of ``ExtendedPoint`` with it.
extension Point {
    /// P + Q. The formula is complete: it holds for every pair of points, including P = Q, P = −Q and the
    /// identity. Constant-time. [CURVE-3]
    ///
    ///     x₃ = (x₁y₂ + y₁x₂)/(1 + d·x₁x₂y₁y₂),   y₃ = (y₁y₂ − a·x₁x₂)/(1 − d·x₁x₂y₁y₂)
    public static func + (p: Point, q: Point) -> Point {
        let k = CurveParameters.d * p.x * q.x * p.y * q.y
        let numeratorX = p.x * q.y + p.y * q.x
        let numeratorY = p.y * q.y - CurveParameters.a * p.x * q.x
        // Neither 1 + k nor 1 − k is zero, because a is a square and d is not. One inversion serves both
        // quotients: 1/(1 + k) = inverse·(1 − k), and 1/(1 − k) = inverse·(1 + k).
        let product = (FieldElement.one + k) * (FieldElement.one - k)
        guard let inverse = try? product.inverted() else {
            preconditionFailure("the addition law is complete")
        }
        return Point(
            onCurve: numeratorX * inverse * (.one - k), numeratorY * inverse * (.one + k))
    }

    /// P − Q.
    public static func - (p: Point, q: Point) -> Point {
        p + -q
    }

    /// Replaces P by P + Q.
    public static func += (p: inout Point, q: Point) { p = p + q }
    /// Replaces P by P − Q.
    public static func -= (p: inout Point, q: Point) { p = p - q }

    /// −P = (−x, y).
    public static prefix func - (p: Point) -> Point {
        Point(onCurve: -p.x, p.y)
    }

    /// 2P.
    public func doubled() -> Point {
        self + self
    }
}

// MARK: - Low order

extension Point {
    /// The eight points whose order divides the cofactor 8. They are the multiples 0·T, 1·T, …, 7·T of a
    /// point T of order 8, and have the orders 1, 8, 4, 8, 2, 8, 4, 8. [PARAM-2]
    public static let lowOrderPoints: [Point] = {
        let (x, y) = CurveParameters.orderEight
        let orderFourX = CurveParameters.orderFourX
        return [
            .identity, Point(onCurve: x, y), Point(onCurve: orderFourX, .zero), Point(onCurve: x, -y),
            Point(onCurve: .zero, -.one), Point(onCurve: -x, -y), Point(onCurve: -orderFourX, .zero),
            Point(onCurve: -x, y),
        ]
    }()
}

// MARK: - Multiplication by an integer (SPEC.md, section 5.3)

extension Point {
    /// k·P by definition: for each bit of k from the top, one doubling, and one addition if the bit is 1. The
    /// points are affine. This is slow. The multiplications in Fast must agree with it. Variable-time.
    package func multipliedByDefinition(by k: Integer256) -> Point {
        var result = Point.identity
        for i in (0..<k.limbs.bitWidth).reversed() {
            result = result.doubled()
            if k.limbs.array[i / Limb.bitWidth] >> Limb(i % Limb.bitWidth) & 1 == 1 { result = result + self }
        }
        return result
    }

    /// k·P for any integer k in [0, 2²⁵⁶). [CURVE-4]
    ///
    /// k is not reduced, so the result is exact for points outside the subgroup too. Variable-time: for
    /// public values only.
    public func multipliedVariableTime(by k: Integer256) -> Point {
        ExtendedPoint(self).multipliedVariableTime(by: k).affineVariableTime()
    }

    /// k·B for the base point B and a secret scalar k: the public key of a private key, or the R of a nonce.
    /// [CURVE-5]
    ///
    /// Constant-time. The conversion to affine coordinates inverts Z after multiplying it by a random factor.
    public static func baseMultiplied(by k: Scalar) -> Point {
        ExtendedPoint.baseMultiplied(by: k).affine(blindedBy: .randomNonZero())
    }
}

// MARK: - The subgroup of order ℓ, which the base point generates (SPEC.md, section 5.4)

extension Point {
    /// Whether ℓ·P is the identity. This is the definition of ``isInSubgroup``, which takes about an eighth
    /// of the time. Variable-time.
    package var isAnnihilatedByOrder: Bool {
        multipliedVariableTime(by: Integer256(limbs: Scalar.order)) == .identity
    }

    /// Whether the point lies in the subgroup of order ℓ, that is, whether ℓ·P is the identity ([CURVE-6]).
    /// Computed by a pairing. Variable-time.
    public var isInSubgroup: Bool {
        self == .identity || LazyFieldElement(pairingValue).isEighthPower
    }
}
