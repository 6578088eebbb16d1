import CGMP

/// What the inline functions of CGMP's carry_chains.h compute, by the functions of GMP in whose place they stand:
/// the definitions that tests and fuzzing compare them with.
package enum PlainLimbs {
    /// a + b modulo 2²⁵⁶, and the carry (`mpn_add_n`).
    package static func adding(_ a: Limbs, _ b: Limbs) -> (sum: Limbs, carry: Limb) {
        Limbs.result(of: a, b) { mpn_add_n($0, $1, $2, Limbs.count) }
    }

    /// a − b modulo 2²⁵⁶, and the borrow (`mpn_sub_n`).
    package static func subtracting(_ a: Limbs, _ b: Limbs) -> (difference: Limbs, borrow: Limb) {
        Limbs.result(of: a, b) { mpn_sub_n($0, $1, $2, Limbs.count) }
    }

    /// (low + R·high)/R modulo p, below high + p + 1, and the carry out of four limbs: Montgomery's reduction by
    /// `mpn_addmul_1`.
    ///
    /// Step i adds the multiple of p that clears limb i and stores the carry in the cleared limb; the four
    /// carries are then added to the upper half at once.
    package static func montgomeryReduced(low: Limbs, high: Limbs) -> (sum: Limbs, carry: Limb) {
        var t = low.array + high.array
        FieldModulus.p.withLimbs { p in
            for i in 0..<Limbs.count {
                let factor = t[i] &* FieldModulus.negativeInverse
                t[i] = t.withUnsafeMutableBufferPointer {
                    mpn_addmul_1($0.baseAddress.unsafelyUnwrapped + i, p, Limbs.count, factor)
                }
            }
        }
        return adding(Limbs(t[4], t[5], t[6], t[7]), Limbs(t[0], t[1], t[2], t[3]))
    }
}
