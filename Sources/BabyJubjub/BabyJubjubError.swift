// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// Why coordinates or a packed form are not a point of Baby Jubjub.
public enum BabyJubjubError: Error, Equatable, Sendable {
    /// The coordinates do not satisfy a·x² + y² = 1 + d·x²·y².
    case pointNotOnCurve
    /// The packed form is not the unique encoding of a point: y ≥ p, bit 254 is set, no point has this y, or
    /// the sign bit is set and x = 0.
    case packedPointInvalid
}

extension BabyJubjubError: DescribedError {
    /// The code of SPEC.md, section 12.
    public var code: String {
        switch self {
        case .pointNotOnCurve: "point-not-on-curve"
        case .packedPointInvalid: "packed-point-invalid"
        }
    }

    /// The error in one sentence.
    public var description: String {
        switch self {
        case .pointNotOnCurve: "the point is not on the curve"
        case .packedPointInvalid: "the integer is not the packed form of a point"
        }
    }
}
