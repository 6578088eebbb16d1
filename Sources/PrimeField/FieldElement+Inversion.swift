extension FieldElement {
    /// self⁻¹ mod p, in constant time (`mpn_sec_invert`).
    /// - Throws: ``PrimeFieldError/notInvertible`` for zero.
    public func inverted() throws(PrimeFieldError) -> FieldElement {
        guard self != .zero else { throw .notInvertible }
        return FieldElement(montgomeryInverse: limbs.inverted(modulo: FieldModulus.p))
    }

    /// self⁻¹ mod p, in a time that depends on the value (`mpn_gcdext`): for public values only.
    /// - Throws: ``PrimeFieldError/notInvertible`` for zero.
    public func invertedVariableTime() throws(PrimeFieldError) -> FieldElement {
        guard self != .zero else { throw .notInvertible }
        return FieldElement(montgomeryInverse: limbs.invertedVariableTime(modulo: FieldModulus.p))
    }

    /// The element x⁻¹ from the integer (x·R)⁻¹ mod p: two multiplications by R² lift x⁻¹·R⁻¹ to x⁻¹·R.
    private init(montgomeryInverse inverse: Limbs) {
        let rSquared = FieldElement(montgomery: FieldModulus.rSquared)
        self = FieldElement(montgomery: inverse) * rSquared * rSquared
    }
}
