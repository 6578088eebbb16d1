// SPDX-License-Identifier: Apache-2.0

// Definition: Point.multipliedByDefinition.
// Agreement: PrecomputedMultiplesTests; Tests/Checks/Proofs/points.py (every entry of the table of B).

import PrimeField

/// The multiples i·2^(w·j)·P of a public point that is multiplied often, for every window j of w bits and
/// i = 0, …, 2^(w−1): a product k·P is then a sum of one multiple for each window, and takes no doublings.
/// Variable-time, and for points and scalars that are public; those of secrets are in ``FixedBaseTable``.
///
/// Source: Brickell, Gordon, McCurley, Wilson, "Fast exponentiation with precomputation", EUROCRYPT '92, here with
/// signed digits.
package struct PrecomputedMultiples: Sendable {
    /// The width that is meant for a key: 42 additions a product, and 133 KB.
    package static let widthForKeys = 6

    /// The multiples of B: 28 additions a product, and 691 KB. Computed once, at first use.
    static let ofBase = PrecomputedMultiples(of: .base, width: 9)

    private let width: Int
    private let windowCount: Int
    /// i·2^(w·j)·P at j·(2^(w−1) + 1) + i.
    private let multiples: [PrecomputedPoint]
    /// Σ 2^(w·j + w − 1). A scalar to which it is added shows the signed digit d of each window, −2^(w−1) ≤ d < 2^(w−1),
    /// as d + 2^(w−1), with no carry between windows.
    private let bias: Limbs

    /// The multiples of a point of any order, in windows of `width` bits, 4 to 9.
    package init(of point: Point, width: Int) {
        precondition((4...9).contains(width))
        // One bit more than those of ℓ < 2²⁵¹, for the sign: what is left for the last window is below 2^(w−1) − 1.
        let windowCount = (252 + width - 1) / width
        self.width = width
        self.windowCount = windowCount
        multiples = PrecomputedPoint.windowMultiples(of: point, width: width, windowCount: windowCount)
        bias = Limbs(bitsAt: (0..<windowCount).map { $0 * width + width - 1 })
    }

    /// sum ← sum + k·P.
    func addProduct(with k: Scalar, to sum: inout ExtendedPoint) {
        let biased = Limbs.adding(k.limbs, bias).sum
        let half = 1 << (width - 1)
        let digits = (0..<windowCount).map { biased.bits(width, at: $0 * width) - half }
        // Load all entries before the first addition, so that the cache misses overlap.
        let addends = multiples.withUnsafeBufferPointer { multiples in
            digits.indices.map { multiples[$0 * (half + 1) + abs(digits[$0])] }
        }
        for (digit, addend) in zip(digits, addends) {
            if digit < 0 { sum.subtract(addend) } else { sum.add(addend) }
        }
    }
}
