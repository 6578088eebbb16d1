// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// Why the parameters or the inputs of a Poseidon hash are refused.
public enum PoseidonError: Error, Equatable, Sendable {
    /// The instance is not one that ``PoseidonParameters/init(width:fullRounds:partialRounds:)`` accepts.
    case parametersUnsupported
    /// There are more than t − 1 inputs.
    case inputCount
    /// The state for the permutation does not have t elements.
    case stateSize
}

extension PoseidonError: DescribedError {
    /// The code of SPEC.md, section 12.
    public var code: String {
        switch self {
        case .parametersUnsupported: "poseidon-parameters-unsupported"
        case .inputCount, .stateSize: "poseidon-input-count"
        }
    }

    /// The error in one sentence.
    public var description: String {
        switch self {
        case .parametersUnsupported:
            "this instance of Poseidon is not supported: \(PoseidonParameters.supported)"
        case .inputCount: "a Poseidon hash of width t takes at most t − 1 inputs"
        case .stateSize: "a Poseidon permutation of width t takes a state of t elements"
        }
    }
}
