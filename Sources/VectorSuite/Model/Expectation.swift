// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// The result that a test expects of its operation.
public enum Expectation: Equatable, Sendable {
    /// The operation succeeds with the outputs given, or its verdict is true, under every profile.
    case valid
    /// The input is rejected under every profile: with this error, or with the verdict `false` if the error
    /// is `nil`.
    case invalid(ErrorCode?)
    /// The verdict under each profile.
    case verdicts([VerificationProfile: Bool])

    /// The expected outcome under one profile.
    package func outcome(under profile: VerificationProfile?) -> ExpectedOutcome {
        switch self {
        case .valid: .success
        case .invalid(let code?): .error(code)
        case .invalid(nil): .refusal
        case .verdicts(let verdicts):
            if let profile, verdicts[profile] == true { .success } else { .refusal }
        }
    }
}

/// The expected outcome of one run of an operation.
package enum ExpectedOutcome: Equatable, Sendable, CustomStringConvertible {
    /// The operation gives its outputs, or the verdict `true`.
    case success
    /// The operation gives the verdict `false`.
    case refusal
    /// The operation fails with an error.
    case error(ErrorCode)

    /// The outcome in a few words.
    package var description: String {
        switch self {
        case .success: "accepted"
        case .refusal: "refused by the verdict"
        case .error(let code): "error \(code.rawValue)"
        }
    }
}
