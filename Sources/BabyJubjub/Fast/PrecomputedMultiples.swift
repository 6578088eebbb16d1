// SPDX-License-Identifier: Apache-2.0

// Definition: Point.multipliedByDefinition.
// Agreement: PrecomputedMultiplesTests; Tests/Checks/Proofs/points.py (every entry of the table of B).

import PrimeField

/// The multiples i·2^(w·j)·P of a public point P that is multiplied often, for every window j of w bits and
/// i = 0, …, 2^(w−1).
///
/// Write k = Σ dⱼ·2^(w·j) with −2^(w−1) ≤ dⱼ < 2^(w−1). Then k·P is the sum of one multiple ±|dⱼ|·2^(w·j)·P
/// for each window, and no doubling is needed. Variable-time: for public points and scalars only.
/// ``FixedBaseTable`` is the table for secret scalars.
///
/// Source: Brickell, Gordon, McCurley, Wilson, "Fast exponentiation with precomputation", EUROCRYPT '92. The
/// signed digits are an addition.
package struct PrecomputedMultiples: Sendable {
    /// The width of the windows for a key: a product takes 42 additions, and the table 133 KB.
    package static let widthForKeys = 6

    /// The multiples of B: a product takes 28 additions, and the table 691 KB. Computed once, at first use.
    static let ofBase = PrecomputedMultiples(of: .base, width: 9)

    private let width: Int
    private let windowCount: Int
    /// The multiple i·2^(w·j)·P is at index j·(2^(w−1) + 1) + i.
    private let multiples: [PrecomputedPoint]
    /// Σ 2^(w·j + w − 1). In the sum k + bias, window j holds dⱼ + 2^(w−1), which is not negative. So the
    /// digits can be read from the windows one by one, without a carry.
    private let bias: Limbs

    /// The multiples of a point of any order, in windows of `width` bits, 4 to 9.
    package init(of point: Point, width: Int) {
        precondition((4...9).contains(width))
        // The windows have one bit more than ℓ < 2²⁵¹, for the sign. The value of k in the last window is
        // below 2^(w−1) − 1, so a carry into it keeps its digit below 2^(w−1).
        let windowCount = (252 + width - 1) / width
        self.width = width
        self.windowCount = windowCount
        multiples = PrecomputedPoint.windowMultiples(of: point, width: width, windowCount: windowCount)
        bias = Limbs(bitsAt: (0..<windowCount).map { $0 * width + width - 1 })
    }

    /// Adds k·P to `sum`.
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
