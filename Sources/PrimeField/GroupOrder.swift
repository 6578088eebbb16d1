// SPDX-License-Identifier: Apache-2.0

// The order of the curve's group: the only parameters of the curve that PrimeField uses.
//
// Tests/Checks/Exhaustive compiles the same code with the second branch. Its constants belong to a subgroup
// of 40 points on another curve, which is small enough to try every input.

#if !TINY_CURVE
extension Scalar {
    /// ℓ.
    package static let order = Limbs(
        0x677297dc392126f1, 0xab3eedb83920ee0a, 0x370a08b6d0302b0b, 0x060c89ce5c263405)
    /// 8ℓ, the order of the whole curve group. 8ℓ > p.
    package static let groupOrder = Limbs(
        0x3b94bee1c9093788, 0x59f76dc1c9077053, 0xb85045b68181585d, 0x30644e72e131a029)
}

extension HalfSizeMultiplier {
    /// 2¹²⁷, which is about √(8ℓ) = 2¹²⁶·⁸.
    static let middle = Limbs(0, 1 << 63, 0, 0)
}
#else
extension Scalar {
    package static let order = Limbs(5, 0, 0, 0)
    package static let groupOrder = Limbs(40, 0, 0, 0)
}

extension HalfSizeMultiplier {
    static let middle = Limbs(16, 0, 0, 0)
}
#endif
