// SPDX-License-Identifier: Apache-2.0
import CGMP

/// What the inline functions of CGMP's carry_chains.h compute, by the functions of GMP that they replace:
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

    /// (low + R·high)/R modulo p, below high + p + p/2⁶⁴ + 2, and the carry out of four limbs: Montgomery's reduction
    /// by `mpn_addmul_1`.
    ///
    /// Step i adds the value of limb i to the limbs above it: its product with 2⁻⁶⁴ mod p in the first two steps, the
    /// multiple of p that clears it in the others.
    package static func montgomeryReduced(low: Limbs, high: Limbs) -> (sum: Limbs, carry: Limb) {
        var t = low.array + [0, 0, 0, 0]
        func add(_ multiple: Limbs, times factor: Limb, at place: Int) {
            multiple.withLimbs { multiple in
                t.withUnsafeMutableBufferPointer { t in
                    let limbs = t.baseAddress.unsafelyUnwrapped + place
                    limbs[Limbs.count] += mpn_addmul_1(limbs, multiple, Limbs.count, factor)
                }
            }
        }
        for i in 0..<2 { add(FieldModulus.inverseOfTwoTo64, times: t[i], at: i + 1) }
        for i in 2..<4 { add(FieldModulus.p, times: t[i] &* FieldModulus.negativeInverse, at: i) }
        return adding(Limbs(t[4], t[5], t[6], t[7]), high)
    }
}
