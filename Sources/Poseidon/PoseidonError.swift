// SPDX-License-Identifier: Apache-2.0
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What can be wrong with the parameters or the inputs of a Poseidon hash.
public enum PoseidonError: Error, Equatable, Sendable {
    /// Not one of the instances that ``PoseidonParameters/init(width:fullRounds:partialRounds:)`` admits.
    case parametersUnsupported
    /// More inputs than t − 1.
    case inputCount
    /// A state for the permutation that does not have t elements.
    case stateSize
}

extension PoseidonError: CustomStringConvertible, LocalizedError {
    /// The code of SPEC.md, section 12.
    public var code: String {
        switch self {
        case .parametersUnsupported: "poseidon-parameters-unsupported"
        case .inputCount, .stateSize: "poseidon-input-count"
        }
    }

    /// What is wrong, in a sentence.
    public var description: String {
        switch self {
        case .parametersUnsupported:
            "this instance of Poseidon is not supported: \(PoseidonParameters.supported)"
        case .inputCount: "a Poseidon hash of width t takes at most t − 1 inputs"
        case .stateSize: "a Poseidon permutation of width t takes a state of t elements"
        }
    }

    /// The text of ``description``.
    public var errorDescription: String? { description }
}
