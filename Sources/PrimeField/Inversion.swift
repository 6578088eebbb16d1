// SPDX-License-Identifier: Apache-2.0
import CGMP

extension FieldElement {
    /// self⁻¹ mod p, in constant time (`mpn_sec_invert`). [FIELD-3]
    /// - Throws: ``PrimeFieldError/notInvertible`` for zero.
    public func inverted() throws(PrimeFieldError) -> FieldElement {
        guard self != .zero else { throw .notInvertible }
        return FieldElement(montgomeryInverse: limbs.inverted(modulo: FieldModulus.p))
    }

    /// self⁻¹ mod p, in variable time (`mpn_gcdext`). For public values only.
    /// - Throws: ``PrimeFieldError/notInvertible`` for zero.
    public func invertedVariableTime() throws(PrimeFieldError) -> FieldElement {
        guard self != .zero else { throw .notInvertible }
        return FieldElement(montgomeryInverse: limbs.invertedVariableTime(modulo: FieldModulus.p))
    }

    /// The element x⁻¹ from the inverse (x·R)⁻¹ = x⁻¹·R⁻¹ of the Montgomery form. Each Montgomery product
    /// with R² multiplies by R, so two of them give x⁻¹·R, the Montgomery form of x⁻¹.
    private init(montgomeryInverse inverse: Limbs) {
        let rSquared = FieldElement(montgomery: FieldModulus.rSquared)
        self = FieldElement(montgomery: inverse) * rSquared * rSquared
    }
}

extension Limbs {
    /// self⁻¹ mod m for a prime m > self > 0, side-channel silent (`mpn_sec_invert`).
    func inverted(modulo m: Limbs) -> Limbs {
        var a = self
        var result = Limbs.zero
        let scratchCount = mpn_sec_invert_itch(Limbs.count)
        withUnsafeTemporaryAllocation(of: Limb.self, capacity: scratchCount) { scratch in
            result.withMutableLimbs { r in
                a.withMutableLimbs { a in
                    m.withLimbs { m in
                        // GMP's manual: twice the bits of the modulus are enough steps for every input.
                        let bits = mp_bitcnt_t(2 * Limbs.count * Limb.bitWidth)
                        let scratch = scratch.baseAddress.unsafelyUnwrapped
                        _ = mpn_sec_invert(r, a, m, Limbs.count, bits, scratch)
                    }
                }
            }
        }
        return result
    }

    /// self⁻¹ mod m for a prime m > self > 0 with 2m < 2²⁵⁶, by the extended Euclidean algorithm.
    /// Variable-time.
    ///
    /// Let u = self + m and v = m; `mpn_gcdext` requires u ≥ v. It finds s with s·u + t·v = gcd(u, v) = 1, so
    /// s ≡ u⁻¹ ≡ self⁻¹ (mod m), and |s| < m. The sign of the limb count that it returns is the sign of s. It
    /// overwrites u and v.
    func invertedVariableTime(modulo m: Limbs) -> Limbs {
        var u = Limbs.adding(self, m).sum
        var v = m
        return withUnsafeTemporaryAllocation(of: Limb.self, capacity: 2 * (Limbs.count + 1)) { buffer in
            let g = buffer.baseAddress.unsafelyUnwrapped
            let s = g + Limbs.count + 1
            var size = 0
            u.withMutableLimbs { u in
                v.withMutableLimbs { v in _ = mpn_gcdext(g, s, &size, u, Limbs.count, v, Limbs.count) }
            }
            // Limbs from the returned size on are unspecified.
            func limb(_ i: Int) -> Limb { i < size.magnitude ? s[i] : 0 }
            let magnitude = Limbs(limb(0), limb(1), limb(2), limb(3))
            return size < 0 ? Limbs.subtracting(m, magnitude).difference : magnitude
        }
    }
}
