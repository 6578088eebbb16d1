// SPDX-License-Identifier: Apache-2.0
import CGMP

/// An integer in [0, 2⁵¹²) that is about to be reduced modulo ℓ or 8ℓ: a product of two 256-bit integers, or
/// a SHA-512 digest. All operations are constant-time, by GMP's side-channel silent functions.
package struct WideInteger: Sendable {
    private var low: Limbs
    private var high: Limbs

    /// low + 2²⁵⁶·high.
    package init(low: Integer256, high: Integer256) {
        self.low = low.limbs
        self.high = high.limbs
    }

    /// Reads exactly 64 bytes, least significant first.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes.
    package init(littleEndianBytes bytes: UnsafeRawBufferPointer) throws(PrimeFieldError) {
        guard bytes.count == 64,
            let low = Limbs(memory: UnsafeRawBufferPointer(rebasing: bytes.prefix(32))),
            let high = Limbs(memory: UnsafeRawBufferPointer(rebasing: bytes.suffix(32)))
        else { throw .integerMalformed }
        self.low = low
        self.high = high
    }

    /// a·b + c.
    package init(product a: Integer256, _ b: Integer256, plus c: Integer256) {
        low = .zero
        high = .zero
        let scratchCount = mpn_sec_mul_itch(Limbs.count, Limbs.count)
        withMutableLimbs(scratch: scratchCount) { r, scratch in
            a.limbs.withLimbs { a in
                b.limbs.withLimbs { b in mpn_sec_mul(r, a, Limbs.count, b, Limbs.count, scratch) }
            }
        }
        // a·b + c ≤ (2²⁵⁶ − 1)² + 2²⁵⁶ − 1 < 2⁵¹², so the last carry is zero.
        let carry: Limb
        (low, carry) = Limbs.adding(low, c.limbs)
        high = Limbs.adding(high, Limbs(carry, 0, 0, 0)).sum
    }

    /// The remainder of the division by `modulus`, which is public and not zero: GMP divides by as many limbs
    /// as it has, and leaves as many of the remainder.
    package func reduced(modulo modulus: Limbs) -> Integer256 {
        let count = modulus.limbCount
        var copy = self
        var remainder = Limbs.zero
        let scratchCount = mpn_sec_div_r_itch(2 * Limbs.count, count)
        copy.withMutableLimbs(scratch: scratchCount) { n, scratch in
            modulus.withLimbs { d in mpn_sec_div_r(n, 2 * Limbs.count, d, count, scratch) }
            remainder.withMutableLimbs { $0.update(from: n, count: count) }
        }
        return Integer256(limbs: remainder)
    }

    /// Calls `body` with the address of the eight limbs, least significant first, and with that of `count`
    /// limbs of scratch space. `low` and `high` are adjacent in memory.
    private mutating func withMutableLimbs(
        scratch count: Int, _ body: (UnsafeMutablePointer<Limb>, UnsafeMutablePointer<Limb>) -> Void
    ) {
        withUnsafeMutablePointer(to: &self) { limbs in
            let r = UnsafeMutableRawPointer(limbs).assumingMemoryBound(to: Limb.self)
            withUnsafeTemporaryAllocation(of: Limb.self, capacity: count) { scratch in
                body(r, scratch.baseAddress.unsafelyUnwrapped)
            }
        }
    }
}
