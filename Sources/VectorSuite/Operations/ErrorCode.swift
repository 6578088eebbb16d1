// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import LoopringOrders
import Poseidon
import PrimeField
import RequestCanonicalization

/// The error codes of the testee protocol. They are defined in SPEC.md, section 12 ([ERROR-1]).
public enum ErrorCode: String, CaseIterable, Error, Sendable {
    /// The line is not a request, or the members of `in` are not those of the operation.
    case malformedRequest = "malformed-request"
    /// The integer is not "0x" and 64 hexadecimal digits.
    case integerMalformed = "integer-malformed"
    /// The field element is p or more.
    case fieldElementOutOfRange = "field-element-out-of-range"
    /// The scalar is ℓ or more; for the S of a signature, 8ℓ or more.
    case scalarOutOfRange = "scalar-out-of-range"
    /// Zero has no inverse.
    case notInvertible = "not-invertible"
    /// The field element has no square root.
    case notASquare = "not-a-square"
    /// The coordinates do not satisfy the curve equation.
    case pointNotOnCurve = "point-not-on-curve"
    /// The bytes are not the packed form of a point.
    case packedPointInvalid = "packed-point-invalid"
    /// Poseidon has no instance with these parameters.
    case poseidonParametersUnsupported = "poseidon-parameters-unsupported"
    /// More inputs than the instance takes.
    case poseidonInputCount = "poseidon-input-count"
    /// The secret key is 0, or ℓ or more.
    case secretKeyOutOfRange = "secret-key-out-of-range"
    /// The message is p or more.
    case messageOutOfRange = "message-out-of-range"
    /// The signature is not "0x" and 192 hexadecimal digits.
    case signatureMalformed = "signature-malformed"
    /// The Ethereum signature is not "0x" and an even, positive number of hexadecimal digits.
    case ethereumSignatureMalformed = "ethereum-signature-malformed"
    /// The method is not GET, POST, PUT or DELETE.
    case methodUnsupported = "method-unsupported"
    /// The URL cannot be signed.
    case urlInvalid = "url-invalid"
    /// A parameter key is empty or repeated.
    case parameterInvalid = "parameter-invalid"
    /// A member of an order is malformed or out of range.
    case orderInvalid = "order-invalid"
    /// The nonce of this key and message is 0.
    case nonceIsZero = "nonce-is-zero"
}

extension ErrorCode {
    /// The code of an error that the library throws; `nil` for an error that no operation should throw.
    package init?(_ error: any Error) {
        let code: String? =
            switch error {
            case let code as ErrorCode: code.rawValue
            case let error as PrimeFieldError: error.code
            case let error as BabyJubjubError: error.code
            case let error as PoseidonError: error.code
            case let error as EdDSAError: error.code
            case let error as RequestCanonicalizationError: error.code
            case LoopringOrdersError.orderInvalid: ErrorCode.orderInvalid.rawValue
            default: nil
            }
        self.init(rawValue: code ?? "")
    }
}
