// SPDX-License-Identifier: Apache-2.0

/// Square roots. Write p − 1 = 2²⁸·q with q odd.
extension FieldElement {
    /// The square root that is at most (p − 1)/2, in constant time. [FIELD-4] [FIELD-5]
    ///
    /// The algorithm is the constant-time Tonelli–Shanks of RFC 9380, appendix I.4, with its names. z starts
    /// as self^((q+1)/2) and t as self^q. The loop maintains z² = self·t and, if self is a square,
    /// t^(2^(i−1)) = 1 before step i. If t^(2^(i−2)) is not 1, it is −1. Step i then multiplies t by c²,
    /// whose power is −1 too, and z by c. After the last step t = 1, so z² = self. The root of zero is zero.
    /// - Throws: ``PrimeFieldError/notASquare``.
    public func squareRoot() throws(PrimeFieldError) -> FieldElement {
        let c1 = SquareRootConstants.twoAdicity
        var z = raised(to: Integer256(limbs: SquareRootConstants.halfOfOddPartMinusOne))
        var t = z.squared() * self
        z *= self
        var c = SquareRootConstants.nonSquareToTheOddPart
        for i in stride(from: c1, through: 2, by: -1) {
            let b = t.squared(times: i - 2)
            let isNotOne: Limb = b == .one ? 0 : 1
            z.conditionallyReplace(by: z * c, if: isNotOne)
            c = c.squared()
            t.conditionallyReplace(by: t * c, if: isNotOne)
        }
        guard z.squared() == self else { throw .notASquare }
        var root = z
        root.conditionallyReplace(by: -z, if: z.isGreaterThanHalf ? 1 : 0)
        return root
    }
}

/// The constants of RFC 9380, appendix I.4, for p. A test recomputes them.
enum SquareRootConstants {
    /// c1: the exponent of 2 in p − 1.
    static let twoAdicity = 28
    /// c3 = (q − 1)/2 with q = (p − 1)/2²⁸.
    static let halfOfOddPartMinusOne = Limbs(
        0xcdcb_848a_1f0f_ac9f, 0x0c0a_c2e9_419f_4243, 0x098d_014d_c282_2db4, 0x0000_0001_8322_7397)
    /// c5 = 5^q. Since 5 is the least non-square, c5 has order 2²⁸.
    static let nonSquareToTheOddPart = FieldElement(5).raised(to: Integer256(limbs: oddPart))
    /// c2 = q.
    static let oddPart = Limbs(
        0x9b97_0914_3e1f_593f, 0x1815_85d2_833e_8487, 0x131a_029b_8504_5b68, 0x0000_0003_0644_e72e)
}
