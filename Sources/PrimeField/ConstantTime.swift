// SPDX-License-Identifier: Apache-2.0

/// Comparison and selection in constant time: neither a branch nor an address depends on the operands.
@usableFromInline package enum ConstantTime {
    /// Three field elements as three vectors, the entry of a table that `select` reads.
    package typealias Triple = (SIMD4<UInt64>, SIMD4<UInt64>, SIMD4<UInt64>)

    /// 1 if a < b, otherwise 0: the borrow of a − b (Warren, "Hacker's Delight", section 2-13).
    @inlinable @inline(__always)
    package static func isLess(_ a: Limb, _ b: Limb) -> Limb {
        ((~a & b) | ((~a | b) & (a &- b))) >> 63
    }

    /// Entry `index` of a table of `count` triples.
    ///
    /// The loop reads every entry. It ANDs entry i with a mask, all ones if i = index and zero otherwise, and
    /// ORs the results.
    @inline(__always)
    package static func select(from table: UnsafeRawPointer, count: Int, at index: Int) -> Triple {
        var result: Triple = (.zero, .zero, .zero)
        let wanted = SIMD4(repeating: Int64(index))
        for i in 0..<count {
            let entry = table.load(fromByteOffset: i * MemoryLayout<Triple>.stride, as: Triple.self)
            // The difference is zero if i = index, and positive otherwise. So difference − 1 is negative
            // exactly if i = index, and its sign, copied into every bit, is the mask.
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
    /// Swaps the two values if `condition` is 1. Takes no branch.
    @inlinable @inline(__always)
    package static func conditionallySwap(
        _ a: inout LazyFieldElement, _ b: inout LazyFieldElement, if condition: Limb
    ) {
        let old = a
        a.limbs.conditionallyReplace(by: b.limbs, if: condition)
        b.limbs.conditionallyReplace(by: old.limbs, if: condition)
    }

    /// Replaces the value by p − value if `condition` is 1. Takes no branch. Needs self ≤ p.
    package mutating func conditionallyNegate(if condition: Limb) {
        let negated = Limbs.subtracting(FieldModulus.p, limbs).difference
        limbs.conditionallyReplace(by: negated, if: condition)
    }
}
