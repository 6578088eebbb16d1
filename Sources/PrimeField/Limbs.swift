// SPDX-License-Identifier: Apache-2.0
import CGMP

/// One machine word of a multiple-precision integer: GMP's `mp_limb_t`, 64 bits.
@usableFromInline package typealias Limb = UInt

/// An integer in [0, 2²⁵⁶) as GMP's low-level functions take it: four limbs, least significant first.
///
/// ``Integer256``, ``FieldElement``, ``LazyFieldElement`` and ``Scalar`` are represented by it, each with a
/// range of its own. A homogeneous tuple has the memory layout of an array, so `mpn_` functions get its
/// address without a copy.
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

    /// Calls `body` with the addresses of the result, of a and of b, four limbs each. Returns the result that
    /// `body` has written, and the value that it returned.
    @inlinable @inline(__always)
    package static func result<Returned>(
        of a: Limbs, _ b: Limbs,
        _ body: (UnsafeMutablePointer<Limb>, UnsafePointer<Limb>, UnsafePointer<Limb>) -> Returned
    ) -> (Limbs, Returned) {
        var result = Limbs.zero
        let returned = result.withMutableLimbs { r in
            a.withLimbs { a in b.withLimbs { b in body(r, a, b) } }
        }
        return (result, returned)
    }
}

// MARK: - Arithmetic modulo 2²⁵⁶ (constant-time)

extension Limbs {
    /// a + b modulo 2²⁵⁶, and the carry (0 or 1).
    package static func adding(_ a: Limbs, _ b: Limbs) -> (sum: Limbs, carry: Limb) {
        result(of: a, b) { limbs4_add($0, $1, $2) }
    }

    /// a − b modulo 2²⁵⁶, and the borrow: 1 if a < b, otherwise 0.
    package static func subtracting(_ a: Limbs, _ b: Limbs) -> (difference: Limbs, borrow: Limb) {
        result(of: a, b) { limbs4_sub($0, $1, $2) }
    }

    /// Adds `addend` if `condition` is 1, and zero if it is 0, modulo 2²⁵⁶. Takes no branch.
    package mutating func conditionallyAdd(_ addend: Limbs, if condition: Limb) {
        self = Limbs.result(of: self, addend) { mpn_cnd_add_n(condition, $0, $1, $2, Limbs.count) }.0
    }

    /// Subtracts `subtrahend` unless the difference would be negative. Takes no branch.
    package mutating func subtractIfNotBelow(_ subtrahend: Limbs) {
        let (difference, borrow) = Limbs.subtracting(self, subtrahend)
        conditionallyReplace(by: difference, if: 1 &- borrow)
    }

    /// Replaces the value by `other` if `condition` is 1, and keeps it if it is 0. Takes no branch.
    @inlinable @inline(__always)
    package mutating func conditionallyReplace(by other: Limbs, if condition: Limb) {
        let mask = constant_time_mask(condition)
        words.0 ^= mask & (words.0 ^ other.words.0)
        words.1 ^= mask & (words.1 ^ other.words.1)
        words.2 ^= mask & (words.2 ^ other.words.2)
        words.3 ^= mask & (words.3 ^ other.words.3)
    }

    /// Whether the two integers are equal, in constant time.
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

    /// The number of bits up to the highest bit that is set; 0 for zero. Variable-time.
    package var bitWidth: Int {
        let (w0, w1, w2, w3) = words
        if w3 != 0 { return 256 - w3.leadingZeroBitCount }
        if w2 != 0 { return 192 - w2.leadingZeroBitCount }
        if w1 != 0 { return 128 - w1.leadingZeroBitCount }
        return 64 - w0.leadingZeroBitCount
    }

    /// The number of limbs up to the highest that is not zero. Variable-time.
    var limbCount: Int { (bitWidth + 63) / 64 }
}

// MARK: - Bytes, least significant first

extension Limbs {
    /// Reads exactly 32 bytes, without a temporary array: they may be a key.
    init(bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        // The closure cannot throw a typed error, so it returns nil for another number of bytes.
        let contiguous = bytes.withContiguousStorageIfAvailable { Limbs(memory: UnsafeRawBufferPointer($0)) }
        guard let limbs = contiguous ?? Limbs(oneByOne: bytes) else { throw .integerMalformed }
        self = limbs
    }

    /// Reads exactly 32 bytes of memory, or nil.
    init?(memory bytes: UnsafeRawBufferPointer) {
        guard bytes.count == MemoryLayout<Limbs>.size else { return nil }
        let limbs = bytes.loadUnaligned(as: Limbs.self).words
        self.init(
            Limb(littleEndian: limbs.0), Limb(littleEndian: limbs.1),
            Limb(littleEndian: limbs.2), Limb(littleEndian: limbs.3))
    }

    /// Reads exactly 32 bytes of a sequence that has no contiguous storage, or nil.
    private init?(oneByOne bytes: some Sequence<UInt8>) {
        self = .zero
        var count = 0
        for byte in bytes {
            count += 1
            if count > 32 { return nil }
            words.0 = words.0 >> 8 | words.1 << 56
            words.1 = words.1 >> 8 | words.2 << 56
            words.2 = words.2 >> 8 | words.3 << 56
            words.3 = words.3 >> 8 | Limb(byte) << 56
        }
        if count != 32 { return nil }
    }

    /// The 32 bytes.
    var bytes: [UInt8] {
        withUnsafeBytes(
            of: (words.0.littleEndian, words.1.littleEndian, words.2.littleEndian, words.3.littleEndian)
        ) { Array($0) }
    }

    /// The integer with the 32 bytes in reverse order.
    var byteSwapped: Limbs {
        Limbs(words.3.byteSwapped, words.2.byteSwapped, words.1.byteSwapped, words.0.byteSwapped)
    }
}
