import CGMP

extension LazyFieldElement {
    /// self = Σ aᵢ·bᵢ + c over `count` ≥ 1 terms, with a single Montgomery reduction.
    ///
    /// Needs aᵢ ≤ p, bᵢ < 2.3p and c ≤ p; leaves self < (2 + ε)·p.
    ///
    /// The products are added up in eight limbs, 2⁵¹² = 28p², where eleven of them fit. In units of p·R each
    /// adds at most 0.435, and at the end 2 + ε may be left: the Montgomery reduction adds p, then c another.
    /// So up to four products stay as they are, up to eight are brought below 2 + ε by taking 2 away once, and
    /// up to eleven by taking it away twice. In a longer sum seven more follow each time, 5.05 in all, and 2 is
    /// taken away twice again.
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
                    carry |= mpn_add_n(sum, sum, product, 2 * Limbs.count)
                }
            }
            mpn_sec_mul(sum, a.limbs, Limbs.count, b.limbs, Limbs.count, sum)
            var done = min(count, 11)
            add(1..<done)
            if done > 4 { LazyFieldElement.subtractTwoPIfAbove(high) }
            if done > 8 { LazyFieldElement.subtractTwoPIfAbove(high) }
            while done < count {
                let end = min(count, done + 7)
                add(done..<end)
                LazyFieldElement.subtractTwoPIfAbove(high)
                LazyFieldElement.subtractTwoPIfAbove(high)
                done = end
            }
            withMutableLimbs { r in
                Montgomery.reduce(r, sum)
                carry |= mpn_add_n(r, r, c.limbs, Limbs.count)
            }
            assert(carry == 0, "a sum is 2^512 or 2^256 or more")
            reduce()
        }
    }
}
