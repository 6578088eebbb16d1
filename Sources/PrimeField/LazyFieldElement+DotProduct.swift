import CGMP

extension LazyFieldElement {
    /// self = Σ aᵢ·bᵢ + c over `count` ≥ 1 terms, with a single Montgomery reduction.
    ///
    /// Needs aᵢ ≤ p, c ≤ p and bᵢ < 2.3p, or bᵢ < 1.8p for six terms or fewer; leaves self < (2 + ε)·p.
    ///
    /// The products are added up in eight limbs: 2⁵¹² = 28p², so eleven products of at most 2.3p² fit. In a
    /// longer sum 2p·R is taken twice from the accumulator, where it is surely contained, after the first
    /// eleven terms and after every seventh from there: that leaves less than (2 + ε)·p·R = 10.6p², and room
    /// for seven more. Six products of at most 1.8p² need no such step: 10.8p²/R + p + c < 4.1p.
    package mutating func setDotProduct(
        _ a: UnsafePointer<LazyFieldElement>, _ b: UnsafePointer<LazyFieldElement>, count: Int,
        plus c: UnsafePointer<LazyFieldElement>
    ) {
        withUnsafeTemporaryAllocation(of: Limb.self, capacity: 4 * Limbs.count) { buffer in
            let sum = buffer.baseAddress.unsafelyUnwrapped
            let high = sum + Limbs.count
            let product = sum + 2 * Limbs.count
            mpn_sec_mul(sum, a.limbs, Limbs.count, b.limbs, Limbs.count, sum)
            var carry: Limb = 0
            var i = 1
            while i < count {
                let end = min(count, i + (i == 1 ? 10 : 7))
                while i < end {
                    mpn_sec_mul(product, (a + i).limbs, Limbs.count, (b + i).limbs, Limbs.count, product)
                    carry |= mpn_add_n(sum, sum, product, 2 * Limbs.count)
                    i += 1
                }
                if count > 6 {
                    LazyFieldElement.subtractTwoPIfAbove(high)
                    LazyFieldElement.subtractTwoPIfAbove(high)
                }
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
