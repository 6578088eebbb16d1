import CGMP

/// How many products fit where, in a sum of products that eight limbs hold. In units of p·R a product is at most
/// 0.435, eight limbs hold 5.28 (R/p), and a sum that is reduced may be 2 + ε: the Montgomery reduction adds
/// p, then the constant of the dot product another.
private enum DotProductBound {
    /// 11·0.435 = 4.79 < 5.28: as many as fit into an empty sum.
    static let fitting = 11
    /// 4·0.435 = 1.74 < 2: as many as need not be brought down.
    static let small = 4
    /// 8·0.435 = 3.48 < 4: as many as are brought below 2 + ε by taking 2 away once. From there to ``fitting``
    /// it takes twice.
    static let medium = 8
    /// 2 + ε + 7·0.435 = 5.05 < 5.28: as many as fit into a sum that was brought below 2 + ε.
    static let following = 7
}

extension LazyFieldElement {
    /// self = Σ aᵢ·bᵢ + c over `count` ≥ 1 terms, with a single Montgomery reduction.
    ///
    /// Needs aᵢ ≤ p, bᵢ < 2.3p and c ≤ p; leaves self < (2 + ε)·p. The products are added up in eight limbs; see
    /// `DotProductBound` for when the sum is brought down.
    package mutating func setDotProduct(
        _ a: UnsafePointer<LazyFieldElement>, _ b: UnsafePointer<LazyFieldElement>, count: Int,
        plus c: UnsafePointer<LazyFieldElement>
    ) {
        withUnsafeTemporaryAllocation(of: Limb.self, capacity: 4 * Limbs.count) { buffer in
            let sum = buffer.baseAddress.unsafelyUnwrapped
            let high = sum + Limbs.count
            let product = sum + 2 * Limbs.count
            var carry: Limb = 0
            func add(_ terms: Range<Int>) {
                for i in terms {
                    mpn_sec_mul(product, (a + i).limbs, Limbs.count, (b + i).limbs, Limbs.count, product)
                    carry |= limbs8_accumulate(sum, product)
                }
            }
            mpn_sec_mul(sum, a.limbs, Limbs.count, b.limbs, Limbs.count, sum)
            var done = min(count, DotProductBound.fitting)
            add(1..<done)
            if done > DotProductBound.small { LazyFieldElement.subtractTwoPIfAbove(high) }
            if done > DotProductBound.medium { LazyFieldElement.subtractTwoPIfAbove(high) }
            while done < count {
                let end = min(count, done + DotProductBound.following)
                add(done..<end)
                LazyFieldElement.subtractTwoPIfAbove(high)
                LazyFieldElement.subtractTwoPIfAbove(high)
                done = end
            }
            withMutableLimbs { r in
                carry |= montgomery_reduce(r, sum, FieldModulus.montgomery)
                carry |= limbs4_add(r, r, c.limbs)
            }
            assert(carry == 0, "a sum is 2^512 or 2^256 or more")
            reduce()
        }
    }
}
