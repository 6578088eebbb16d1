import PrimeField

/// The Poseidon permutation, round by round as it is defined: the readable definition that the fast path is
/// checked against. SPEC.md, section "Poseidon".
package struct PoseidonPermutation: Sendable {
    package let parameters: PoseidonParameters
    private let matrix: MDSMatrix

    package init(_ parameters: PoseidonParameters) {
        self.parameters = parameters
        matrix = MDSMatrix(width: parameters.width)
    }

    /// The permuted state; `state` has t elements. [POSEIDON-4]
    ///
    /// Each round adds its constant to every element, passes every element (in a full round) or element 0 (in a
    /// partial one) through the S-box, and multiplies the state by the matrix.
    package func callAsFunction(_ state: [FieldElement]) -> [FieldElement] {
        precondition(state.count == parameters.width)
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
        return self(inputs + padding)[0]
    }

    /// x⁵.
    private static func sbox(_ x: FieldElement) -> FieldElement {
        x.squared().squared() * x
    }
}
