import CGMP

/// One machine word of a multiple-precision integer: GMP's `mp_limb_t`, 64 bits.
@usableFromInline package typealias Limb = UInt

/// An integer in [0, 2²⁵⁶) as GMP's low-level functions take it: four limbs, least significant first.
///
/// The representation under ``Integer256``, ``FieldElement``, ``LazyFieldElement`` and ``Scalar``, each of
/// which adds its own range. A homogeneous tuple has the memory layout of an array, so its address is
/// handed to `mpn_` functions without a copy.
@usableFromInline package struct Limbs: Sendable, BitwiseCopyable {
    @usableFromInline package var words: (Limb, Limb, Limb, Limb)

    @inlinable @inline(__always)
    package init(_ w0: Limb, _ w1: Limb, _ w2: Limb, _ w3: Limb) {
        words = (w0, w1, w2, w3)
    }

    @inlinable @inline(__always)
    package static var count: Int { 4 }
    @inlinable @inline(__always)
    package static var zero: Limbs { Limbs(0, 0, 0, 0) }

    /// Calls `body` with the address of the least significant limb.
    @inlinable @inline(__always)
    package func withLimbs<Result>(_ body: (UnsafePointer<Limb>) -> Result) -> Result {
        withUnsafePointer(to: words) { body(UnsafeRawPointer($0).assumingMemoryBound(to: Limb.self)) }
    }

    /// Calls `body` with the mutable address of the least significant limb.
    @inlinable @inline(__always)
    package mutating func withMutableLimbs<Result>(_ body: (UnsafeMutablePointer<Limb>) -> Result) -> Result {
        withUnsafeMutablePointer(to: &words) {
            body(UnsafeMutableRawPointer($0).assumingMemoryBound(to: Limb.self))
        }
    }
}

// MARK: - Arithmetic modulo 2²⁵⁶ (constant-time)

extension Limbs {
    /// The sum modulo 2²⁵⁶, and the carry out of it (0 or 1).
    package static func adding(_ a: Limbs, _ b: Limbs) -> (sum: Limbs, carry: Limb) {
        var sum = Limbs.zero
        let carry = sum.withMutableLimbs { r in
            a.withLimbs { a in b.withLimbs { b in mpn_add_n(r, a, b, Limbs.count) } }
        }
        return (sum, carry)
    }

    /// The difference modulo 2²⁵⁶, and the borrow out of it: 1 exactly if a < b.
    package static func subtracting(_ a: Limbs, _ b: Limbs) -> (difference: Limbs, borrow: Limb) {
        var difference = Limbs.zero
        let borrow = difference.withMutableLimbs { r in
            a.withLimbs { a in b.withLimbs { b in mpn_sub_n(r, a, b, Limbs.count) } }
        }
        return (difference, borrow)
    }

    /// Adds `addend` where `condition` is 1 and zero where it is 0, without a branch, modulo 2²⁵⁶.
    package mutating func conditionallyAdd(_ addend: Limbs, if condition: Limb) {
        withMutableLimbs { r in
            addend.withLimbs { a in _ = mpn_cnd_add_n(condition, r, r, a, Limbs.count) }
        }
    }

    /// Takes `subtrahend` away where that leaves no negative number, without a branch.
    package mutating func subtractIfNotBelow(_ subtrahend: Limbs) {
        let (difference, borrow) = Limbs.subtracting(self, subtrahend)
        conditionallyReplace(by: difference, if: 1 &- borrow)
    }

    /// Replaces the value by `other` where `condition` is 1 and keeps it where it is 0, without a branch.
    package mutating func conditionallyReplace(by other: Limbs, if condition: Limb) {
        let mask = 0 &- condition
        words.0 ^= mask & (words.0 ^ other.words.0)
        words.1 ^= mask & (words.1 ^ other.words.1)
        words.2 ^= mask & (words.2 ^ other.words.2)
        words.3 ^= mask & (words.3 ^ other.words.3)
    }

    /// Whether the two integers are equal; the time does not depend on where they differ.
    package static func areEqual(_ a: Limbs, _ b: Limbs) -> Bool {
        let difference =
            (a.words.0 ^ b.words.0) | (a.words.1 ^ b.words.1)
            | (a.words.2 ^ b.words.2) | (a.words.3 ^ b.words.3)
        return difference == 0
    }

    /// 1 if the integer is below `bound`, 0 if not; constant-time.
    package func isBelow(_ bound: Limbs) -> Limb {
        Limbs.subtracting(self, bound).borrow
    }

    /// The limbs, least significant first.
    package var array: [Limb] { [words.0, words.1, words.2, words.3] }

    /// The position of the highest bit set, plus one; 0 for zero. Variable-time.
    package var bitWidth: Int {
        let (w0, w1, w2, w3) = words
        if w3 != 0 { return 256 - w3.leadingZeroBitCount }
        if w2 != 0 { return 192 - w2.leadingZeroBitCount }
        if w1 != 0 { return 128 - w1.leadingZeroBitCount }
        return 64 - w0.leadingZeroBitCount
    }
}
