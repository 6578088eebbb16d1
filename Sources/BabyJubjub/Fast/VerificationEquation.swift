// SPDX-License-Identifier: Apache-2.0

// Definition: S·B = R + h·A as PublicKey.verify computes it.
// Agreement: HalfSizeVerificationTests, BulkVerificationTests (everyPathGivesTheSameVerdict);
// Tests/Checks/Proofs/verification.py ("v R + u A + w B = O if and only if S B = R + h A");
// Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Equations.swift.

import PrimeField

extension Point {
    /// Whether S·B = R + h·A, exactly on the whole group. Variable-time.
    ///
    /// ``HalfSizeMultiplier`` gives u and v with half the bits of h and u ≡ v·h (mod 8ℓ). The code checks v·R
    /// + u·A − (v·S)·B = O, which is v·(R + h·A − S·B) = O. Since v is invertible modulo the group order 8ℓ,
    /// this holds exactly if S·B = R + h·A, for points outside the subgroup too. B has order ℓ, so v·S may be
    /// reduced mod ℓ. SPEC.md, appendix C.1.
    package static func satisfiesVerificationEquation(
        s: Integer256, r: Point, h: FieldElement, a: Point
    ) -> Bool {
        let multiplier = HalfSizeMultiplier(of: h.integer)
        let w = -Scalar(reducing: WideInteger(product: multiplier.v, s, plus: .zero))
        return ExtendedPoint.combinationVariableTime(
            multiplier.v, of: r, multiplier.u, of: multiplier.uIsNegative ? -a : a, base: w
        ).isIdentity
    }
}

extension ExtendedPoint {
    /// v·R + u·A + w·B for public integers, exactly on the whole group. The products share one run of
    /// doublings (Straus).
    ///
    /// u and v have about 127 bits, but w has 251. Write w = w₀ + 2¹²⁸·w₁. Then w·B = w₀·B + w₁·(2¹²⁸·B), and
    /// all four factors have about half the bits of ℓ. Each is written in non-adjacent form: width 5 for u
    /// and v, whose tables of odd multiples are computed here, and width 10 for w₀ and w₁, whose tables are
    /// constants. The loop goes from the highest digit to the lowest. It doubles the sum and adds the digit
    /// of each of the four forms. T is kept only before an addition. Source: Hankerson, Menezes, Vanstone,
    /// "Guide to Elliptic Curve Cryptography", algorithm 3.51.
    fileprivate static func combinationVariableTime(
        _ v: Integer256, of r: Point, _ u: Integer256, of a: Point, base w: Scalar
    ) -> ExtendedPoint {
        let (w0, w1) = w.halves
        let formOfV = NonAdjacentForm(v, width: 5)
        let formOfU = NonAdjacentForm(u, width: 5)
        let formOfW0 = NonAdjacentForm(w0, width: BaseOddMultiples.width)
        let formOfW1 = NonAdjacentForm(w1, width: BaseOddMultiples.width)
        let multiplesOfR = ExtendedPoint(r).oddMultiples(count: 8)
        let multiplesOfA = ExtendedPoint(a).oddMultiples(count: 8)
        let multiplesOfB = BaseOddMultiples.ofBase
        let multiplesOfShiftedB = BaseOddMultiples.ofShiftedBase

        var result = ExtendedPoint.identity
        let length = max(formOfV.length, formOfU.length, formOfW0.length, formOfW1.length)
        for i in (0..<length).reversed() {
            let (dv, du) = (formOfV.digits[i], formOfU.digits[i])
            let (d0, d1) = (formOfW0.digits[i], formOfW1.digits[i])
            result.double(keepingT: dv | du | d0 | d1 != 0)
            result.add(dv, of: multiplesOfR, keepingT: du | d0 | d1 != 0)
            result.add(du, of: multiplesOfA, keepingT: d0 | d1 != 0)
            result.add(d0, of: multiplesOfB, keepingT: d1 != 0)
            result.add(d1, of: multiplesOfShiftedB, keepingT: false)
        }
        return result
    }
}

extension ExtendedPoint {
    /// Adds digit·P. `multiples` holds P, 3P, 5P, …, and the digit is zero or odd.
    @inline(__always)
    fileprivate mutating func add(_ digit: Int16, of multiples: [CachedPoint], keepingT: Bool) {
        if digit > 0 { add(multiples[Int(digit >> 1)], keepingT: keepingT) }
        if digit < 0 { subtract(multiples[Int(-digit >> 1)], keepingT: keepingT) }
    }

    /// Adds digit·P. `multiples` holds P, 3P, 5P, …, and the digit is zero or odd.
    @inline(__always)
    fileprivate mutating func add(_ digit: Int16, of multiples: BaseOddMultiples, keepingT: Bool) {
        if digit > 0 { add(multiples.entries + Int(digit >> 1), keepingT: keepingT) }
        if digit < 0 { subtract(multiples.entries + Int(-digit >> 1), keepingT: keepingT) }
    }
}

extension Scalar {
    /// w₀ and w₁ of w = w₀ + 2¹²⁸·w₁.
    fileprivate var halves: (Integer256, Integer256) {
        let (w0, w1, w2, w3) = limbs.words
        return (Integer256(limbs: Limbs(w0, w1, 0, 0)), Integer256(limbs: Limbs(w2, w3, 0, 0)))
    }
}
