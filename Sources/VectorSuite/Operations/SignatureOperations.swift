import Crypto
import EdDSA
import PrimeField

/// `eddsa.*` and `key.derive`.
enum SignatureOperations {
    static let all = [publicKey, sign, verify, derive]

    static let secretKey = Operation.Input(name: "secretKey", shape: .text)
    static let form = Operation.Input(name: "form", shape: .oneOf(["reduced", "unreduced"]))
    static let profile = Operation.Input(
        name: Operation.profileMember, shape: .oneOf(VerificationProfile.allCases.map(\.rawValue)))

    private static let publicKey = Operation(
        name: "eddsa.publicKey", input: [secretKey], output: ["publicKey"]
    ) { arguments, stages in
        let key = try PrivateKey(hex: arguments.text("secretKey"))
        stages.record("publicKey", .point(key.publicKey.point))
    }

    private static let sign = Operation(
        name: "eddsa.sign", input: [secretKey, .init(name: "message", shape: .text), form],
        output: ["publicKey", "nonce", "R", "challenge", "S", "signature"],
        intermediates: ["unreducedS", "unreducedSignature"]
    ) { arguments, stages in
        let key = try PrivateKey(hex: arguments.text("secretKey"))
        let message = try Message(hex: arguments.text("message"))
        try recordSignature(by: key, for: message, form: arguments.text("form"), &stages)
    }

    private static let verify = Operation(
        name: "eddsa.verify",
        input: [
            .init(name: "publicKey", shape: .point), .init(name: "message", shape: .text),
            .init(name: "signature", shape: .text), profile,
        ],
        output: ["valid"], intermediates: ["R", "S", "challenge", "leftSide", "rightSide"], verdict: "valid"
    ) { arguments, stages in
        let key = try arguments.publicKey("publicKey")
        let message = try Message(hex: arguments.text("message"))
        let signature = try Signature(hex: arguments.text("signature"))
        recordVerdict(on: signature, by: key, for: message, profile: try arguments.profile(), &stages)
    }

    private static let derive = Operation(
        name: "key.derive", input: [.init(name: "ethereumSignature", shape: .text)],
        output: ["secretKey", "publicKey"], intermediates: ["sha256"]
    ) { arguments, stages in
        let text = try arguments.text("ethereumSignature")
        let key = try PrivateKey(ethereumSignatureHex: text)
        if let bytes = Hexadecimal.decode(text.utf8, byteCount: text.utf8.count / 2 - 1) {
            stages.record("sha256", .text(Hexadecimal.encode(SHA256.hash(data: bytes))))
        }
        stages.record("secretKey", .text(Hexadecimal.encode(key.rawRepresentation)))
        stages.record("publicKey", .point(key.publicKey.point))
    }

    /// Signs in both forms and records every stage of it; `S` and `signature` are of the form asked for. The
    /// challenge is taken from a verification of the signature just made, where it is public.
    static func recordSignature(
        by key: PrivateKey, for message: Message, form: String, _ stages: inout Stages
    ) throws {
        stages.record("publicKey", .point(key.publicKey.point))
        stages.record("nonce", .hex(key.nonce(for: message)))
        let unreduced = try key.unreducedSignatureLeakingKey(for: message)
        let signature = form == "unreduced" ? unreduced : try key.signature(for: message)
        let verification = key.publicKey.verify(signature, for: message, profile: .relayer)
        stages.record("R", .point(signature.r))
        stages.record("challenge", .hex(verification.challenge))
        stages.record("S", .hex(signature.s))
        stages.record("signature", .text(signature.hex))
        stages.record("unreducedS", .hex(unreduced.s))
        stages.record("unreducedSignature", .text(unreduced.hex))
    }

    /// Verifies and records every stage of it.
    static func recordVerdict(
        on signature: Signature, by key: PublicKey, for message: Message, profile: VerificationProfile,
        _ stages: inout Stages
    ) {
        let verification = key.verify(signature, for: message, profile: profile)
        stages.record("R", .point(signature.r))
        stages.record("S", .hex(signature.s))
        stages.record("challenge", .hex(verification.challenge))
        stages.record("leftSide", .point(verification.leftSide))
        stages.record("rightSide", .point(verification.rightSide))
        stages.record("valid", .boolean(verification.isValid))
    }
}
