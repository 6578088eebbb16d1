// SPDX-License-Identifier: Apache-2.0

// Definition: Σ aᵢ·bᵢ + c with the operations of FieldElement.
// Agreement: DotProductTests; Tests/Checks/Proofs/bounds.py ("Winograd's inner product", "a dot product of
// any length").

import CGMP

// Winograd's inner product replaces two products by one:
//
//     a₀·b₀ + a₁·b₁ = (a₀ + b₁)·(a₁ + b₀) − a₀·a₁ − b₀·b₁.
//
// The a are constants, so a₀·a₁ is computed in advance. b₀·b₁ is computed once for all dot products with
// these b.
//
// Source: Winograd, "A new algorithm for inner product", IEEE Transactions on Computers C-17 (1968).

/// Elements b₀, b₁, … for `setDotProduct`, with the running sums of the products of the pairs (b₀, b₁), (b₂,
/// b₃), ….
package struct PairedElements {
    /// b₀, b₁, ….
    package let start: UnsafeMutablePointer<LazyFieldElement>
    /// Sₖ = b₀·b₁ + b₂·b₃ + … over the first k pairs, modulo 2⁵¹². Sₖ − Sⱼ is the sum over the pairs j, …, k
    /// − 1; it is right even if Sₖ and Sⱼ have exceeded 2⁵¹².
    fileprivate let sums: UnsafeMutablePointer<WideLimbs>

    /// Calls `body` with this number of elements, all zero, in memory that is freed afterwards. Returns its
    /// result.
    package static func withTemporary<Result>(count: Int, _ body: (PairedElements) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: LazyFieldElement.self, capacity: count) { elements in
            withUnsafeTemporaryAllocation(of: WideLimbs.self, capacity: count / 2 + 1) { sums in
                elements.initialize(repeating: .zero)
                sums.initialize(repeating: .zero)
                return body(
                    PairedElements(
                        start: elements.baseAddress.unsafelyUnwrapped,
                        sums: sums.baseAddress.unsafelyUnwrapped))
            }
        }
    }

    /// Computes Sₖ₊₁ = Sₖ + b₂ₖ·b₂ₖ₊₁. Call it for k = 0, 1, … in turn, after both elements of pair k are
    /// set.
    package func completePair(_ k: Int) {
        let (sum, next) = ((sums + k).limbs, (sums + k + 1).limbs)
        let pair = UnsafePointer(start + 2 * k)
        mpn_sec_mul(next, pair.limbs, Limbs.count, (pair + 1).limbs, Limbs.count, next)
        _ = limbs8_accumulate(next, sum)
    }
}

extension FieldElement {
    /// The constant for which `setDotProduct` with the coefficients aᵢ computes Σ aᵢ·bᵢ + self. It is
    /// (self − a₀·a₁ − a₂·a₃ − …)·R: it is added before the Montgomery reduction, which divides by R.
    package func dotProductConstant(for a: ArraySlice<FieldElement>) -> FieldElement {
        let pairs = stride(from: a.startIndex, to: a.endIndex - 1, by: 2)
        return pairs.reduce(self) { $0 - a[$1] * a[$1 + 1] } * FieldElement(montgomery: FieldModulus.rSquared)
    }
}

/// How many pairs may be added to a sum of eight limbs before the sum must be made smaller.
///
/// Count in units of p·R. A pair adds a₀·b₀ + a₁·b₁ + a₀·a₁ ≤ 4.6·p², which is at most 0.870. A last element
/// without a partner adds at most 0.303. Eight limbs hold 2⁵¹² = R², which is R/p > 5.28 units.
/// `subtractTwoPIfAbove`, applied to the upper half, subtracts 2 units. The final sum must be below 3, so
/// that the result of the Montgomery reduction, which adds (1 + 2⁻⁶³)·p, is below (4 + ε)·p, as `reduce`
/// requires.
private enum DotProductBound {
    /// The number of pairs that fit into an empty sum: 5·0.870 + 0.303 = 4.66 < 5.28. The subtraction of 2
    /// leaves at most 2.66, or 2.35 if the last element has not been added yet.
    static let fitting = 5
    /// The number of pairs that fit into a sum of at most 2.35: 2.35 + 2·0.870 + 0.303 = 4.40 < 5.28.
    static let following = 2
}

extension LazyFieldElement {
    /// self = Σ aᵢ·bᵢ + c over `count` ≥ 1 terms, with a single Montgomery reduction.
    ///
    /// The bᵢ are the elements of `b` from `first` on. `first` is even, and all pairs among the bᵢ are
    /// completed. `constant` is `c.dotProductConstant(for: a)`.
    ///
    /// Needs aᵢ ≤ p, bᵢ < 1.6p at even places and < (2 + 2ε)·p at odd ones, and `constant` ≤ p. Leaves self <
    /// (2 + ε)·p, with ε = 2¹⁹²/p.
    ///
    /// The sum is kept modulo 2⁵¹² in eight limbs. Each pass of the outer loop adds one block of pairs: the
    /// product (a₀ + b₁)·(a₁ + b₀) of each pair, minus the b₀·b₁ of all of them, which is a difference of two
    /// running sums. The carries and borrows in between do not matter, because the sum after the block, Σ
    /// a₀·b₀ + a₁·b₁ + a₀·a₁, is below 2⁵¹² again. Then 2p is subtracted from the upper half if that half is
    /// above 2p, which makes room for the next block.
    package mutating func setDotProduct(
        _ a: UnsafePointer<LazyFieldElement>, _ b: PairedElements, from first: Int, count: Int,
        plus constant: UnsafePointer<LazyFieldElement>
    ) {
        assert(first.isMultiple(of: 2))
        let sums = b.sums + first / 2
        let b = UnsafePointer(b.start + first)
        let (pairs, hasSingle) = (count / 2, !count.isMultiple(of: 2))
        withUnsafeTemporaryAllocation(of: WideLimbs.self, capacity: DotProductBound.fitting + 3) { memory in
            let sum = memory.baseAddress.unsafelyUnwrapped.limbs
            let high = sum + Limbs.count
            let (left, right) = (high + Limbs.count, high + 2 * Limbs.count)
            let products = memory.baseAddress.unsafelyUnwrapped + 2
            func setProduct(_ i: Int, _ x: UnsafePointer<Limb>, _ y: UnsafePointer<Limb>) {
                let product = (products + i).limbs
                mpn_sec_mul(product, x, Limbs.count, y, Limbs.count, product)
            }

            sum.update(from: constant.limbs, count: Limbs.count)
            high.update(repeating: 0, count: Limbs.count)
            var done = 0
            repeat {
                let end = min(pairs, done + (done == 0 ? DotProductBound.fitting : DotProductBound.following))
                var terms = 0
                for k in done..<end {
                    let carries =
                        limbs4_add(left, (a + 2 * k).limbs, (b + 2 * k + 1).limbs)
                        | limbs4_add(right, (a + 2 * k + 1).limbs, (b + 2 * k).limbs)
                    assert(carries == 0, "a sum is 2^256 or more")
                    setProduct(terms, left, right)
                    terms += 1
                }
                if end == pairs, hasSingle {
                    setProduct(terms, (a + count - 1).limbs, (b + count - 1).limbs)
                    terms += 1
                }
                _ = limbs8_accumulate(sum, (sums + done).limbs)
                limbs8_accumulate_all(sum, products.limbs, terms)
                _ = limbs8_subtract(sum, (sums + end).limbs)
                LazyFieldElement.subtractTwoPIfAbove(high)
                done = end
            } while done < pairs

            let carry = withMutableLimbs { montgomery_reduce($0, sum, FieldModulus.montgomery) }
            assert(carry == 0, "the sum is 2^512 - p·R or more")
            reduce()
        }
    }
}

/// An integer modulo 2⁵¹².
private struct WideLimbs: BitwiseCopyable {
    var low, high: Limbs

    static let zero = WideLimbs(low: .zero, high: .zero)
}

extension UnsafeMutablePointer<WideLimbs> {
    /// The address of the least significant limb.
    fileprivate var limbs: UnsafeMutablePointer<Limb> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: Limb.self)
    }
}
