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
            let product = sum + 2 * Limbs.count
            sum.initialize(repeating: 0, count: 2 * Limbs.count)
            var roomFor = 11
            for i in 0..<count {
                mpn_sec_mul(product, (a + i).limbs, Limbs.count, (b + i).limbs, Limbs.count, product)
                let carry = mpn_add_n(sum, sum, product, 2 * Limbs.count)
                assert(carry == 0, "the sum of products is 2^512 or more")
                roomFor -= 1
                if roomFor == 0 {
                    LazyFieldElement.takeMultiplesOfP(from: sum + Limbs.count)
                    roomFor = 7
                }
            }
            if count > 6, roomFor != 7 { LazyFieldElement.takeMultiplesOfP(from: sum + Limbs.count) }
            withMutableLimbs { r in
                Montgomery.reduce(r, sum)
                let carry = mpn_add_n(r, r, c.limbs, Limbs.count)
                assert(carry == 0)
            }
            reduce()
        }
    }

    /// Brings four limbs below (2 + ε)·p by taking 2p away up to twice, as ``reduce()`` does.
    @inline(__always)
    private static func takeMultiplesOfP(from high: UnsafeMutablePointer<Limb>) {
        for _ in 0..<2 { subtractTwoPIfAbove(high) }
    }
}
