// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The Poseidon permutation by definition, round by round. ``PoseidonHash`` computes element 0 of its result
/// several times faster. SPEC.md, section 6.2.
public struct PoseidonPermutation: Sendable {
    /// The instance.
    public let parameters: PoseidonParameters
    private let matrix: MDSMatrix

    /// The permutation with these parameters; prepares the matrix once.
    public init(_ parameters: PoseidonParameters) {
        self.parameters = parameters
        matrix = MDSMatrix(width: parameters.width)
    }

    /// The permuted state. [POSEIDON-4]
    ///
    /// Each round has three steps. It adds its constant to every element. It applies the S-box to every
    /// element in a full round, and to element 0 in a partial round. It multiplies the state by the matrix.
    /// - Throws: ``PoseidonError/stateSize`` if `state` does not have t elements.
    public func callAsFunction(_ state: [FieldElement]) throws(PoseidonError) -> [FieldElement] {
        guard state.count == parameters.width else { throw .stateSize }
        return permuted(state)
    }

    /// The permuted state of t elements.
    private func permuted(_ state: [FieldElement]) -> [FieldElement] {
        var state = state
        for (number, constant) in parameters.roundConstants.enumerated() {
            for i in state.indices { state[i] += constant }
            let substituted = parameters.isFull(round: number) ? state.indices : 0..<1
            for i in substituted { state[i] = PoseidonPermutation.sbox(state[i]) }
            state = matrix.multiplied(by: state)
        }
        return state
    }

    /// Element 0 of the permuted state that starts with `inputs` and continues with zeros.
    package func hash(_ inputs: [FieldElement]) -> FieldElement {
        let padding = [FieldElement](repeating: .zero, count: parameters.width - inputs.count)
        return permuted(inputs + padding)[0]
    }

    /// x⁵.
    private static func sbox(_ x: FieldElement) -> FieldElement {
        x.squared().squared() * x
    }
}

extension PoseidonPermutation: CustomStringConvertible, CustomReflectable {
    /// The instance in one line, without the matrix.
    public var description: String { "PoseidonPermutation(\(parameters))" }
    /// The instance, without the matrix.
    public var customMirror: Mirror { Mirror(self, children: ["parameters": parameters]) }
}
