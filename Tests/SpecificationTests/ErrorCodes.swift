import BabyJubjub
import EdDSA
import OrderCancellation
import Poseidon
import PrimeField
import RequestCanonicalization

/// The code of SPEC.md, section 12, for an error of the Swift code; `nil` for what is no such error.
func errorCode(of error: any Error) -> String? {
    switch error {
    case let error as PrimeFieldError:
        switch error {
        case .integerMalformed: "integer-malformed"
        case .fieldElementOutOfRange: "field-element-out-of-range"
        case .scalarOutOfRange: "scalar-out-of-range"
        case .notInvertible: "not-invertible"
        case .notASquare: "not-a-square"
        }
    case let error as BabyJubjubError:
        switch error {
        case .pointNotOnCurve: "point-not-on-curve"
        case .packedPointInvalid: "packed-point-invalid"
        }
    case let error as PoseidonError:
        switch error {
        case .parametersUnsupported: "poseidon-parameters-unsupported"
        case .inputCount: "poseidon-input-count"
        }
    case let error as EdDSAError:
        switch error {
        case .secretKeyMalformed, .messageMalformed, .publicKeyMalformed: "integer-malformed"
        case .secretKeyOutOfRange: "secret-key-out-of-range"
        case .messageOutOfRange: "message-out-of-range"
        case .signatureMalformed: "signature-malformed"
        case .coordinateOutOfRange: "field-element-out-of-range"
        case .pointNotOnCurve: "point-not-on-curve"
        case .sOutOfRange: "scalar-out-of-range"
        case .ethereumSignatureMalformed: "ethereum-signature-malformed"
        case .nonceIsZero: nil
        }
    case let error as RequestCanonicalizationError:
        switch error {
        case .methodUnsupported: "method-unsupported"
        case .urlInvalid: "url-invalid"
        case .parameterInvalid: "parameter-invalid"
        }
    case OrderCancellationError.orderInvalid: "order-invalid"
    default: nil
    }
}
