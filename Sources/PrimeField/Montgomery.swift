import CGMP

/// Montgomery multiplication modulo p over GMP's `mpn_` layer, R = 2²⁵⁶.
///
/// The operands may be any integers below 2²⁵⁶ and the result is below a·b/R + p, so that it is below 2p
/// whenever a·b < 5.29·p² (R = 5.29·p); no final subtraction is done here. The functions are not inlined on
/// purpose: GMP's kernels are reached from a single place in the code, which the branch predictor rewards,
/// and operands are passed by address, because a copy through vector registers delays GMP's loads.
///
/// Products are `mpn_sec_mul` and `mpn_sec_sqr`, which GMP documents as side-channel silent; for four limbs
/// they need no scratch space (a test checks it), and are given the result's.
///
/// Source: Montgomery, "Modular multiplication without trial division", Math. Comp. 44 (1985).
@usableFromInline package enum Montgomery {
    /// r = a·b·R⁻¹ mod p, below a·b/R + p. Constant-time.
    @usableFromInline @inline(never)
    package static func multiply(
        _ r: UnsafeMutablePointer<Limb>, _ a: UnsafePointer<Limb>, _ b: UnsafePointer<Limb>
    ) {
        withUnsafeTemporaryAllocation(of: Limb.self, capacity: 2 * Limbs.count) { buffer in
            let t = buffer.baseAddress.unsafelyUnwrapped
            mpn_sec_mul(t, a, Limbs.count, b, Limbs.count, t)
            reduce(r, t)
        }
    }

    /// r = a²·R⁻¹ mod p, below a²/R + p. Constant-time.
    @usableFromInline @inline(never)
    package static func square(_ r: UnsafeMutablePointer<Limb>, _ a: UnsafePointer<Limb>) {
        withUnsafeTemporaryAllocation(of: Limb.self, capacity: 2 * Limbs.count) { buffer in
            let t = buffer.baseAddress.unsafelyUnwrapped
            mpn_sec_sqr(t, a, Limbs.count, t)
            reduce(r, t)
        }
    }

    /// r = a·b·R⁻¹ mod p, below p, for a·b < R·p. Constant-time.
    @inline(never)
    static func multiplyCanonically(
        _ r: UnsafeMutablePointer<Limb>, _ a: UnsafePointer<Limb>, _ b: UnsafePointer<Limb>
    ) {
        withUnsafeTemporaryAllocation(of: Limb.self, capacity: 2 * Limbs.count) { buffer in
            let t = buffer.baseAddress.unsafelyUnwrapped
            mpn_sec_mul(t, a, Limbs.count, b, Limbs.count, t)
            reduce(r, t)
            // Below 2p: take p away, and keep what there was where that borrows.
            let borrow = FieldModulus.p.withLimbs { mpn_sub_n(t, r, $0, Limbs.count) }
            let mask = 0 &- borrow
            for i in 0..<Limbs.count { r[i] = (r[i] & mask) | (t[i] & ~mask) }
        }
    }

    /// r = t·R⁻¹ mod p, below t/R + p, for an eight-limb t; overwrites t. Constant-time.
    ///
    /// Step i adds the multiple of p that clears limb i and stores the carry in the cleared limb; the four
    /// carries are then added to the upper half at once. The caller guarantees t/R + p < 2²⁵⁶.
    @inline(__always)
    static func reduce(_ r: UnsafeMutablePointer<Limb>, _ t: UnsafeMutablePointer<Limb>) {
        FieldModulus.p.withLimbs { p in
            let n = FieldModulus.negativeInverse
            t[0] = mpn_addmul_1(t, p, Limbs.count, t[0] &* n)
            t[1] = mpn_addmul_1(t + 1, p, Limbs.count, t[1] &* n)
            t[2] = mpn_addmul_1(t + 2, p, Limbs.count, t[2] &* n)
            t[3] = mpn_addmul_1(t + 3, p, Limbs.count, t[3] &* n)
        }
        let carry = mpn_add_n(r, t + Limbs.count, t, Limbs.count)
        assert(carry == 0, "the bound t/R + p < 2^256 was not kept")
    }
}
