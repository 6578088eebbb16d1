// SPDX-License-Identifier: Apache-2.0
import Crypto
import EdDSA
import StrictJSON
import PrimeField

/// `eddsa.*` and `key.derive`.
enum SignatureOperations {
    static let all = [publicKey, sign, verify, derive]

    static let secretKey = Operation.Input(name: "secretKey", shape: .text)
    static let form = Operation.Input(
        name: SigningForm.member, shape: .oneOf(SigningForm.allCases.map(\.rawValue)))
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
        try recordVerdict(on: signedMessage(arguments), profile: arguments.profile(), &stages)
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

    /// The key, message and signature that `eddsa.verify` verifies.
    static func signedMessage(_ arguments: Arguments) throws -> SignedMessage {
        try SignedMessage(
            key: arguments.publicKey("publicKey"), message: Message(hex: arguments.text("message")),
            signature: Signature(hex: arguments.text("signature")))
    }

    /// Signs in both forms, and records every stage. `S` and `signature` have the requested form. The
    /// challenge comes from the verification of the new signature, because signing does not return it.
    static func recordSignature(
        by key: PrivateKey, for message: Message, form: String, _ stages: inout Stages
    ) throws {
        stages.record("publicKey", .point(key.publicKey.point))
        stages.record("nonce", .hex(key.nonce(for: message)))
        let unreduced = try key.unreducedSignatureLeakingKey(for: message)
        let signature = form == SigningForm.unreduced.rawValue ? unreduced : try key.signature(for: message)
        let verification = key.publicKey.verify(signature, for: message, profile: .relayer)
        stages.record("R", .point(signature.r))
        stages.record("challenge", .hex(verification.challenge))
        stages.record("S", .hex(signature.s))
        stages.record("signature", .text(signature.hex))
        stages.record("unreducedS", .hex(unreduced.s))
        stages.record("unreducedSignature", .text(unreduced.hex))
    }

    /// Verifies with the plain equation and records its stages, then verifies at half size.
    /// - Throws: ``VerificationPathsDisagree`` if the two verdicts differ.
    static func recordVerdict(
        on signed: SignedMessage, profile: VerificationProfile, _ stages: inout Stages
    ) throws {
        let verification = signed.key.verify(signed.signature, for: signed.message, profile: profile)
        let isValid = signed.key.isValidSignature(signed.signature, for: signed.message, profile: profile)
        stages.record("R", .point(signed.signature.r))
        stages.record("S", .hex(signed.signature.s))
        stages.record("challenge", .hex(verification.challenge))
        stages.record("leftSide", .point(verification.leftSide))
        stages.record("rightSide", .point(verification.rightSide))
        guard isValid == verification.isValid else { throw VerificationPathsDisagree(plain: !isValid) }
        stages.record("valid", .boolean(isValid))
    }
}

/// Two verification paths give different verdicts. The protocol has no code for this, because it must not
/// happen.
struct VerificationPathsDisagree: Error, CustomStringConvertible {
    /// The verdict of the plain equation.
    let plain: Bool

    var description: String {
        "the plain equation gives \(plain), and verification at half size gives \(!plain)"
    }
}
