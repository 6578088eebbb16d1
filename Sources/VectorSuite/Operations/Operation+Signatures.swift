// SPDX-License-Identifier: Apache-2.0
import Crypto
import EdDSA
import PrimeField
import StrictJSON

extension Operation {
    /// `eddsa.*` and `key.derive`.
    static let signatures = [
        Operation(name: "eddsa.publicKey", input: ["secretKey"], output: "publicKey") {
            .point(try PrivateKey(hex: $0.text("secretKey")).publicKey.point)
        },
        Operation(
            name: "eddsa.sign", input: ["secretKey", "message", SigningForm.member],
            output: ["publicKey", "nonce", "R", "challenge", "S", "signature"],
            intermediates: ["unreducedS", "unreducedSignature"]
        ) { arguments, stages in
            let form: SigningForm = try arguments.choice(SigningForm.member)
            let key = try PrivateKey(hex: arguments.text("secretKey"))
            try stages.recordSignature(by: key, for: Message(hex: arguments.text("message")), form: form)
        },
        Operation(
            name: "eddsa.verify", input: ["publicKey", "message", "signature", profileMember],
            output: ["valid"],
            intermediates: ["R", "S", "challenge", "leftSide", "rightSide"]
        ) { arguments, stages in
            let profile: VerificationProfile = try arguments.choice(profileMember)
            let signed = try SignedMessage(arguments, message: Message(hex: arguments.text("message")))
            try stages.recordVerdict(on: signed, profile: profile)
        },
        Operation(
            name: "key.derive", input: ["ethereumSignature"], output: ["secretKey", "publicKey"],
            intermediates: ["sha256"]
        ) { arguments, stages in
            let text = try arguments.text("ethereumSignature")
            let key = try PrivateKey(ethereumSignatureHex: text)
            if let bytes = Hexadecimal.decode(text.utf8, byteCount: text.utf8.count / 2 - 1) {
                stages["sha256"] = .text(Hexadecimal.encode(SHA256.hash(data: bytes)))
            }
            stages["secretKey"] = .text(Hexadecimal.encode(key.rawRepresentation))
            stages["publicKey"] = .point(key.publicKey.point)
        },
    ]
}

extension SignedMessage {
    /// The key and the signature of the arguments, with the message. The key is read first, so that its error
    /// counts if the message has one too.
    init(_ arguments: JSON.Object, message: @autoclosure () throws -> Message) throws {
        try self.init(
            key: arguments.publicKey("publicKey"), message: message(),
            signature: Signature(hex: arguments.text("signature")))
    }
}

extension JSON.Object {
    /// Signs in both forms, and records every stage. `S` and `signature` have the requested form. The
    /// challenge comes from the verification of the new signature, because signing does not return it.
    mutating func recordSignature(by key: PrivateKey, for message: Message, form: SigningForm) throws {
        self["publicKey"] = .point(key.publicKey.point)
        self["nonce"] = .hex(key.nonce(for: message))
        let unreduced = try key.unreducedSignatureLeakingKey(for: message)
        let signature = form == .unreduced ? unreduced : try key.signature(for: message)
        self["R"] = .point(signature.r)
        self["challenge"] = .hex(key.publicKey.verify(signature, for: message, profile: .relayer).challenge)
        self["S"] = .hex(signature.s)
        self["signature"] = .text(signature.hex)
        self["unreducedS"] = .hex(unreduced.s)
        self["unreducedSignature"] = .text(unreduced.hex)
    }

    /// Verifies with the plain equation and records its stages, then verifies at half size.
    /// - Throws: ``VerificationPathsDisagree`` if the two verdicts differ.
    mutating func recordVerdict(on signed: SignedMessage, profile: VerificationProfile) throws {
        let verification = signed.key.verify(signed.signature, for: signed.message, profile: profile)
        let isValid = signed.key.isValidSignature(signed.signature, for: signed.message, profile: profile)
        self["R"] = .point(signed.signature.r)
        self["S"] = .hex(signed.signature.s)
        self["challenge"] = .hex(verification.challenge)
        self["leftSide"] = .point(verification.leftSide)
        self["rightSide"] = .point(verification.rightSide)
        guard isValid == verification.isValid else {
            throw VerificationPathsDisagree(plainEquation: verification.isValid, atHalfSize: isValid)
        }
        self["valid"] = .boolean(isValid)
    }
}

/// Two verification paths give different verdicts. The protocol has no code for this, because it must not
/// happen.
struct VerificationPathsDisagree: Error {
    let plainEquation, atHalfSize: Bool
}

/// The two forms of S. Verification accepts both. SPEC.md describes them in section "EdDSA", under "The
/// unreduced form leaks the key".
public enum SigningForm: String, CaseIterable, Sendable {
    /// S mod ℓ.
    case reduced
    /// S mod 8ℓ.
    case unreduced

    /// The member of `in` that names the form.
    package static let member = "form"
}
