#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What can be wrong with the parameters or the inputs of a Poseidon hash.
public enum PoseidonError: Error, Equatable, Sendable {
    /// Not an instance with 2 ≤ t ≤ 17, an even R_F ≥ 2, R_P ≥ 0 and R_F + R_P ≤ 65.
    case parametersUnsupported
    /// More inputs than t − 1.
    case inputCount
}

extension PoseidonError: CustomStringConvertible, LocalizedError {
    /// The code of SPEC.md, section 12.
    public var code: String {
        switch self {
        case .parametersUnsupported: "poseidon-parameters-unsupported"
        case .inputCount: "poseidon-input-count"
        }
    }

    /// What is wrong, in a sentence.
    public var description: String {
        switch self {
        case .parametersUnsupported:
            "no such instance of Poseidon: it takes 2 ≤ t ≤ 17, an even R_F ≥ 2 and R_F + R_P ≤ 65"
        case .inputCount: "a Poseidon hash of width t takes at most t − 1 inputs"
        }
    }

    /// The text of ``description``.
    public var errorDescription: String? { description }
}
