import BabyJubjub
import EdDSA
import LoopringOrders
import Poseidon
import PrimeField
import RequestCanonicalization

/// The error codes of the testee protocol: those of SPEC.md, section 12 ([ERROR-1]).
public enum ErrorCode: String, CaseIterable, Error, Sendable {
    /// Not a request of the protocol, or the members of `in` are not those of the operation.
    case malformedRequest = "malformed-request"
    /// Not "0x" and 64 hexadecimal digits.
    case integerMalformed = "integer-malformed"
    /// p or more.
    case fieldElementOutOfRange = "field-element-out-of-range"
    /// ℓ or more; for the S of a signature, 8ℓ or more.
    case scalarOutOfRange = "scalar-out-of-range"
    /// Zero has no inverse.
    case notInvertible = "not-invertible"
    /// The field element has no square root.
    case notASquare = "not-a-square"
    /// The coordinates do not satisfy the curve equation.
    case pointNotOnCurve = "point-not-on-curve"
    /// Not the packed form of a point.
    case packedPointInvalid = "packed-point-invalid"
    /// No such instance of Poseidon.
    case poseidonParametersUnsupported = "poseidon-parameters-unsupported"
    /// More inputs than the instance takes.
    case poseidonInputCount = "poseidon-input-count"
    /// The secret key is 0, or ℓ or more.
    case secretKeyOutOfRange = "secret-key-out-of-range"
    /// The message is p or more.
    case messageOutOfRange = "message-out-of-range"
    /// Not "0x" and 192 hexadecimal digits.
    case signatureMalformed = "signature-malformed"
    /// Not "0x" and an even, positive number of hexadecimal digits.
    case ethereumSignatureMalformed = "ethereum-signature-malformed"
    /// Not GET, POST, PUT or DELETE.
    case methodUnsupported = "method-unsupported"
    /// Not a URL that can be signed.
    case urlInvalid = "url-invalid"
    /// A key is empty or repeated.
    case parameterInvalid = "parameter-invalid"
    /// A member of an order is malformed or out of range.
    case orderInvalid = "order-invalid"
    /// The nonce of this key and message is 0.
    case nonceIsZero = "nonce-is-zero"
}

extension ErrorCode {
    /// The code of an error that the library throws; `nil` for one that no operation should meet.
    package init?(_ error: any Error) {
        switch error {
        case let code as ErrorCode: self = code
        case let error as PrimeFieldError: self.init(error)
        case let error as BabyJubjubError: self.init(error)
        case let error as PoseidonError: self.init(error)
        case let error as EdDSAError: self.init(error)
        case let error as RequestCanonicalizationError: self.init(error)
        case LoopringOrdersError.orderInvalid: self = .orderInvalid
        default: return nil
        }
    }

    private init(_ error: PrimeFieldError) {
        self =
            switch error {
            case .integerMalformed: .integerMalformed
            case .fieldElementOutOfRange: .fieldElementOutOfRange
            case .scalarOutOfRange: .scalarOutOfRange
            case .notInvertible: .notInvertible
            case .notASquare: .notASquare
            }
    }

    private init(_ error: BabyJubjubError) {
        self =
            switch error {
            case .pointNotOnCurve: .pointNotOnCurve
            case .packedPointInvalid: .packedPointInvalid
            }
    }

    private init(_ error: PoseidonError) {
        self =
            switch error {
            case .parametersUnsupported: .poseidonParametersUnsupported
            case .inputCount, .stateSize: .poseidonInputCount
            }
    }

    private init(_ error: EdDSAError) {
        switch error {
        case .secretKeyMalformed, .messageMalformed, .publicKeyMalformed: self = .integerMalformed
        case .secretKeyOutOfRange: self = .secretKeyOutOfRange
        case .messageOutOfRange: self = .messageOutOfRange
        case .signatureMalformed: self = .signatureMalformed
        case .coordinateOutOfRange: self = .fieldElementOutOfRange
        case .pointNotOnCurve: self = .pointNotOnCurve
        case .sOutOfRange: self = .scalarOutOfRange
        case .ethereumSignatureMalformed: self = .ethereumSignatureMalformed
        case .nonceIsZero: self = .nonceIsZero
        }
    }

    private init(_ error: RequestCanonicalizationError) {
        self =
            switch error {
            case .methodUnsupported: .methodUnsupported
            case .urlInvalid: .urlInvalid
            case .parameterInvalid: .parameterInvalid
            }
    }
}
