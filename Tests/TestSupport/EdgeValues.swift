// SPDX-License-Identifier: Apache-2.0
import PrimeField

extension FieldElement {
    /// Elements at which errors of arithmetic modulo p are most likely. Some have special integers: 0, 1,
    /// p − 1, (p ± 1)/2, and powers of two at the limits of limbs. The others have special Montgomery forms:
    /// limbs of 0, of 1, and of all ones.
    package static let edgeValues: [FieldElement] = {
        let zero = FieldElement.zero, one = FieldElement.one
        // (p + 1)/2, the inverse of 2.
        let half = FieldElement(
            montgomery: Limbs(
                0x783c_14d8_1fff_fffe, 0xaf98_2f6f_0c8d_1edd, 0x8f5f_7492_fcfd_4f45, 0x1f37_631a_3d9c_bfac))
        var values = [zero, one, one + one, -one, -one - one, half, half - one]
        for exponent in [63, 64, 127, 128, 191, 192, 253] {
            let power = (0..<exponent).reduce(one) { power, _ in power + power }
            values += [power, power - one, -power]
        }
        let ones = Limb.max
        for limbs in [
            Limbs(1, 0, 0, 0), Limbs(ones, 0, 0, 0), Limbs(0, 1, 0, 0), Limbs(ones, ones, 0, 0),
            Limbs(0, 0, 1, 0), Limbs(ones, ones, ones, 0), Limbs(0, 0, 0, 1), Limbs(0, 0, 0, 1 << 61),
            Limbs(ones, ones, ones, 0x3064_4e72_e131_a028),
        ] {
            values += [FieldElement(montgomery: limbs), -FieldElement(montgomery: limbs)]
        }
        return values
    }()
}

extension Scalar {
    /// Scalars at which errors of arithmetic modulo ℓ are most likely.
    package static let edgeValues: [Scalar] = {
        let zero = Scalar.zero, one = Scalar.one
        var values = [zero, one, one + one, -one, -one - one]
        for exponent in [4, 5, 63, 64, 127, 128, 191, 192, 250] {
            let power = (0..<exponent).reduce(one) { power, _ in power + power }
            values += [power, power - one, -power]
        }
        return values
    }()
}

extension FieldElement {
    /// 1 for a non-zero square, −1 for a non-square, 0 for zero: Euler's criterion self^((p − 1)/2).
    package var legendreSymbol: Int {
        let power = raised(to: Integer256(limbs: FieldModulus.half))
        if power == .zero { return 0 }
        return power == .one ? 1 : -1
    }
}
