// SPDX-License-Identifier: Apache-2.0

/// Why a text, bytes or an integer is not an element of F_p or of Z/ℓ, or why an operation on it has no
/// result.
public enum PrimeFieldError: Error, Equatable, Sendable {
    /// The text is not "0x" and exactly 64 hexadecimal digits, the decimal text is not an integer below 2²⁵⁶,
    /// or the number of bytes is not the required one.
    case integerMalformed
    /// The integer is p or more, so it is not the canonical encoding of a field element.
    case fieldElementOutOfRange
    /// The integer is ℓ or more, so it is not the canonical encoding of a scalar.
    case scalarOutOfRange
    /// Zero has no inverse.
    case notInvertible
    /// The field element is not a square.
    case notASquare
}

extension PrimeFieldError: DescribedError {
    /// The code of SPEC.md, section 12.
    public var code: String {
        switch self {
        case .integerMalformed: "integer-malformed"
        case .fieldElementOutOfRange: "field-element-out-of-range"
        case .scalarOutOfRange: "scalar-out-of-range"
        case .notInvertible: "not-invertible"
        case .notASquare: "not-a-square"
        }
    }

    /// The error in one sentence.
    public var description: String {
        switch self {
        case .integerMalformed: "the integer is not 0x and 64 hexadecimal digits"
        case .fieldElementOutOfRange: "the integer is not a field element: it is p or more"
        case .scalarOutOfRange: "the integer is not a scalar: it is ℓ or more"
        case .notInvertible: "zero has no inverse"
        case .notASquare: "the field element is not a square"
        }
    }
}
