/// What can be wrong with a point of Baby Jubjub.
public enum BabyJubjubError: Error, Equatable, Sendable {
    /// The coordinates do not satisfy a·x² + y² = 1 + d·x²·y².
    case pointNotOnCurve
    /// The packed form is not the unique encoding of a point: y ≥ p, a second spare bit is set, no x belongs
    /// to this y, or the sign bit is set where x = 0.
    case packedPointInvalid
}
