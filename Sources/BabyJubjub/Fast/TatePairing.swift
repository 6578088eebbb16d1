// SPDX-License-Identifier: Apache-2.0

// Definition: Point.isAnnihilatedByOrder.
// Agreement: SubgroupMembershipTests; Tests/Checks/Proofs/verification.py ("P is in the subgroup if and only
// if f(P)^((p-1)/8) = 1"); Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Membership.swift.

import PrimeField

/// Membership in the subgroup of order ℓ by the Tate pairing of order 8. It costs about an eighth of the test
/// ℓ·P = O.
///
/// The group is cyclic of order 8ℓ, so the subgroup of order ℓ is 8E. Since 8 divides p − 1, the Tate pairing
/// of E[8] with E/8E is perfect. Let T be a point of order 8 and f the function with divisor 8(T) − 8(O).
/// Then P lies in 8E exactly if f(P)^((p−1)/8) = 1. SPEC.md, appendix C.2, has the proof. Source: Koshelev,
/// "Subgroup membership testing on elliptic curves via the Tate pairing", ePrint 2022/037.
extension Point {
    /// f(P), multiplied by an eighth power that makes it free of divisions.
    ///
    /// The value is 0 for the five ``lowOrderPoints`` at which a line vanishes: O, T, 2T, 4T and 6T. Of these
    /// only O lies in the subgroup.
    ///
    /// The Montgomery form of the curve is v² = u³ + A·u² + u with u = (1 + y)/(1 − y) and v = u/x. On it,
    /// the three doublings of Miller's algorithm give
    ///
    ///     f = l₁⁴·l₂² / ((u − 1)⁴·u),
    ///
    /// where l₁ is the tangent at T and l₂ the tangent at 2T. l₁ passes through −2T = (1, −√a), and l₂ passes
    /// through 4T = (0, 0). With r = √a·x it follows that
    ///
    ///     l₁·x·(1 − y) = 1 + y + r − β·x·y   and   l₂·x·(1 − y) = (1 + y)·(1 − r).
    ///
    /// Insert these, and multiply by eighth powers of x, y and 1 − y; the factor 2⁴ of (u − 1)⁴ is an eighth
    /// power too. The result is g²·(1 − y²) with the g of the code.
    var pairingValue: FieldElement {
        let r = TatePairing.squareRootOfA * x
        let tangent = .one + y + r - TatePairing.beta * (x * y)
        let oneMinusY = FieldElement.one - y
        let g = (tangent * y).squared() * (x * (.one - r)) * (oneMinusY.squared() * oneMinusY)
        return g.squared() * (.one - y.squared())
    }
}

/// The constants of the pairing with T = ``Point/lowOrderPoints``[1]. A test recomputes them.
enum TatePairing {
    /// (p − 1)/8.
    static let exponent = SlidingWindows(
        Limbs(0x287c_3eb2_7e00_0000, 0xa506_7d09_0f37_2e12, 0x370a_08b6_d030_2b0b, 0x060c_89ce_5c26_3405))
}

// Tests/Checks/Exhaustive compiles the second branch.

#if !TINY_CURVE
extension TatePairing {
    /// √a: of the two roots the one that equals 1/x(2T).
    static let squareRootOfA: FieldElement =
        0x0ff3234afb38a3f8d1411ffb5591babf49072758c2a2322eefc605021164390b
    /// β = (1 + 2·y(T)) / (x(T)·y(T)). It makes 1 + y + r − β·x·y vanish at T, where r = √a·x = y.
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
    /// Whether self^((p−1)/8) = 1, that is, whether the element is the eighth power of a non-zero element.
    /// Needs self < 2p. The exponent is a constant, so the time does not depend on self.
    var isEighthPower: Bool {
        // Every factor is below 2p: a product of two of them is below 1.76p.
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
