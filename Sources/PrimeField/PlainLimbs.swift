// SPDX-License-Identifier: Apache-2.0
import CGMP

/// The definitions of the inline functions in CGMP's carry_chains.h, written with the functions of GMP that
/// they replace. Tests and fuzzing compare the two.
package enum PlainLimbs {
    /// a + b modulo 2²⁵⁶, and the carry (`mpn_add_n`).
    package static func adding(_ a: Limbs, _ b: Limbs) -> (sum: Limbs, carry: Limb) {
        Limbs.result(of: a, b) { mpn_add_n($0, $1, $2, Limbs.count) }
    }

    /// a − b modulo 2²⁵⁶, and the borrow (`mpn_sub_n`).
    package static func subtracting(_ a: Limbs, _ b: Limbs) -> (difference: Limbs, borrow: Limb) {
        Limbs.result(of: a, b) { mpn_sub_n($0, $1, $2, Limbs.count) }
    }

    /// Montgomery's reduction by `mpn_addmul_1`: (low + R·high)/R mod p, below high + p + p/2⁶⁴ + 2, and the
    /// carry out of four limbs.
    ///
    /// Step i replaces limb i of the sum by an equal value, modulo p, in the limbs above it. The first two
    /// steps add tᵢ·(2⁻⁶⁴ mod p) one limb higher. The last two add the multiple of p that makes limb i zero.
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
