// SPDX-License-Identifier: Apache-2.0

// Definition: the partial rounds of PoseidonPermutation.
// Agreement: PartialRoundsTests; Tests/Checks/Proofs/poseidon.py ("Poseidon's recurrence equals the plain
// rounds").

import PrimeField

/// The partial rounds as a linear recurrence that the S-box drives.
///
/// In a partial round only element 0 passes the S-box. Write xₙ for the input of the S-box in partial round n
/// and yₙ = xₙ⁵ for its output. Leave the round constants aside at first. Let D = diag(0, 1, …, 1), let N =
/// M·D, and let m be the first column of M. Then the state s⁽ⁿ⁾ before partial round n satisfies
///
///     s⁽ⁿ⁺¹⁾ = N·s⁽ⁿ⁾ + m·yₙ,    xₙ = s⁽ⁿ⁾₀.
///
/// This is a linear system with input y and output x. The first column of N is zero, so N is singular, and
/// its characteristic polynomial is λᵗ − a₁λᵗ⁻¹ − … − a_{t−1}λ without a constant term. By the theorem of
/// Cayley and Hamilton Nᵗ = a₁Nᵗ⁻¹ + … + a_{t−1}N. This eliminates the state:
///
///     xₙ = a₁xₙ₋₁ + … + a_{t−1}xₙ₋ₜ₊₁ + b₁yₙ₋₁ + … + bₜyₙ₋ₜ    (n ≥ t)
///
/// with bⱼ = gⱼ − a₁gⱼ₋₁ − … − aⱼ₋₁g₁, where gⱼ is element 0 of Nʲ⁻¹·m. A partial round is therefore one dot
/// product of 2t − 1 terms and one S-box. The other elements of the state are not computed. In the first t
/// rounds the recurrence refers to values before the start; their part of xₙ is computed from the state at
/// the start (``entry``). The state at the end is a linear map of the last 2t − 1 values (``exit``).
struct PartialRounds {
    /// Row n, n < t, maps the state at the start to its part of xₙ: e₀ᵀ(Nⁿ − a₁Nⁿ⁻¹ − … − aₙN⁰).
    let entry: [[FieldElement]]
    /// The coefficients of yₙ₋ₜ, xₙ₋ₜ₊₁, yₙ₋ₜ₊₁, …, xₙ₋₁, yₙ₋₁ in xₙ, in this order.
    let recurrence: [FieldElement]
    /// Row i has the coefficients of the same values in element i of the state before round n, n ≥ t. Row 0
    /// is ``recurrence``.
    let exit: [[FieldElement]]
    /// The part of xₙ that depends on the round constants, in addition to ``recurrence`` and ``entry``.
    let constants: [FieldElement]
    /// The part of the state at the end that depends on the round constants, in addition to ``exit``.
    let exitConstants: [FieldElement]

    /// The recurrence for rounds with these constants, at least t of them.
    init(matrix: MDSMatrix, roundConstants: [FieldElement]) {
        let t = matrix.rows.count
        precondition(roundConstants.count >= t)
        let n = matrix.rows.map { [.zero] + $0.dropFirst() }
        let m = matrix.rows.map { $0[0] }

        // e₀ᵀNⁱ for i < t, and the columns Nʲ·m for j < t.
        var observations = [unitVector(t)]
        var columns = [m]
        for _ in 1..<t {
            observations.append(multiply(observations[observations.count - 1], n))
            columns.append(multiply(n, columns[columns.count - 1]))
        }

        // Solve Nᵗ = X·O, where O has the rows e₀ᵀNⁱ for 0 < i < t. Column 0 of both sides is zero, so it is
        // dropped, and O becomes square. Row 0 of X is a_{t−1}, …, a₁.
        let power = (1..<t).reduce(n) { power, _ in multiply(power, n) }
        let outputs = Array(observations.dropFirst())
        let x = multiply(power.map { Array($0.dropFirst()) }, inverse(outputs.map { Array($0.dropFirst()) }))

        // Let s be the state before round n − t. Then xₙ₋ₜ₊ᵢ = e₀ᵀNⁱ·s + Σ gⱼ·yₙ₋ₜ₊ᵢ₋ⱼ over 1 ≤ j ≤ i, and
        // the state before round n is Nᵗ·s + Σ Nʲ⁻¹·m·yₙ₋ⱼ over 1 ≤ j ≤ t. Replace Nᵗ·s by X·O·s: element r
        // of the state is Σ X[r][i]·(xₙ₋ₜ₊ᵢ − Σ gⱼ·yₙ₋ₜ₊ᵢ₋ⱼ) + Σ (Nʲ⁻¹·m)[r]·yₙ₋ⱼ.
        let g = columns.map { $0[0] }
        exit = (0..<t).map { r in
            var row: [FieldElement] = []
            for k in 0..<t {
                // The coefficient of y at time n − t + k: column j = t − k, minus its part in the outputs x
                // with i > k.
                if k > 0 { row.append(x[r][k - 1]) }
                let throughOutputs = (k + 1..<t).reduce(FieldElement.zero) { sum, i in
                    sum + x[r][i - 1] * g[i - k - 1]
                }
                row.append(columns[t - k - 1][r] - throughOutputs)
            }
            return row
        }
        recurrence = exit[0]

        let a = Array(x[0].reversed())  // a₁, …, a_{t−1}
        entry = (0..<t).map { i in
            (0..<i).reduce(observations[i]) { row, j in
                zip(row, observations[i - j - 1]).map { $0 - a[j] * $1 }
            }
        }

        // The round constants. Write s⁽ⁿ⁾ = ŝ⁽ⁿ⁾ + κₙ, where ŝ is the state of the system without constants,
        // driven by the same yₙ. Then κ₀ = 0 and κₙ₊₁ = N·(κₙ + cₙ·(1, …, 1)). The input of the S-box is xₙ =
        // ŝ⁽ⁿ⁾₀ + γₙ with γₙ = (κₙ)₀ + cₙ. Below, `shift` is κₙ and `offsets` are the γₙ. The recurrence
        // holds for xₙ − γₙ, which gives the constant γₙ − Σ aᵢ·γₙ₋ᵢ.
        var shift = [FieldElement](repeating: .zero, count: t)
        var offsets: [FieldElement] = []
        for c in roundConstants {
            offsets.append(shift[0] + c)
            shift = multiply(n, shift.map { $0 + c })
        }
        constants = offsets.indices.map { n in
            (1..<t).reduce(offsets[n]) { sum, i in i <= n ? sum - a[i - 1] * offsets[n - i] : sum }
        }
        let lastOffsets = Array(offsets.suffix(t - 1))
        exitConstants = zip(shift, x).map { shift, row in
            zip(row, lastOffsets).reduce(shift) { sum, term in sum - term.0 * term.1 }
        }
    }
}

// MARK: - Linear algebra over F_p, for the preparation above

private func unitVector(_ t: Int) -> [FieldElement] {
    [.one] + [FieldElement](repeating: .zero, count: t - 1)
}

private func dot(_ a: [FieldElement], _ b: [FieldElement]) -> FieldElement {
    zip(a, b).reduce(.zero) { sum, term in sum + term.0 * term.1 }
}

private func multiply(_ a: [[FieldElement]], _ x: [FieldElement]) -> [FieldElement] {
    a.map { dot($0, x) }
}

private func multiply(_ x: [FieldElement], _ a: [[FieldElement]]) -> [FieldElement] {
    a[0].indices.map { j in dot(x, a.map { $0[j] }) }
}

private func multiply(_ a: [[FieldElement]], _ b: [[FieldElement]]) -> [[FieldElement]] {
    a.map { multiply($0, b) }
}

/// The inverse of an invertible matrix, by Gauss–Jordan elimination.
private func inverse(_ matrix: [[FieldElement]]) -> [[FieldElement]] {
    let n = matrix.count
    var rows = matrix.enumerated().map { i, row in row + (0..<n).map { $0 == i ? .one : .zero } }
    for column in 0..<n {
        guard let pivot = (column..<n).first(where: { rows[$0][column] != .zero }),
            let factor = try? rows[pivot][column].invertedVariableTime()
        else { preconditionFailure("element 0 observes the whole state for every width in use") }
        rows.swapAt(column, pivot)
        rows[column] = rows[column].map { $0 * factor }
        for i in 0..<n where i != column {
            let multiple = rows[i][column]
            rows[i] = zip(rows[i], rows[column]).map { $0 - multiple * $1 }
        }
    }
    return rows.map { Array($0.suffix(n)) }
}
