// SPDX-License-Identifier: Apache-2.0

// Definition: Point.multipliedByDefinition of the base point.
// Agreement: MultiplicationTests, RecodingTests;
// Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Multiplications.swift.
// Tests/Checks/ConstantTime checks that it is constant-time.

import PrimeField
import Secrecy

extension ExtendedPoint {
    /// k·B for the base point B and a secret scalar k, in constant time: no branch and no address depends on
    /// k. [CURVE-5]
    ///
    /// Write k = Σ dⱼ·64ʲ with −32 ≤ dⱼ < 32, so k·B = Σ dⱼ·(64ʲ·B). For each of the 42 digits the code
    /// selects the multiple |dⱼ|·64ʲ·B from window j of the table, reading all of its entries, and negates it
    /// if dⱼ < 0. The first multiple is the start of the sum, so there are 41 additions. There is no
    /// doubling.
    package static func baseMultiplied(by k: Scalar) -> ExtendedPoint {
        let table = FixedBaseTable.base
        var recoding = SignedDigits(k)
        func nextMultiple(_ window: Int) -> PrecomputedPoint {
            let (magnitude, isNegative) = recoding.next()
            var multiple = table.select(window: window, magnitude: magnitude)
            multiple.conditionallyNegate(if: isNegative)
            return multiple
        }
        var result = ExtendedPoint(nextMultiple(0))
        for window in 1..<FixedBaseTable.windowCount { result.add(nextMultiple(window)) }
        return result
    }
}

/// The signed digits of a secret scalar to base 64, least significant first: k = Σ dⱼ·64ʲ with −32 ≤ dⱼ ≤ 31.
///
/// A digit is the value v of the next 6 bits plus the carry, 0 ≤ v ≤ 64. If v ≥ 32, the digit is v − 64, and
/// the carry into the next window is 1. Constant-time.
struct SignedDigits {
    private var remaining: Limbs
    private var carry: Limb = 0

    init(_ k: Scalar) {
        remaining = k.limbs
    }

    /// The next digit: its magnitude, 0 to 32, and 1 if it is negative, otherwise 0.
    mutating func next() -> (magnitude: Int, isNegative: Limb) {
        let bits = Limb(FixedBaseTable.windowBits)
        let base: Limb = 1 << bits
        let value = (remaining.words.0 & (base - 1)) &+ carry  // 0 to 64. `+` would branch on overflow.
        remaining.shiftRight(by: FixedBaseTable.windowBits)
        carry = (value &+ base / 2) >> bits
        let digit = value &- carry << bits  // −32 to 31, in two's complement
        let isNegative = digit >> 63
        let magnitude = (digit ^ (0 &- isNegative)) &+ isNegative
        return (Int(truncatingIfNeeded: magnitude), isNegative)
    }
}

extension Limbs {
    /// Divides by 2ⁿ, 0 < n < 64.
    fileprivate mutating func shiftRight(by n: Int) {
        words.0 = words.0 >> Limb(n) | words.1 << Limb(64 - n)
        words.1 = words.1 >> Limb(n) | words.2 << Limb(64 - n)
        words.2 = words.2 >> Limb(n) | words.3 << Limb(64 - n)
        words.3 >>= Limb(n)
    }
}

extension FieldElement {
    /// A uniformly random non-zero element, from the operating system's generator.
    static func randomNonZero() -> FieldElement {
        while true {
            // 254 random bits are below p with probability 0.76. The branch may depend on the candidate,
            // because a refused candidate is independent of the accepted one and of all other secrets.
            var limbs = RandomBytes.value(like: Limbs.zero)
            limbs.words.3 &= .max >> 2
            let candidate = try? FieldElement(Integer256(limbs: limbs))
            if let candidate, candidate != .zero { return classified(candidate) }
        }
    }
}
