import PrimeField

extension Point {
    /// The eight points whose order divides the cofactor 8, as the multiples 0·T, 1·T, …, 7·T of a point T
    /// of order 8. Their orders are 1, 8, 4, 8, 2, 8, 4, 8.
    public static let lowOrderPoints: [Point] = [
        .identity,
        Point(onCurve: orderEight.x, orderEight.y),
        Point(onCurve: orderFourX, .zero),
        Point(onCurve: orderEight.x, -orderEight.y),
        Point(onCurve: .zero, -.one),
        Point(onCurve: -orderEight.x, -orderEight.y),
        Point(onCurve: -orderFourX, .zero),
        Point(onCurve: -orderEight.x, orderEight.y),
    ]

    /// T, a point of order 8.
    private static let orderEight = (
        x: FieldElement(literal: "0x26ca6a00b96d21a18e9f746b5c616985d006d8f522066be0d6a1e0e5854c60e3"),
        y: FieldElement(literal: "0x0aabb7211172d31463c1127d4ba6942cb791c56d8234b5a0abfd1e81afd0d677")
    )
    /// The x of 2T, whose y is zero: a·x² = 1.
    private static let orderFourX = FieldElement(
        literal: "0x068a190bd4563c1f8ce1cf7a816eacb524a06a69334601a98aff443852ae3efa")
}
