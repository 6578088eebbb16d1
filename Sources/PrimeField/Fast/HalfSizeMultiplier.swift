// SPDX-License-Identifier: Apache-2.0

// Definition: u ≡ v·h (mod 8ℓ) with v odd and 0 < v < ℓ.
// Agreement: HalfSizeVerificationTests; Tests/Checks/Proofs/verification.py ("the half-size pair").

import CGMP

/// For an integer h, integers u and v of half the size of N = 8ℓ with u ≡ v·h (mod N), v positive, odd and
/// not a multiple of ℓ.
///
/// v is then invertible modulo N, the order of the whole curve group, so that an equation between points
/// holds exactly if its v-fold does: verification may compute v·R + u·A − (v·S)·B = O in place of
/// R + h·A − S·B = O, with half the doublings (SPEC.md, appendix C.1).
///
/// The extended Euclidean algorithm on (N, h) gives rᵢ ≡ tᵢ·h (mod N) with rᵢ decreasing, |tᵢ| increasing and
/// |tᵢ₊₁|·rᵢ ≤ N: around the middle both are near √N. Source: Antipa, Brown, Gallant, Lambert, Struik,
/// Vanstone, "Accelerated verification of ECDSA signatures", SAC 2005. Variable-time: h is public.
package struct HalfSizeMultiplier: Sendable {
    /// |u|.
    package let u: Integer256
    /// Whether u is negative.
    package let uIsNegative: Bool
    /// v.
    package let v: Integer256

    /// The pair for h, which may be any integer: the first step reduces one that is not below N.
    package init(of h: Integer256) {
        // Rows (r, |t|), the signs of t alternating: t of the row that starts with N is 0.
        var previous = Row(r: Scalar.groupOrder, t: .zero, tIsNegative: true)
        var current = Row(r: h.limbs, t: Limbs(1, 0, 0, 0), tIsNegative: false)
        while current.r.isBelow(HalfSizeMultiplier.middle) == 0 {
            (previous, current) = (current, previous.next(after: current))
        }
        // Take the smallest row with an odd t of the three around the middle. There is one: neighbouring t are
        // coprime, and |t| ≤ N/middle < ℓ in these two.
        var candidates = [previous, current]
        if !Limbs.areEqual(current.r, .zero) { candidates.append(previous.next(after: current)) }
        guard let row = candidates.filter(\.isUsable).min(by: { $0.size < $1.size }) else {
            preconditionFailure("one of two neighbouring cofactors is odd")
        }
        u = Integer256(limbs: row.r)
        v = Integer256(limbs: row.t)
        // u = r and v = t, or both negated where t is negative.
        uIsNegative = row.tIsNegative
    }
}

/// A row of the extended Euclidean algorithm: r ≡ ±t·h (mod N).
private struct Row {
    var r: Limbs
    var t: Limbs
    var tIsNegative: Bool

    /// The bits of the larger of r and t.
    var size: Int { max(r.bitWidth, t.bitWidth) }

    /// Whether t is odd and below ℓ.
    var isUsable: Bool { t.words.0 & 1 == 1 && t.isBelow(Scalar.order) == 1 }

    /// The row after `current`: with q = ⌊r/r′⌋, r − q·r′ and |t| + q·|t′|.
    func next(after current: Row) -> Row {
        let (quotient, remainder) = r.divided(by: current.r)
        return Row(
            r: remainder, t: t.adding(quotient, times: current.t), tIsNegative: !current.tIsNegative)
    }
}

extension Limbs {
    /// Quotient and remainder, in variable time. The divisor is not zero.
    fileprivate func divided(by divisor: Limbs) -> (quotient: Limbs, remainder: Limbs) {
        var quotient = Limbs.zero
        let (n, d) = (limbCount, divisor.limbCount)
        guard n >= d else { return (.zero, self) }
        let (remainder, _) = Limbs.result(of: self, divisor) { r, a, b in
            quotient.withMutableLimbs { q in mpn_tdiv_qr(q, r, 0, a, n, b, d) }
        }
        return (quotient, remainder)
    }

    /// self + q·a, which is below 2²⁵⁶.
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
