// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import Poseidon

/// Runs the recurrence of ``PartialRounds`` as its comment describes it, and compares it with the partial
/// rounds by definition. FastPermutationTests compares element 0 only. These tests compare the whole state at
/// the end and every input of the S-box.
@Suite struct PartialRoundsTests {
    @Test(arguments: [2, 3, 4, 6, 9])
    func theRecurrenceIsTheDefinition(t: Int) {
        var generator = SeededGenerator(seed: UInt64(410 + t))
        let matrix = MDSMatrix(width: t)
        for rounds in [t, t + 1, 2 * t + 3] {
            let constants = (0..<rounds).map { _ in generator.fieldElement() }
            let start = (0..<t).map { _ in generator.fieldElement() }
            let partial = PartialRounds(matrix: matrix, roundConstants: constants)
            #expect(partial.exit[0] == partial.recurrence)
            #expect(partial.recurrence.count == 2 * t - 1)

            // The definition: add the constant, apply the S-box to element 0, multiply by the matrix.
            // `inputs` are the inputs of the S-box.
            var (state, inputs) = (start, [FieldElement]())
            for constant in constants {
                state = state.map { $0 + constant }
                inputs.append(state[0])
                state[0] = fifthPower(state[0])
                state = matrix.multiplied(by: state)
            }

            // The recurrence over x₀, y₀, x₁, y₁, ….
            var history: [FieldElement] = []
            for n in 0..<rounds {
                let window = history.suffix(2 * t - 1)
                var x = dot(partial.recurrence.suffix(window.count), window) + partial.constants[n]
                if n < t { x += dot(partial.entry[n], start) }
                #expect(x == inputs[n], "round \(n) of \(rounds)")
                history += [x, fifthPower(x)]
            }
            let exit = zip(partial.exit, partial.exitConstants).map {
                dot($0, history.suffix(2 * t - 1)) + $1
            }
            #expect(exit == state)
        }
    }

    private func fifthPower(_ x: FieldElement) -> FieldElement { x * x * x * x * x }

    private func dot(_ a: some Sequence<FieldElement>, _ b: some Sequence<FieldElement>) -> FieldElement {
        zip(a, b).reduce(.zero) { $0 + $1.0 * $1.1 }
    }
}
