// SPDX-License-Identifier: Apache-2.0
import EdDSA
import PrimeField

extension SignatureVerdict {
    /// The steps that lead to a verdict, in the order in which they can fail. For a single signature
    /// (SPEC.md, section 7.8) the first step is ``publicKey``. The steps before it concern records of a log.
    public enum Step: String, CaseIterable, Encodable, Sendable {
        /// The line is not a record.
        case record
        /// No key is known for the account.
        case account
        /// The request is invalid, or the log does not contain all of it.
        case request
        /// The key cannot be read, or is not a point of the curve.
        case publicKey
        /// The signature cannot be read, R is not on the curve, or S is 8ℓ or more.
        case signature
        /// S·B ≠ R + h·A.
        case equation
        /// The equation holds, but the profile requires more.
        case profile
    }

    /// Why a signature is not valid: the step that failed, its code, and the reason.
    public struct Failure: DescribedError, Equatable, Encodable {
        /// The step.
        public let step: Step
        /// A code of SPEC.md, section 12.
        public let code: String
        /// What is wrong, as a clause without a period.
        public let reason: String
        /// Same as ``reason``.
        public var description: String { reason }

        package init(_ step: Step, _ code: String, _ reason: String) {
            self.step = step
            self.code = code
            self.reason = reason
        }

        package init(_ step: Step, _ error: EdDSAError) {
            self.init(step, error.code, error.description)
        }
    }
}

// MARK: - Failures defined by this module

extension SignatureVerdict.Failure {
    /// The codes that do not come from the error of another module.
    package enum Code: String, CaseIterable, Sendable {
        case malformedRecord = "malformed-record"
        case accountUnknown = "account-unknown"
        case bodyMissing = "body-missing"
        case notThisScheme = "not-this-scheme"
        case equationDoesNotHold = "equation-does-not-hold"
        case profileNotMet = "profile-not-met"
    }

    package init(_ step: SignatureVerdict.Step, _ code: Code, _ reason: String) {
        self.init(step, code.rawValue, reason)
    }

    package func has(_ code: Code) -> Bool { self.code == code.rawValue }

    /// Whether a signature was judged. A signature of another scheme tells nothing about the signer, and
    /// neither does a request that the log contains only in part.
    public var isJudgment: Bool { !has(.notThisScheme) && !has(.bodyMissing) }

    package static func malformed(_ reason: String) -> SignatureVerdict.Failure {
        .init(.record, .malformedRecord, reason)
    }

    /// The failure of a signature with these results of verification; `nil` if it is valid.
    package init?(isValid: Bool, equationHolds: Bool, findings: [Finding]) {
        guard !isValid else { return nil }
        if equationHolds {
            let names = findings.filter(\.isRejectedByStrict).map(\.rawValue).joined(separator: ", ")
            let reason = "the equation holds, and the strict profile refuses: \(names)"
            self.init(.profile, .profileNotMet, reason)
        } else {
            let reason = "S·B ≠ R + h·A: this is not a signature of this request by this key"
            self.init(.equation, .equationDoesNotHold, reason)
        }
    }

    /// The failure of a text that is an Ethereum signature: 65 bytes, then up to two bytes for its type.
    /// `nil` for any other text. Transfers, withdrawals and account updates are signed by the wallet, not by
    /// the layer-2 key. Loopring's documentation puts these signatures (ECDSA on secp256k1, by EIP-712) into
    /// X-API-SIG.
    package static func otherScheme(_ signature: String) -> SignatureVerdict.Failure? {
        let digits = signature.utf8.dropFirst(2)
        guard 130...134 ~= digits.count, signature.utf8.starts(with: "0x".utf8),
            digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
        else { return nil }
        return .init(
            .signature, .notThisScheme,
            "this is an Ethereum signature (ECDSA, \(digits.count) digits): the wallet signs transfers, withdrawals "
                + "and account updates, not the layer-2 key")
    }
}
