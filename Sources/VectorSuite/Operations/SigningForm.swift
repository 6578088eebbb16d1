// SPDX-License-Identifier: Apache-2.0

/// The two forms of S. They verify alike; SPEC.md, section "EdDSA", "The unreduced form leaks the key".
public enum SigningForm: String, CaseIterable, Sendable {
    /// S mod ℓ.
    case reduced
    /// S mod 8ℓ.
    case unreduced

    /// The member of `in` that names the form.
    package static let member = "form"
}
