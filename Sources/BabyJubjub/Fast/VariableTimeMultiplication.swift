// SPDX-License-Identifier: Apache-2.0

// Definition: Point.multipliedByDefinition.
// Agreement: MultiplicationTests, RecodingTests;
// Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Multiplications.swift.

import PrimeField

/// The width-w non-adjacent form of a public integer: k = Σ dᵢ·2ⁱ. Each dᵢ is zero or odd with |dᵢ| <
/// 2^(w−1), and of w consecutive digits at most one is not zero. Variable-time.
///
/// Source: Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", algorithm 3.35.
struct NonAdjacentForm {
    /// 257 digits, least significant first.
    let digits: [Int16]
    /// The number of digits up to the most significant one that is not zero.
    let length: Int

    init(_ integer: Integer256, width: Int) {
        precondition((2...16).contains(width))
        let words = integer.limbs.array + [0]
        let mask = (1 << width) - 1
        var digits = [Int16](repeating: 0, count: 257)
        var length = 0
        var carry = 0
        var i = 0
        let end = integer.limbs.bitWidth
        while i <= end {
            let (word, bit) = (i >> 6, i & 63)
            var window = Int(truncatingIfNeeded: words[word] >> Limb(bit))
            if bit > 64 - width, word < 4 {
                window |= Int(truncatingIfNeeded: words[word + 1] << Limb(64 - bit))
            }
            window = (window & mask) + carry
            if window & 1 == 0 {
                i += 1
                continue
            }
            // The window is odd. Its digit is the residue modulo 2^w in (−2^(w−1), 2^(w−1)); if that is
            // negative, 2^w has been subtracted, and a carry of 1 goes to the next window. The w − 1 digits
            // in between are zero.
            carry = window >> (width - 1)
            let digit = window - carry << width
            digits[i] = Int16(truncatingIfNeeded: digit)
            length = i + 1
            i += width
        }
        self.digits = digits
        self.length = length
    }
}

extension ExtendedPoint {
    /// The odd multiples P, 3P, …, (2·count − 1)·P.
    func oddMultiples(count: Int) -> [CachedPoint] {
        var twice = self
        twice.double(keepingT: true)
        let step = CachedPoint(twice)
        var multiple = self
        var result = [CachedPoint(self)]
        for _ in 1..<count {
            multiple.add(step)
            result.append(CachedPoint(multiple))
        }
        return result
    }

    /// k·P for any integer k in [0, 2²⁵⁶). k is not reduced, so the result is exact on the whole group.
    /// Variable-time.
    ///
    /// Write k = Σ dᵢ·2ⁱ in width-5 non-adjacent form. Then k·P = d₀·P + 2·(d₁·P + 2·(d₂·P + …)), computed
    /// from the innermost term on. The table has P, 3P, …, 15P. An addition follows a doubling only if the
    /// digit is not zero, and only then does the doubling keep T.
    package func multipliedVariableTime(by k: Integer256) -> ExtendedPoint {
        let form = NonAdjacentForm(k, width: 5)
        let multiples = oddMultiples(count: 8)
        var result = ExtendedPoint.identity
        for i in (0..<form.length).reversed() {
            let digit = Int(form.digits[i])
            result.double(keepingT: digit != 0)
            if digit > 0 { result.add(multiples[digit >> 1], keepingT: false) }
            if digit < 0 { result.subtract(multiples[-digit >> 1], keepingT: false) }
        }
        return result
    }
}
