// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The subgroup of order ℓ, which the base point generates. SPEC.md, section 5.4.
extension Point {
    /// Whether ℓ·P is the identity: the definition of ``isInSubgroup``, which takes a tenth of the time. Variable-time.
    package var isAnnihilatedByOrder: Bool {
        multipliedVariableTime(by: Integer256(limbs: Scalar.order)) == .identity
    }

    /// Whether the point lies in the subgroup of order ℓ ([CURVE-6]): whether ℓ·P is the identity. Computed with a
    /// pairing. Variable-time.
    public var isInSubgroup: Bool {
        self == .identity || LazyFieldElement(pairingValue).isEighthPower
    }
}
