// SPDX-License-Identifier: Apache-2.0

// Definition: Point.multipliedByDefinition of the base point.
// Agreement: MultiplicationTests, RecodingTests;
// Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Multiplications.swift. It is
// constant-time as well: Tests/Checks/ConstantTime.

import PrimeField
import Secrecy

extension ExtendedPoint {
    /// k·B for the base point B and a secret scalar k, in constant time: no branch and no address depends
    /// on k. [CURVE-5] One addition for each of the 42 signed digits of k but the first, no doubling.
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

/// The digits of a secret scalar to base 64 in {−32, …, 31}, least significant first: k = Σ dⱼ·64ʲ.
///
/// A window value above 31 becomes negative by borrowing 64 from the next window. Constant-time.
struct SignedDigits {
    private var remaining: Limbs
    private var carry: Limb = 0

    init(_ k: Scalar) {
        remaining = k.limbs
    }

    /// The next digit as its magnitude in 0…32 and 1 where it is negative.
    mutating func next() -> (magnitude: Int, isNegative: Limb) {
        let bits = Limb(FixedBaseTable.windowBits)
        let base: Limb = 1 << bits
        let value = (remaining.words.0 & (base - 1)) &+ carry  // 0…64; a check for overflow would be a branch
        remaining.shiftRight(by: FixedBaseTable.windowBits)
        carry = (value &+ base / 2) >> bits
        let digit = value &- carry << bits  // two's complement, −32…31
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
    /// A uniformly random non-zero element, from the operating system.
    static func randomNonZero() -> FieldElement {
        while true {
            // 254 random bits are below p with probability 0.76; either outcome is independent of secrets.
            var limbs = RandomBytes.value(like: Limbs.zero)
            limbs.words.3 &= .max >> 2
            let candidate = try? FieldElement(Integer256(limbs: limbs))
            if let candidate, candidate != .zero { return classified(candidate) }
        }
    }
}
