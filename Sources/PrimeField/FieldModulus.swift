// SPDX-License-Identifier: Apache-2.0

/// The modulus p of the field and the constants of its Montgomery form, R = 2²⁵⁶.
///
/// p = 21888242871839275222246405745257275088548364400416034343698204186575808495617, the order of the BN254
/// pairing groups. Since p ≈ 0.189·2²⁵⁶, four limbs hold every integer up to 5.29·p. ``LazyFieldElement``
/// uses this room to reduce later. A test recomputes every constant below from p.
@usableFromInline package enum FieldModulus {
    /// p.
    @inlinable @inline(__always)
    package static var p: Limbs {
        Limbs(
            0x43e1_f593_f000_0001, 0x2833_e848_79b9_7091, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029)
    }
    /// 2p.
    @inlinable @inline(__always)
    package static var twoP: Limbs {
        Limbs(
            0x87c3_eb27_e000_0002, 0x5067_d090_f372_e122, 0x70a0_8b6d_0302_b0ba, 0x60c8_9ce5_c263_4053)
    }
    /// 3p.
    @inlinable @inline(__always)
    package static var threeP: Limbs {
        Limbs(
            0xcba5_e0bb_d000_0003, 0x789b_b8d9_6d2c_51b3, 0x28f0_d123_8484_0917, 0x912c_eb58_a394_e07d)
    }
    /// 4p.
    @inlinable @inline(__always)
    package static var fourP: Limbs {
        Limbs(
            0x0f87_d64f_c000_0004, 0xa0cf_a121_e6e5_c245, 0xe141_16da_0605_6174, 0xc191_39cb_84c6_80a6)
    }
    /// −p⁻¹ mod 2⁶⁴. One step of Montgomery reduction adds x·p with x = a₀·(−p⁻¹) mod 2⁶⁴, which makes the
    /// lowest limb zero.
    @inlinable @inline(__always)
    package static var negativeInverse: Limb { 0xc2e1_f593_efff_ffff }
    /// 2⁻⁶⁴ mod p: the factor with which the lowest limb is added to the upper ones in an early step of
    /// Montgomery reduction.
    @inlinable @inline(__always)
    package static var inverseOfTwoTo64: Limbs {
        Limbs(
            0x2d3e_8053_e396_ee4d, 0xca47_8dbe_ab3c_92cd, 0xb2d8_f06f_77f5_2a93, 0x24d6_ba07_f7aa_8f04)
    }
    /// R mod p: the Montgomery form of 1.
    @inlinable @inline(__always)
    package static var r: Limbs {
        Limbs(
            0xac96_341c_4fff_fffb, 0x36fc_7695_9f60_cd29, 0x666e_a36f_7879_462e, 0x0e0a_77c1_9a07_df2f)
    }
    /// R² mod p. The Montgomery product x·R²·R⁻¹ = x·R takes an integer x into Montgomery form.
    @inlinable @inline(__always)
    package static var rSquared: Limbs {
        Limbs(
            0x1bb8_e645_ae21_6da7, 0x53fe_3ab1_e35c_59e3, 0x8c49_833d_53bb_8085, 0x0216_d0b1_7f4e_44a5)
    }
    /// (p − 1)/2.
    @inlinable @inline(__always)
    package static var half: Limbs {
        Limbs(
            0xa1f0_fac9_f800_0000, 0x9419_f424_3cdc_b848, 0xdc28_22db_40c0_ac2e, 0x1832_2739_7098_d014)
    }
}
