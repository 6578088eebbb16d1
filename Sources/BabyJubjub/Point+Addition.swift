import PrimeField

/// The group law in affine coordinates, as the curve defines it: the plain definition that the fast
/// formulas of ``ExtendedPoint`` are checked against. SPEC.md, section "Curve".
extension Point {
    /// P + Q. Complete: holds for every pair of points, equal, opposite or neutral. Constant-time.
    ///
    ///     x₃ = (x₁y₂ + y₁x₂)/(1 + d·x₁x₂y₁y₂),   y₃ = (y₁y₂ − a·x₁x₂)/(1 − d·x₁x₂y₁y₂)
    public static func + (p: Point, q: Point) -> Point {
        let k = CurveParameters.d * p.x * q.x * p.y * q.y
        let numeratorX = p.x * q.y + p.y * q.x
        let numeratorY = p.y * q.y - CurveParameters.a * p.x * q.x
        // Neither 1 + k nor 1 − k is zero: d is not a square and a is.
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

    /// −P = (−x, y).
    public static prefix func - (p: Point) -> Point {
        Point(onCurve: -p.x, p.y)
    }

    /// 2P.
    public func doubled() -> Point {
        self + self
    }
}
