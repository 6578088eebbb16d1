// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The subgroup of order ℓ, which the base point generates. SPEC.md, section 5.4.
extension Point {
    /// Whether ℓ·P is the identity. This is the definition of ``isInSubgroup``, which takes about an eighth
    /// of the time. Variable-time.
    package var isAnnihilatedByOrder: Bool {
        multipliedVariableTime(by: Integer256(limbs: Scalar.order)) == .identity
    }

    /// Whether the point lies in the subgroup of order ℓ, that is, whether ℓ·P is the identity ([CURVE-6]).
    /// Computed by a pairing. Variable-time.
    public var isInSubgroup: Bool {
        self == .identity || LazyFieldElement(pairingValue).isEighthPower
    }
}
