import CGMP

/// Selections that leave no trace of the choice in time or in the addresses touched.
package enum ConstantTime {
    /// Writes `table[index]` to `result`, reading all `count` entries (`mpn_sec_tabselect`).
    ///
    /// `Entry` consists of limbs only. Needs `index` < `count`.
    @inline(__always)
    package static func select<Entry: BitwiseCopyable>(
        _ result: inout Entry, from table: UnsafePointer<Entry>, count: Int, at index: Int
    ) {
        let limbsPerEntry = MemoryLayout<Entry>.stride / MemoryLayout<Limb>.stride
        withUnsafeMutablePointer(to: &result) { result in
            mpn_sec_tabselect(
                UnsafeMutableRawPointer(result).assumingMemoryBound(to: Limb.self),
                UnsafeRawPointer(table).assumingMemoryBound(to: Limb.self),
                limbsPerEntry, count, index)
        }
    }
}

extension LazyFieldElement {
    /// Exchanges the two values where `condition` is 1, without a branch.
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
