// SPDX-License-Identifier: Apache-2.0
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What can be wrong with a number that is meant to be an element of F_p or of Z/ℓ.
public enum PrimeFieldError: Error, Equatable, Sendable {
    /// The text is not "0x" and exactly 64 hexadecimal digits, or the byte count is not 32.
    case integerMalformed
    /// The integer is p or more: not the canonical encoding of a field element.
    case fieldElementOutOfRange
    /// The integer is ℓ or more (or above the range that the caller named): not a canonical scalar.
    case scalarOutOfRange
    /// Zero has no inverse.
    case notInvertible
    /// The field element is not a square.
    case notASquare
}

extension PrimeFieldError: CustomStringConvertible, LocalizedError {
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

    /// What is wrong, in a sentence.
    public var description: String {
        switch self {
        case .integerMalformed: "the integer is not 0x and 64 hexadecimal digits"
        case .fieldElementOutOfRange: "the integer is not a field element: it is p or more"
        case .scalarOutOfRange: "the integer is not a scalar: it is ℓ or more"
        case .notInvertible: "zero has no inverse"
        case .notASquare: "the field element is not a square"
        }
    }

    /// The text of ``description``.
    public var errorDescription: String? { description }
}
