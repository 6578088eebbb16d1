// SPDX-License-Identifier: Apache-2.0

// Definition: the sums, differences and products of FieldElement.
// Agreement: LazyFieldElementTests; Tests/Checks/Proofs/montgomery.py (the reduction) and
// Tests/Checks/Proofs/bounds.py (no value reaches 2²⁵⁶).

import CGMP

/// A field element in Montgomery form that is reduced modulo p later. It is represented by any integer below
/// 2²⁵⁶ = 5.29·p that is congruent to its Montgomery form.
///
/// The point formulas and the Poseidon permutation compute with lazy elements. An operation writes its result
/// to `self` and takes its operands by address, as in `sum.add(&x, &y)`, so that no copy is made around GMP's
/// calls. The caller keeps track of bounds, in multiples of p. Each operation states the bounds that it needs
/// and the bound of its result, and debug builds check them. The type is `package` and not public, because
/// unreduced values must not leave the library.
///
/// Every operation is constant-time.
@usableFromInline package struct LazyFieldElement: Sendable, BitwiseCopyable {
    @usableFromInline package var limbs: Limbs

    @inlinable @inline(__always)
    package init(limbs: Limbs) {
        self.limbs = limbs
    }

    /// The same element, below p.
    @inlinable @inline(__always)
    package init(_ element: FieldElement) {
        limbs = element.limbs
    }

    @inlinable @inline(__always)
    package static var zero: LazyFieldElement { LazyFieldElement(limbs: .zero) }
    package static var one: LazyFieldElement { LazyFieldElement(limbs: FieldModulus.r) }
}

// MARK: - Products

extension LazyFieldElement {
    /// self = a·b. If a < α·p and b < β·p, then self < (1 + 0.18904·αβ)·p, which is below 2p if αβ ≤ 5.29.
    @inlinable @inline(__always)
    package mutating func multiply(
        _ a: UnsafePointer<LazyFieldElement>, _ b: UnsafePointer<LazyFieldElement>
    ) {
        withMutableLimbs { montgomeryMultiply($0, a.limbs, b.limbs) }
    }

    /// self = a². If a < α·p, then self < (1 + 0.18904·α²)·p.
    @inlinable @inline(__always)
    package mutating func square(_ a: UnsafePointer<LazyFieldElement>) {
        withMutableLimbs { montgomerySquare($0, a.limbs) }
    }
}

// MARK: - Sums

extension LazyFieldElement {
    /// self = a + b, not reduced. Needs a + b < 2²⁵⁶.
    @inlinable @inline(__always)
    package mutating func add(
        _ a: UnsafePointer<LazyFieldElement>, _ b: UnsafePointer<LazyFieldElement>
    ) {
        let carry = withMutableLimbs { limbs4_add($0, a.limbs, b.limbs) }
        assert(carry == 0, "the sum is 2^256 or more")
    }

    /// self = 2·self, not reduced. Needs 2·self < 2²⁵⁶.
    @inlinable @inline(__always)
    package mutating func double() {
        let carry = withMutableLimbs { limbs4_add($0, $0, $0) }
        assert(carry == 0, "the sum is 2^256 or more")
    }

    /// self = self + a, not reduced. Needs self + a < 2²⁵⁶.
    @inlinable @inline(__always)
    package mutating func accumulate(_ a: UnsafePointer<LazyFieldElement>) {
        let carry = withMutableLimbs { limbs4_add($0, $0, a.limbs) }
        assert(carry == 0, "the sum is 2^256 or more")
    }

    /// self = a − b + 2p, not reduced. Needs b ≤ 2p and a < 3.29p.
    @inlinable @inline(__always)
    package mutating func subtract(
        _ a: UnsafePointer<LazyFieldElement>, _ b: UnsafePointer<LazyFieldElement>
    ) {
        subtract(a, b, offset: FieldModulus.twoP)
    }

    /// self = a − b + 3p, not reduced. Needs b ≤ 3p and a < 2.29p.
    @inlinable @inline(__always)
    package mutating func subtractWide(
        _ a: UnsafePointer<LazyFieldElement>, _ b: UnsafePointer<LazyFieldElement>
    ) {
        subtract(a, b, offset: FieldModulus.threeP)
    }

    /// self = a − b + offset, not reduced. Needs 0 ≤ a − b + offset < 2²⁵⁶. Then the borrow of the
    /// subtraction and the carry of the addition cancel.
    @inlinable @inline(__always)
    package mutating func subtract(
        _ a: UnsafePointer<LazyFieldElement>, _ b: UnsafePointer<LazyFieldElement>, offset: Limbs
    ) {
        withMutableLimbs { r in
            let borrow = limbs4_sub(r, a.limbs, b.limbs)
            let carry = offset.withLimbs { limbs4_add(r, r, $0) }
            assert(borrow == carry, "the difference is negative or 2^256 or more")
        }
    }

    /// Reduces self partially: subtracts 2p or nothing. Needs self < (4 + ε)·p and leaves self < (2 + ε)·p,
    /// with ε = 2¹⁹²/p. Takes no branch.
    @inlinable @inline(__always)
    package mutating func reduce() {
        withMutableLimbs { LazyFieldElement.subtractTwoPIfAbove($0) }
    }

    /// Subtracts 2p if the top limb of the value is greater than that of 2p, which shows that the value is
    /// above 2p. Otherwise the value is below 2p + 2¹⁹², and is kept.
    @inlinable @inline(__always)
    package static func subtractTwoPIfAbove(_ r: UnsafeMutablePointer<Limb>) {
        let (p0, p1, p2, p3) = FieldModulus.twoP.words
        // The mask is all ones or zero, so either 2p or 0 is subtracted.
        let mask = constant_time_mask(ConstantTime.isLess(p3, r[3]))
        _ = Limbs(p0 & mask, p1 & mask, p2 & mask, p3 & mask).withLimbs { limbs4_sub(r, r, $0) }
    }
}

// MARK: - Reduction to the canonical element

extension FieldElement {
    /// The canonical element of a lazy one, which may be any integer below 2²⁵⁶ < 6p: subtracts 4p, 2p and p
    /// in turn, each unless the difference would be negative.
    package init(_ lazy: LazyFieldElement) {
        var limbs = lazy.limbs
        limbs.subtractIfNotBelow(FieldModulus.fourP)
        limbs.subtractIfNotBelow(FieldModulus.twoP)
        self.init(reducingOnce: limbs)
    }
}

// MARK: - Addresses

extension LazyFieldElement {
    /// Calls `body` with the address of the least significant limb of self.
    @inlinable @inline(__always)
    package mutating func withMutableLimbs<Result>(_ body: (UnsafeMutablePointer<Limb>) -> Result) -> Result {
        limbs.withMutableLimbs(body)
    }
}

extension UnsafePointer<LazyFieldElement> {
    /// The address of the least significant limb.
    @inlinable @inline(__always)
    package var limbs: UnsafePointer<Limb> {
        UnsafeRawPointer(self).assumingMemoryBound(to: Limb.self)
    }
}
