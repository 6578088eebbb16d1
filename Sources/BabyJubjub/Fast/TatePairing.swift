// SPDX-License-Identifier: Apache-2.0

// Definition: Point.isAnnihilatedByOrder.
// Agreement: SubgroupMembershipTests; Tests/Checks/Proofs/verification.py ("P is in the subgroup exactly
// where"); Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Membership.swift.

import PrimeField

/// Membership in the subgroup of order ℓ by the Tate pairing of order 8, at a tenth of the cost of ℓ·P = O.
///
/// The group is cyclic of order 8ℓ and 8 divides p − 1, so the pairing of E[8] with E/8E is perfect: with T of
/// order 8 and f the function with divisor 8(T) − 8(O), P lies in 8E, the subgroup of order ℓ, exactly if
/// f(P)^((p−1)/8) = 1. SPEC.md, appendix C.2. Source: Koshelev, "Subgroup membership testing on elliptic curves
/// via the Tate pairing", ePrint 2022/037.
extension Point {
    /// f(P) up to eighth powers, or 0 for the five of the ``lowOrderPoints`` at which a line vanishes: O, T, 2T,
    /// 4T and 6T, of which only O lies in the subgroup.
    ///
    /// Miller's doublings on the Montgomery form v² = u³ + A·u² + u with u = (1 + y)/(1 − y) and v = u/x give
    ///
    ///     f = l₁⁴·l₂² / ((u − 1)⁴·u)
    ///
    /// with the tangents l₁ at T and l₂ at 2T. The first passes through −2T = (1, −√a), the second through
    /// 4T = (0, 0), so that with r = √a·x
    ///
    ///     l₁·x·(1 − y) = 1 + y + r − β·x·y   and   l₂·x·(1 − y) = (1 + y)·(1 − r).
    ///
    /// Multiplied by eighth powers (2⁴ is one), f becomes g²·(1 − y²) with g as below, and free of divisions.
    var pairingValue: FieldElement {
        let r = TatePairing.squareRootOfA * x
        let tangent = .one + y + r - TatePairing.beta * (x * y)
        let oneMinusY = FieldElement.one - y
        let g = (tangent * y).squared() * (x * (.one - r)) * (oneMinusY.squared() * oneMinusY)
        return g.squared() * (.one - y.squared())
    }
}

/// The constants of the pairing; recomputed by a test. The lines are those through the multiples of
/// T = ``Point/lowOrderPoints``[1].
enum TatePairing {
    /// (p − 1)/8.
    static let exponent = SlidingWindows(
        Limbs(0x287c_3eb2_7e00_0000, 0xa506_7d09_0f37_2e12, 0x370a_08b6_d030_2b0b, 0x060c_89ce_5c26_3405))
}

// Tests/Checks/Exhaustive compiles the second branch.

#if !TINY_CURVE
extension TatePairing {
    /// √a, the root that is 1/x(2T).
    static let squareRootOfA: FieldElement =
        0x0ff3234afb38a3f8d1411ffb5591babf49072758c2a2322eefc605021164390b
    /// β = (1 + 2·y(T)) / (x(T)·y(T)): the first tangent touches at T, where y = √a·x.
    static let beta: FieldElement =
        0x29adbc2fa00942e0812026d0069001030cd396c8400620fdcbd0df29f28a699c
}
#else
extension TatePairing {
    static let squareRootOfA: FieldElement =
        0x2cf2127c7dc5773c5431d74eae9a671a32b00b44dcfcea60ad62c0cfc1bffb75
    static let beta: FieldElement =
        0x2edcd7a0fd588c4c1ba595f09185c6f8c9e51ffac35ea9f131351d81a136676a
}
#endif

extension LazyFieldElement {
    /// Whether the element, below 2p, is the eighth power of one that is not zero: self^((p−1)/8) = 1.
    /// Variable-time in the exponent only.
    var isEighthPower: Bool {
        // Every product of factors below 2p is below 1.76p.
        var base = self
        var square = LazyFieldElement.zero
        square.square(&base)
        var powers = [self]  // 1, 3, 5, …
        while powers.count < SlidingWindows.oddPowers {
            var next = LazyFieldElement.zero
            next.multiply(&powers[powers.count - 1], &square)
            powers.append(next)
        }
        var power = LazyFieldElement.one
        withUnsafeMutablePointer(to: &power) { power in
            for window in TatePairing.exponent.windows {
                for _ in 0..<window.squarings { power.pointee.square(power) }
                if let index = window.index { power.pointee.multiply(power, &powers[index]) }
            }
        }
        return FieldElement(power) == .one
    }
}
