// SPDX-License-Identifier: Apache-2.0
import CGMP

/// Montgomery multiplication modulo p, R = 2²⁵⁶.
///
/// The operands may be any integers below 2²⁵⁶ and the result is below a·b/R + (1 + 2⁻⁶³)·p, so that it is below 2p
/// whenever a·b < 5.289·p² (R = 5.290·p); no final subtraction is done here. The functions are not inlined on
/// purpose: GMP's kernels are reached from a single place in the code, which the branch predictor rewards,
/// and operands are passed by address, because a copy through vector registers delays GMP's loads. They are
/// no members of a type either, whose metatype would be passed to each call.
///
/// Products are `mpn_sec_mul` and `mpn_sec_sqr`, which GMP documents as side-channel silent; the reduction is written
/// out in CGMP's carry_chains.h.
///
/// Source: Montgomery, "Modular multiplication without trial division", Math. Comp. 44 (1985).

/// r = a·b·R⁻¹ mod p, below a·b/R + (1 + 2⁻⁶³)·p. Constant-time.
@usableFromInline @inline(never)
package func montgomeryMultiply(
    _ r: UnsafeMutablePointer<Limb>, _ a: UnsafePointer<Limb>, _ b: UnsafePointer<Limb>
) {
    let carry = montgomery_multiply(r, a, b, FieldModulus.montgomery)
    assert(carry == 0, "the bound a·b/R + (1 + 2^-63)·p < 2^256 was not kept")
}

/// r = a²·R⁻¹ mod p, below a²/R + (1 + 2⁻⁶³)·p. Constant-time.
@usableFromInline @inline(never)
package func montgomerySquare(_ r: UnsafeMutablePointer<Limb>, _ a: UnsafePointer<Limb>) {
    let carry = montgomery_square(r, a, FieldModulus.montgomery)
    assert(carry == 0, "the bound a²/R + (1 + 2^-63)·p < 2^256 was not kept")
}

extension FieldModulus {
    /// What the reduction takes of p: constants, once it is inlined.
    @inline(__always)
    static var montgomery: montgomery_modulus {
        montgomery_modulus(p: p.words, n: negativeInverse, q: inverseOfTwoTo64.words)
    }
}
