// SPDX-License-Identifier: Apache-2.0
import EdDSA

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Why a key, a message or a signature was rejected: the code of SPEC.md, section 12, and a sentence.
public struct Rejection: Error, Equatable, Sendable {
    /// The code, such as `point-not-on-curve`.
    public let code: String
    /// A sentence without a period.
    public let reason: String

    init(code: String, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The rejection for an error of the module EdDSA.
    public init(_ error: EdDSAError) {
        code = error.code
        reason = error.description
    }
}

extension Rejection: CustomStringConvertible, LocalizedError {
    /// Same as ``reason``.
    public var description: String { reason }

    /// Same as ``description``.
    public var errorDescription: String? { description }
}
