import PrimeField

/// A point of Baby Jubjub in affine coordinates: a·x² + y² = 1 + d·x²·y², a = 168700, d = 168696.
///
/// A value of this type is on the curve: no initializer admits another. It may lie outside the subgroup of
/// order ℓ; ``isInSubgroup`` tells. SPEC.md, section "Curve".
public struct Point: Sendable, Equatable, Hashable {
    /// The coordinate x, of the a = 168700 form.
    public let x: FieldElement
    /// The coordinate y.
    public let y: FieldElement

    /// A point that is known to be on the curve.
    init(onCurve x: FieldElement, _ y: FieldElement) {
        assert(Point.satisfiesCurveEquation(x, y))
        self.x = x
        self.y = y
    }

    // MARK: Constants

    /// The neutral element (0, 1).
    public static let identity = Point(onCurve: .zero, .one)

    /// The base point B of order ℓ.
    public static let base = Point(
        onCurve: FieldElement(literal: "0x2491aba8d3a191a76e35bc47bd9afe6cc88fee14d607cbe779f2349047d5c157"),
        FieldElement(literal: "0x2e07297f8d3c3d7818dbddfd24c35583f9a9d4ed0cb0c1d1348dd8f7f99152d7"))

    // MARK: Encoding

    /// The point (x, y).
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

    /// Whether 8·P is the identity: P is one of ``lowOrderPoints``.
    public var hasLowOrder: Bool {
        Point.lowOrderPoints.contains(self)
    }
}
