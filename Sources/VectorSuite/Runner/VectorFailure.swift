// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON

/// A test that fails for the library: the first stage that differs, and how.
public struct VectorFailure: Equatable, Sendable, CustomStringConvertible {
    /// The test.
    public let test: VectorTest
    /// The profile under which the operation ran; `nil` if it has no profiles.
    public let profile: VerificationProfile?
    /// The name of the value that differs, as in the vector; `outcome` if the outcome differs; `valid` and
    /// the path if a verification path gives another verdict.
    public let stage: String
    /// The value that the vector states.
    public let expected: String
    /// The value that the library computes.
    public let actual: String

    /// The operation, the stage and the profile.
    package var place: String {
        [test.op, stage, profile.map { "profile \($0.rawValue)" }].compactMap(\.self).joined(separator: ", ")
    }

    /// The failure in one line.
    public var description: String {
        VisibleText.visible("#\(test.tcId) \(place): expected \(expected), actual \(actual)")
    }
}
