// SPDX-License-Identifier: Apache-2.0

// Definition: element 0 of PoseidonPermutation.
// Agreement: FastPermutationTests; Tests/Checks/Proofs/poseidon.py ("Poseidon's recurrence equals the plain
// rounds") and Tests/Checks/Proofs/bounds.py.

import PrimeField

/// The Poseidon hash with the partial rounds as a recurrence (``PartialRounds``). It equals element 0 of
/// ``PoseidonPermutation``.
///
/// Outside of the S-box, every round then consists of dot products with constant coefficients.
/// `setDotProduct` replaces two products by one and reduces the sum once.
///
/// The constant of a round is added to the linear layer before it, so the order of the steps is: add the
/// first constant; for each full round the S-box and a layer; the recurrence; its exit; again S-box and layer
/// for each full round.
struct FastPermutation: Sendable {
    private let width: Int
    private let partialRoundCount: Int
    private let firstConstant: FieldElement
    /// The linear layers of the full rounds before the partial ones, each with the constant of the next
    /// round. The last one maps to the start of the recurrence: its matrix is ``PartialRounds/entry``·M.
    private let layersBefore: [LinearLayer]
    private let recurrence: CoefficientTable
    private let recurrenceConstants: CoefficientTable
    /// The map from the last 2t − 1 values of the recurrence to the state of the next full round, with the
    /// constant of that round.
    private let exit: LinearLayer
    /// The linear layers of the full rounds after the partial ones. The last one computes element 0 only.
    private let layersAfter: [LinearLayer]

    /// The hash with these parameters, or nil if there are fewer than t partial rounds. The recurrence starts
    /// after t rounds.
    init?(_ parameters: PoseidonParameters) {
        let t = parameters.width
        let half = parameters.fullRounds / 2
        guard parameters.partialRounds >= t else { return nil }
        width = t
        partialRoundCount = parameters.partialRounds

        let constants = Array(parameters.roundConstants)
        let (before, rest) = (constants.prefix(half), constants.dropFirst(half))
        let after = Array(rest.suffix(half))
        let matrix = MDSMatrix(width: t)
        let partial = PartialRounds(matrix: matrix, roundConstants: Array(rest.dropLast(half)))
        func layer(plus constant: FieldElement) -> LinearLayer {
            LinearLayer(rows: matrix.rows, constants: Array(repeating: constant, count: t))
        }

        firstConstant = constants[0]
        layersBefore =
            before.dropFirst().map(layer)
            + [
                LinearLayer(
                    rows: partial.entry.map { matrix.multipliedFromLeft(by: $0) },
                    constants: Array(partial.constants.prefix(t)))
            ]
        recurrence = CoefficientTable(partial.recurrence)
        recurrenceConstants = CoefficientTable(
            partial.constants.enumerated().map { n, constant in
                // The constants of the first t values are in the layer that computes `entry`.
                (n < t ? .zero : constant).dotProductConstant(for: partial.recurrence.suffix(2 * n + 1))
            })
        exit = LinearLayer(rows: partial.exit, constants: partial.exitConstants.map { $0 + after[0] })
        layersAfter =
            after.dropFirst().map(layer) + [LinearLayer(rows: [matrix.rows[0]], constants: [.zero])]
    }

    /// Element 0 of the permuted state that starts with `inputs` and continues with zeros.
    func hash(_ inputs: [FieldElement]) -> FieldElement {
        let historyCount = 1 + 2 * partialRoundCount
        return withUnsafeTemporaryAllocation(of: LazyFieldElement.self, capacity: width) { memory in
            memory.initialize(repeating: .zero)
            let state = memory.baseAddress.unsafelyUnwrapped
            return PairedElements.withTemporary(count: width) { substituted in
                PairedElements.withTemporary(count: historyCount) { history in
                    for i in 0..<width {
                        let input = i < inputs.count ? inputs[i] : .zero
                        state[i] = LazyFieldElement(input + firstConstant)
                    }
                    runFullRounds(layersBefore, state, substituted)
                    runPartialRounds(from: state, history)
                    exit.apply(history, from: historyCount - (2 * width - 1), to: state)
                    runFullRounds(layersAfter, state, substituted)
                    return FieldElement(state[0])
                }
            }
        }
    }

    /// Applies, for each layer, the S-box to every element and then the layer.
    private func runFullRounds(
        _ layers: [LinearLayer], _ state: UnsafeMutablePointer<LazyFieldElement>,
        _ substituted: PairedElements
    ) {
        for layer in layers {
            for i in 0..<width { (substituted.start + i).pointee.setFifthPower(state + i) }
            for k in 0..<width / 2 { substituted.completePair(k) }
            layer.apply(substituted, to: state)
        }
    }

    /// Fills the history y₋₁ = 0, x₀, y₀, x₁, y₁, ….
    ///
    /// Step n computes xₙ as a dot product over the last 2t − 1 values, or over all values so far if there
    /// are fewer, and then yₙ = xₙ⁵. For n < t, xₙ also has the part of the state at the start, `entry`[n].
    private func runPartialRounds(
        from entry: UnsafeMutablePointer<LazyFieldElement>, _ history: PairedElements
    ) {
        for n in 0..<partialRoundCount {
            let end = 2 * n + 1
            let count = min(end, recurrence.count)
            let x = history.start + end
            x.pointee.setDotProduct(
                recurrence.start + recurrence.count - count, history, from: end - count, count: count,
                plus: recurrenceConstants.start + n)
            if n < width {
                x.pointee.accumulate(entry + n)
                x.pointee.reduce()
            }
            history.completePair(n)
            (x + 1).pointee.setFifthPower(x)
        }
    }
}

extension LazyFieldElement {
    /// self = x⁵ by two squarings and a multiplication. Needs x < (2 + 2ε)·p and leaves self < 1.6p.
    fileprivate mutating func setFifthPower(_ x: UnsafePointer<LazyFieldElement>) {
        var x2 = LazyFieldElement.zero, x4 = x2
        x2.square(x)  // 1.757
        x4.square(&x2)  // 1.584
        multiply(&x4, x)  // 1.599
    }
}

extension MDSMatrix {
    /// x·M for a row vector x.
    fileprivate func multipliedFromLeft(by x: [FieldElement]) -> [FieldElement] {
        x.indices.map { j in zip(x, rows).reduce(.zero) { sum, term in sum + term.0 * term.1[j] } }
    }
}

/// A constant sequence of field elements at a fixed address, which `setDotProduct` reads.
final class CoefficientTable: @unchecked Sendable {
    // Written by init only.
    let start: UnsafeMutablePointer<LazyFieldElement>
    let count: Int

    init(_ elements: [FieldElement]) {
        count = elements.count
        start = .allocate(capacity: count)
        for (i, element) in elements.enumerated() {
            (start + i).initialize(to: LazyFieldElement(element))
        }
    }

    deinit { start.deallocate() }
}

/// An affine map x ↦ C·x + c. Each element of the result is one dot product, reduced once.
struct LinearLayer: Sendable {
    private let coefficients: CoefficientTable
    /// The elements of c, in the form that `setDotProduct` needs.
    private let constants: CoefficientTable
    private let columns: Int

    /// The map with these rows of C and these elements of c.
    init(rows: [[FieldElement]], constants: [FieldElement]) {
        precondition(rows.count == constants.count)
        columns = rows[0].count
        coefficients = CoefficientTable(rows.flatMap { $0 })
        self.constants = CoefficientTable(zip(rows, constants).map { $1.dotProductConstant(for: $0[...]) })
    }

    /// result = C·x + c for the elements of x from `first` on. `setDotProduct` states the bounds of x. Every
    /// element of the result is below (2 + ε)·p.
    func apply(_ x: PairedElements, from first: Int = 0, to result: UnsafeMutablePointer<LazyFieldElement>) {
        for row in 0..<constants.count {
            (result + row).pointee.setDotProduct(
                coefficients.start + row * columns, x, from: first, count: columns,
                plus: constants.start + row)
        }
    }
}
