// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// A test that the library does not pass: the first stage that differs, and how.
public struct VectorFailure: Equatable, Sendable {
    /// The number of the test in its file.
    public let tcId: Int
    /// The operation; empty for a test of constants.
    public let op: String
    /// The profile that the operation ran under, if it has any.
    public let profile: VerificationProfile?
    /// The value that differs, by the name that the vector gives it; `error` or the name of the verdict where
    /// the outcome itself differs.
    public let stage: String
    /// What the vector states.
    public let expected: String
    /// What the library computes.
    public let actual: String
}
