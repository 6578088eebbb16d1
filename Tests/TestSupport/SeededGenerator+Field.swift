// SPDX-License-Identifier: Apache-2.0
import PrimeField

extension SeededGenerator {
    /// A uniformly random 256-bit integer.
    package mutating func integer() -> Integer256 {
        Integer256(limbs: Limbs(Limb(next()), Limb(next()), Limb(next()), Limb(next())))
    }

    /// A uniformly random field element.
    package mutating func fieldElement() -> FieldElement {
        while true {
            if let element = try? FieldElement(integer().shiftedRight(2)) { return element }
        }
    }

    /// A uniformly random scalar.
    package mutating func scalar() -> Scalar {
        while true {
            if let scalar = try? Scalar(integer().shiftedRight(5)) { return scalar }
        }
    }
}

extension Integer256 {
    /// The integer divided by 2ⁿ, 0 < n < 64.
    fileprivate func shiftedRight(_ n: Limb) -> Integer256 {
        let w = limbs.words
        return Integer256(
            limbs: Limbs(
                w.0 >> n | w.1 << (64 - n), w.1 >> n | w.2 << (64 - n), w.2 >> n | w.3 << (64 - n), w.3 >> n))
    }
}
