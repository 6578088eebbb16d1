import PrimeField

extension Point {
    /// Whether S·B = R + h·A, exactly on the whole group: computed as v·R + u·A − (v·S)·B = O with
    /// u ≡ v·h (mod 8ℓ).
    ///
    /// v is invertible modulo the group order 8ℓ, so the one equation holds where the other does, for points
    /// outside the subgroup too; u and v have half the bits of h (``HalfSizeMultiplier``). SPEC.md,
    /// appendix C.1. Variable-time.
    package static func satisfiesVerificationEquation(
        s: Integer256, r: Point, h: FieldElement, a: Point
    ) -> Bool {
        let multiplier = HalfSizeMultiplier(of: h.integer)
        let w = -Scalar(reducing: WideInteger(product: multiplier.v, s, plus: .zero))
        return ExtendedPoint.combinationVariableTime(
            multiplier.v, r, multiplier.u, multiplier.uIsNegative ? -a : a, w
        ).isIdentity
    }
}

extension ExtendedPoint {
    /// v·R + u·A + w·B for public integers, by one run of doublings that the three products share (Straus).
    ///
    /// Exact on the whole group. The number of doublings is the bit length of the larger of u and v: w is
    /// cut into halves, w = w₀ + 2¹²⁸·w₁, and the odd multiples of B and of 2¹²⁸·B are in a table. Source of the
    /// method: Hankerson, Menezes, Vanstone, "Guide to Elliptic Curve Cryptography", algorithm 3.51.
    fileprivate static func combinationVariableTime(
        _ v: Integer256, _ r: Point, _ u: Integer256, _ a: Point, _ w: Scalar
    ) -> ExtendedPoint {
        let (w0, w1) = w.halves
        let formOfV = NonAdjacentForm(v, width: 5)
        let formOfU = NonAdjacentForm(u, width: 5)
        let formOfW0 = NonAdjacentForm(w0, width: BaseOddMultiples.width)
        let formOfW1 = NonAdjacentForm(w1, width: BaseOddMultiples.width)
        var multiplesOfR = ExtendedPoint(r).oddMultiples(count: 8)
        var multiplesOfA = ExtendedPoint(a).oddMultiples(count: 8)
        let multiplesOfB = BaseOddMultiples.ofBase
        let multiplesOfShiftedB = BaseOddMultiples.ofShiftedBase

        var result = ExtendedPoint.identity
        let length = max(formOfV.length, formOfU.length, formOfW0.length, formOfW1.length)
        for i in (0..<length).reversed() {
            let (dv, du) = (formOfV.digits[i], formOfU.digits[i])
            let (d0, d1) = (formOfW0.digits[i], formOfW1.digits[i])
            result.double(keepingT: dv | du | d0 | d1 != 0)
            result.add(dv, of: &multiplesOfR)
            result.add(du, of: &multiplesOfA)
            result.add(d0, of: multiplesOfB)
            result.add(d1, of: multiplesOfShiftedB)
        }
        return result
    }
}

/// The odd multiples 1, 3, …, 127 of B and of 2¹²⁸·B: what digits of a width-8 non-adjacent form call for.
/// Computed once, at first use (12 KB).
struct BaseOddMultiples: @unchecked Sendable {
    /// The width of the form.
    static let width = 8
    /// The multiples of B.
    static let ofBase = BaseOddMultiples(powerOfTwo: 0)
    /// The multiples of 2¹²⁸·B.
    static let ofShiftedBase = BaseOddMultiples(powerOfTwo: 128)

    // Written by init only, and never freed.
    let entries: UnsafeMutablePointer<PrecomputedPoint>

    private init(powerOfTwo n: Int) {
        var point = ExtendedPoint(.base)
        for _ in 0..<n { point.double(keepingT: true) }
        var twice = point
        twice.double(keepingT: true)
        var step = CachedPoint(twice)
        var multiples = [point]
        while multiples.count < 1 << (BaseOddMultiples.width - 2) {
            point.add(&step)
            multiples.append(point)
        }
        let points = PrecomputedPoint.normalizing(multiples)
        entries = .allocate(capacity: points.count)
        entries.initialize(from: points, count: points.count)
    }
}

extension ExtendedPoint {
    /// Adds digit·P, where `multiples` holds P, 3P, 5P, … and the digit is zero or odd.
    @inline(__always)
    fileprivate mutating func add(_ digit: Int8, of multiples: inout [CachedPoint]) {
        if digit > 0 { add(&multiples[Int(digit >> 1)]) }
        if digit < 0 { subtract(&multiples[Int(-digit >> 1)]) }
    }

    /// Adds digit·P, where `multiples` holds P, 3P, 5P, … and the digit is zero or odd.
    @inline(__always)
    fileprivate mutating func add(_ digit: Int8, of multiples: BaseOddMultiples) {
        guard digit != 0 else { return }
        // A copy: all threads share the table, and `inout` would claim its entry for writing.
        var entry = multiples.entries[Int(digit.magnitude >> 1)]
        if digit > 0 { add(&entry) } else { subtract(&entry) }
    }
}

extension Scalar {
    /// w₀ and w₁ of w = w₀ + 2¹²⁸·w₁.
    fileprivate var halves: (Integer256, Integer256) {
        let (w0, w1, w2, w3) = limbs.words
        return (Integer256(limbs: Limbs(w0, w1, 0, 0)), Integer256(limbs: Limbs(w2, w3, 0, 0)))
    }
}
