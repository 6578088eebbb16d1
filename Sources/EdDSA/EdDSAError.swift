// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// Why a key, a message or a signature is refused.
///
/// No case carries a secret.
public enum EdDSAError: Error, Equatable, Sendable {
    /// The secret key is not 32 bytes, or its text is not "0x" and 64 hexadecimal digits.
    case secretKeyMalformed
    /// The secret key is 0, or ℓ or more.
    case secretKeyOutOfRange
    /// The message is not "0x" and 64 hexadecimal digits.
    case messageMalformed
    /// The message is p or more.
    case messageOutOfRange
    /// The signature is not "0x" and 192 hexadecimal digits, or not 96 bytes.
    case signatureMalformed
    /// The public key is not two coordinates of "0x" and 64 hexadecimal digits, or not 64 bytes.
    case publicKeyMalformed
    /// A coordinate is p or more, so it is not the encoding of a field element.
    case coordinateOutOfRange(Coordinate)
    /// The coordinates of A or of R do not satisfy the curve equation.
    case pointNotOnCurve(SignaturePoint)
    /// S is 8ℓ or more. No signer emits it.
    case sOutOfRange
    /// The Ethereum signature has no bytes, or its text is not "0x" and an even number of digits.
    case ethereumSignatureMalformed
    /// The nonce of this key and message is zero. A signature would reveal the key. The probability is 2⁻²⁵¹.
    case nonceIsZero
}

extension EdDSAError: DescribedError {
    /// The code of SPEC.md, section 12.
    public var code: String {
        switch self {
        case .secretKeyMalformed, .messageMalformed, .publicKeyMalformed: "integer-malformed"
        case .secretKeyOutOfRange: "secret-key-out-of-range"
        case .messageOutOfRange: "message-out-of-range"
        case .signatureMalformed: "signature-malformed"
        case .coordinateOutOfRange: "field-element-out-of-range"
        case .pointNotOnCurve: "point-not-on-curve"
        case .sOutOfRange: "scalar-out-of-range"
        case .ethereumSignatureMalformed: "ethereum-signature-malformed"
        case .nonceIsZero: "nonce-is-zero"
        }
    }

    /// The error in one sentence. It repeats no part of the input, which may be a secret.
    public var description: String {
        switch self {
        case .secretKeyMalformed: "the secret key is neither 0x and 64 hexadecimal digits nor 32 bytes"
        case .secretKeyOutOfRange: "the secret key is 0 or not below ℓ"
        case .messageMalformed: "the message is not 0x and 64 hexadecimal digits"
        case .messageOutOfRange: "the message is not below p"
        case .signatureMalformed: "the signature is neither 0x and 192 hexadecimal digits nor 96 bytes"
        case .publicKeyMalformed:
            "the public key is neither two coordinates of 0x and 64 hexadecimal digits nor 64 bytes"
        case .coordinateOutOfRange(let coordinate):
            "\(coordinate.rawValue) is not a field element: it is p or more"
        case .pointNotOnCurve(.publicKey): "the public key A is not on the curve"
        case .pointNotOnCurve(.r): "the point R of the signature is not on the curve"
        case .sOutOfRange: "S is 8ℓ or more, which no signer emits"
        case .ethereumSignatureMalformed:
            "the Ethereum signature is not 0x and an even number of hexadecimal digits"
        case .nonceIsZero: "the nonce of this key and message is zero"
        }
    }
}

/// A coordinate of a signature or of a public key.
public enum Coordinate: String, Equatable, Sendable {
    /// The x of the public key.
    case ax = "A.x"
    /// The y of the public key.
    case ay = "A.y"
    /// The x of R.
    case rx = "R.x"
    /// The y of R.
    case ry = "R.y"
}

/// A point that a verifier receives.
public enum SignaturePoint: String, Equatable, Sendable {
    /// The public key.
    case publicKey = "A"
    /// The point R of a signature.
    case r = "R"
}
