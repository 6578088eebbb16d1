import EdDSA

/// Why a key, a message or a signature was refused: the code of SPEC.md, section 12, and a sentence.
public struct Rejection: Error, Equatable, Sendable {
    /// The code, such as `point-not-on-curve`.
    public let code: String
    /// A sentence without an end.
    public let reason: String

    init(code: String, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The refusal that an error of the layer below stands for.
    public init(_ error: EdDSAError) {
        switch error {
        case .secretKeyMalformed:
            self.init(code: "integer-malformed", reason: "the secret key is not 0x and 64 digits")
        case .secretKeyOutOfRange:
            self.init(code: "secret-key-out-of-range", reason: "the secret key is 0 or not below ℓ")
        case .messageMalformed:
            self.init(code: "integer-malformed", reason: "the message is not 0x and 64 digits")
        case .messageOutOfRange:
            self.init(code: "message-out-of-range", reason: "the message is not below p")
        case .signatureMalformed:
            self.init(
                code: "signature-malformed", reason: "the signature is not 0x and 192 hexadecimal digits")
        case .publicKeyMalformed:
            self.init(
                code: "integer-malformed", reason: "a coordinate of the public key is not 0x and 64 digits")
        case .coordinateOutOfRange(let coordinate):
            self.init(
                code: "field-element-out-of-range",
                reason: "\(coordinate.rawValue) is not a field element: it is p or more")
        case .pointNotOnCurve(let point):
            let name = point == .publicKey ? "the public key A" : "the point R of the signature"
            self.init(code: "point-not-on-curve", reason: "\(name) is not on the curve")
        case .sOutOfRange:
            self.init(code: "scalar-out-of-range", reason: "S is 8ℓ or more, which no signer emits")
        case .ethereumSignatureMalformed:
            self.init(
                code: "ethereum-signature-malformed",
                reason: "the Ethereum signature is not 0x and an even number of hexadecimal digits")
        case .nonceIsZero:
            self.init(code: "nonce-is-zero", reason: "the nonce of this key and message is zero")
        }
    }
}
