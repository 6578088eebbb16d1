// SPDX-License-Identifier: Apache-2.0

// Definition: Σ aᵢ·bᵢ + c with the operations of FieldElement.
// Agreement: DotProductTests; Tests/Checks/Proofs/bounds.py ("Winograd's inner product", "a dot product of
// any length").

import CGMP

// Winograd's inner product: two products are one,
//
//     a₀·b₀ + a₁·b₁ = (a₀ + b₁)·(a₁ + b₀) − a₀·a₁ − b₀·b₁,
//
// where a₀·a₁ is known beforehand, as the a are constants, and b₀·b₁ serves all dot products with these b.
//
// Source: Winograd, "A new algorithm for inner product", IEEE Transactions on Computers C-17 (1968).

/// Elements b₀, b₁, … as `setDotProduct` takes them, with the sums of the products of their pairs (b₀, b₁), (b₂, b₃), ….
package struct PairedElements {
    /// b₀, b₁, ….
    package let start: UnsafeMutablePointer<LazyFieldElement>
    /// Sₖ = b₀·b₁ + b₂·b₃ + … over k pairs, modulo 2⁵¹². Sₖ − Sⱼ is the sum over the pairs from j on, however
    /// many came before.
    fileprivate let sums: UnsafeMutablePointer<WideLimbs>

    /// What `body` returns of so many elements, all zero, in memory that is given back afterwards.
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

    /// Adds up the products so far: for k = 0, 1, … in turn, when both elements of pair k are set.
    package func completePair(_ k: Int) {
        let (sum, next) = ((sums + k).limbs, (sums + k + 1).limbs)
        let pair = UnsafePointer(start + 2 * k)
        mpn_sec_mul(next, pair.limbs, Limbs.count, (pair + 1).limbs, Limbs.count, next)
        _ = limbs8_accumulate(next, sum)
    }
}

extension FieldElement {
    /// The constant that `setDotProduct` takes with the coefficients aᵢ for Σ aᵢ·bᵢ + self:
    /// (self − a₀·a₁ − a₂·a₃ − …)·R, so that it is added before the reduction.
    package func dotProductConstant(for a: ArraySlice<FieldElement>) -> FieldElement {
        let pairs = stride(from: a.startIndex, to: a.endIndex - 1, by: 2)
        return pairs.reduce(self) { $0 - a[$1] * a[$1 + 1] } * FieldElement(montgomery: FieldModulus.rSquared)
    }
}

/// How many pairs of products fit where, in a sum that eight limbs hold. In units of p·R a pair is at most 0.870
/// (a₀·b₀ + a₁·b₁ + a₀·a₁, 4.6 times p²), a product without partner 0.303; eight limbs hold 5.28 (R/p). What is
/// reduced may be 3: the Montgomery reduction adds (1 + 2⁻⁶³)·p.
private enum DotProductBound {
    /// 5·0.870 + 0.303 = 4.66 < 5.28: as many as fit into an empty sum. Taking 2 away leaves 2.36, and without the
    /// product that has no partner 2.35.
    static let fitting = 5
    /// 2.35 + 2·0.870 + 0.303 = 4.40 < 5.28: as many as fit into a sum that others came into before.
    static let following = 2
}

extension LazyFieldElement {
    /// self = Σ aᵢ·bᵢ + c over `count` ≥ 1 terms, with a single Montgomery reduction. The bᵢ are the elements of `b`
    /// from `first` on, an even place, with the pairs among them completed; `constant` is `c.dotProductConstant(for: a)`.
    ///
    /// Needs aᵢ ≤ p, bᵢ < 1.6p at even places and < (2 + 2ε)·p at odd ones, and `constant` ≤ p; leaves self < (2 + ε)·p,
    /// with ε = 2¹⁹²/p.
    ///
    /// The products of up to `DotProductBound.fitting` pairs are added up in eight limbs, modulo 2⁵¹²: less Σ b₀·b₁ they
    /// are below that. Then the sum is brought down, and the products of the next pairs follow.
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
