// SPDX-License-Identifier: Apache-2.0

/// The two forms of S. Verification accepts both. SPEC.md describes them in section "EdDSA", under "The
/// unreduced form leaks the key".
public enum SigningForm: String, CaseIterable, Sendable {
    /// S mod ℓ.
    case reduced
    /// S mod 8ℓ.
    case unreduced

    /// The member of `in` that names the form.
    package static let member = "form"
}
