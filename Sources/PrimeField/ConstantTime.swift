// SPDX-License-Identifier: Apache-2.0

/// Choices that show neither in the time nor in the addresses that are read.
@usableFromInline package enum ConstantTime {
    /// Three field elements side by side, as vectors that a selection reads at once.
    package typealias Triple = (SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>)

    /// 1 where a < b, 0 where not: the borrow out of a − b (Warren, "Hacker's Delight", 2-13).
    @inlinable @inline(__always)
    package static func isLess(_ a: Limb, _ b: Limb) -> Limb {
        ((~a & b) | ((~a | b) & (a &- b))) >> 63
    }

    /// Entry `index` of a table of `count` triples, reading all of them: the OR of all entries, each ANDed with
    /// an all-ones or all-zeros mask.
    @inline(__always)
    package static func select(from table: UnsafeRawPointer, count: Int, at index: Int) -> Triple {
        var result: Triple = (.zero, .zero, .zero)
        let wanted = SIMD4(repeating: Int64(index))
        for i in 0..<count {
            let entry = table.load(fromByteOffset: i * MemoryLayout<Triple>.stride, as: Triple.self)
            // Zero if i is wanted, else positive: the sign of difference − 1, in every bit, is the mask.
            let difference = wanted ^ SIMD4(repeating: Int64(i))
            let mask = SIMD4<UInt64>(truncatingIfNeeded: (difference &- 1) &>> 63)
            result.0 |= entry.0 & mask
            result.1 |= entry.1 & mask
            result.2 |= entry.2 & mask
        }
        return result
    }
}

extension LazyFieldElement {
    /// Swaps the two values where `condition` is 1, without a branch.
    @inlinable @inline(__always)
    package static func conditionallySwap(
        _ a: inout LazyFieldElement, _ b: inout LazyFieldElement, if condition: Limb
    ) {
        let old = a
        a.limbs.conditionallyReplace(by: b.limbs, if: condition)
        b.limbs.conditionallyReplace(by: old.limbs, if: condition)
    }

    /// Replaces the value by p − value where `condition` is 1, without a branch. Needs self ≤ p.
    package mutating func conditionallyNegate(if condition: Limb) {
        let negated = Limbs.subtracting(FieldModulus.p, limbs).difference
        limbs.conditionallyReplace(by: negated, if: condition)
    }
}
