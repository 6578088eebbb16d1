// SPDX-License-Identifier: Apache-2.0
import CGMP

/// Montgomery multiplication modulo p, R = 2²⁵⁶.
///
/// The operands may be any integers with a·b/R + (1 + 2⁻⁶³)·p < 2²⁵⁶, and the result is below that bound.
/// There is no final subtraction. R = 5.290·p, so the result is below 2p if a·b < 5.289·p².
///
/// The form of the functions is chosen for speed. They are not inlined, so that GMP's kernels are called from
/// one place in the code, which the branch predictor learns. Operands are passed by address, because a copy
/// through vector registers delays GMP's loads. They are not members of a type, because each call would pass
/// its metatype.
///
/// Products are `mpn_sec_mul` and `mpn_sec_sqr`, which GMP documents as side-channel silent. The reduction is
/// written out in CGMP's carry_chains.h.
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
    /// The constants of p that the reduction uses. After inlining they are immediate operands.
    @inline(__always)
    static var montgomery: montgomery_modulus {
        montgomery_modulus(p: p.words, n: negativeInverse, q: inverseOfTwoTo64.words)
    }
}
