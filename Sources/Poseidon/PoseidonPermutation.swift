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

    /// The permuted state; `state` has t elements.
    package func callAsFunction(_ state: [FieldElement]) -> [FieldElement] {
        precondition(state.count == parameters.width)
        return zip(0..., parameters.roundConstants).reduce(state) { state, round in
            let (number, constant) = round
            return self.round(state, constant: constant, isFull: parameters.isFull(round: number))
        }
    }

    /// Element 0 of the permuted state that starts with `inputs` and continues with zeros.
    package func hash(_ inputs: [FieldElement]) -> FieldElement {
        let padding = [FieldElement](repeating: .zero, count: parameters.width - inputs.count)
        return self(inputs + padding)[0]
    }

    /// One round: add the constant to every element, substitute, mix. [POSEIDON-4]
    private func round(_ state: [FieldElement], constant: FieldElement, isFull: Bool) -> [FieldElement] {
        var state = state.map { $0 + constant }
        for i in isFull ? 0..<state.count : 0..<1 { state[i] = PoseidonPermutation.sbox(state[i]) }
        return matrix.multiplied(by: state)
    }

    /// x⁵.
    private static func sbox(_ x: FieldElement) -> FieldElement {
        x.squared().squared() * x
    }
}

/// The t × t Cauchy matrix of the linear layer: M[i][j] = 1/(vᵢ − v_{t+j}) over the first 2t matrix seeds.
/// [POSEIDON-3]
///
/// Every square submatrix of a Cauchy matrix is invertible: it is maximum distance separable.
package struct MDSMatrix: Sendable {
    /// The rows.
    package let rows: [[FieldElement]]

    /// The matrix of width t.
    package init(width t: Int) {
        let v = MatrixSeeds.all
        rows = (0..<t).map { i in
            (0..<t).map { j in
                guard let entry = try? (v[i] - v[t + j]).invertedVariableTime() else {
                    preconditionFailure("the matrix seeds are distinct")
                }
                return entry
            }
        }
    }

    /// M·x.
    package func multiplied(by x: [FieldElement]) -> [FieldElement] {
        rows.map { row in zip(row, x).reduce(.zero) { sum, term in sum + term.0 * term.1 } }
    }
}
