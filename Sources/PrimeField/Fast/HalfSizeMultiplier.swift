// SPDX-License-Identifier: Apache-2.0

// Definition: u ≡ v·h (mod 8ℓ) with v odd and 0 < v < ℓ.
// Agreement: HalfSizeVerificationTests; Tests/Checks/Proofs/verification.py ("the half-size pair").

import CGMP

/// Two short integers u and v with u ≡ v·h (mod N) for an integer h and N = 8ℓ. They have about half the bits
/// of N. v is positive, odd and not a multiple of ℓ.
///
/// N is the order of the whole curve group, and v is invertible modulo N. So a point D is O exactly if v·D =
/// O. Verification may therefore check v·R + u·A − (v·S)·B = O instead of R + h·A − S·B = O, with half the
/// doublings (SPEC.md, appendix C.1).
///
/// The extended Euclidean algorithm on (N, h) produces rows with rᵢ ≡ tᵢ·h (mod N). rᵢ decreases, |tᵢ|
/// increases, and |tᵢ₊₁|·rᵢ ≤ N. In the middle of the algorithm both are therefore near √N. Source: Antipa,
/// Brown, Gallant, Lambert, Struik, Vanstone, "Accelerated verification of ECDSA signatures", SAC 2005.
/// Variable-time, because h is public.
package struct HalfSizeMultiplier: Sendable {
    /// |u|.
    package let u: Integer256
    /// Whether u is negative.
    package let uIsNegative: Bool
    /// v.
    package let v: Integer256

    /// The pair for h, which may be any integer. If h is N or more, the first step reduces it.
    package init(of h: Integer256) {
        // The algorithm starts from the rows (N, 0) and (h, 1). A row stores |t|; the signs of t alternate.
        var previous = Row(r: Scalar.groupOrder, t: .zero, tIsNegative: true)
        var current = Row(r: h.limbs, t: Limbs(1, 0, 0, 0), tIsNegative: false)
        while current.r.isBelow(HalfSizeMultiplier.middle) == 0 {
            (previous, current) = (current, previous.next(after: current))
        }
        // Now `current` is the first row with r < middle. Take the smallest usable row of the three rows
        // around the middle. `previous` or `current` is usable: their t are coprime, so one of them is odd,
        // and both have
        // |t| ≤ N/middle < ℓ.
        var candidates = [previous, current]
        if !Limbs.areEqual(current.r, .zero) { candidates.append(previous.next(after: current)) }
        guard let row = candidates.filter(\.isUsable).min(by: { $0.size < $1.size }) else {
            preconditionFailure("one of two consecutive cofactors is odd")
        }
        u = Integer256(limbs: row.r)
        v = Integer256(limbs: row.t)
        // u = r and v = t; if t is negative, both are negated.
        uIsNegative = row.tIsNegative
    }
}

/// A row of the extended Euclidean algorithm: r ≡ ±t·h (mod N).
private struct Row {
    var r: Limbs
    var t: Limbs
    var tIsNegative: Bool

    /// The number of bits of the larger one of r and t.
    var size: Int { max(r.bitWidth, t.bitWidth) }

    /// Whether t is odd and below ℓ.
    var isUsable: Bool { t.words.0 & 1 == 1 && t.isBelow(Scalar.order) == 1 }

    /// The row after `current`, if self is the row before it. With (r′, t′) = `current` and q = ⌊r/r′⌋ it is
    /// r − q·r′ and
    /// |t − q·t′| = |t| + q·|t′|, because t and t′ have opposite signs.
    func next(after current: Row) -> Row {
        let (quotient, remainder) = r.divided(by: current.r)
        return Row(
            r: remainder, t: t.adding(quotient, times: current.t), tIsNegative: !current.tIsNegative)
    }
}

extension Limbs {
    /// Quotient and remainder. Needs a divisor that is not zero. Variable-time.
    fileprivate func divided(by divisor: Limbs) -> (quotient: Limbs, remainder: Limbs) {
        var quotient = Limbs.zero
        let (n, d) = (limbCount, divisor.limbCount)
        guard n >= d else { return (.zero, self) }
        let (remainder, _) = Limbs.result(of: self, divisor) { r, a, b in
            quotient.withMutableLimbs { q in mpn_tdiv_qr(q, r, 0, a, n, b, d) }
        }
        return (quotient, remainder)
    }

    /// self + q·a. Needs self + q·a < 2²⁵⁶.
    fileprivate func adding(_ q: Limbs, times a: Limbs) -> Limbs {
        var sum = self
        sum.withMutableLimbs { r in
            a.withLimbs { a in
                q.withLimbs { q in
                    for i in 0..<Limbs.count where q[i] != 0 {
                        _ = mpn_addmul_1(r + i, a, Limbs.count - i, q[i])
                    }
                }
            }
        }
        return sum
    }
}
