// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The t × t Cauchy matrix of the linear layer: M[i][j] = 1/(vᵢ − v_{t+j}) over the first 2t matrix seeds.
/// [POSEIDON-3]
///
/// Every square submatrix of a Cauchy matrix is invertible, so the matrix is maximum distance separable.
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
