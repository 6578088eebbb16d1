import BabyJubjub
import Crypto
import EdDSA
import OrderCancellation
import Poseidon
import PrimeField
import RequestCanonicalization

/// The operations of the worked examples, carried out by the Swift code: every output and every intermediate
/// value by the name of SPEC.md, section 2.5.
enum Operations {
    typealias Values = [String: String]

    /// Carries out `operation`; `nil` where it is none that is known here.
    static func run(_ operation: String, _ a: inout Arguments) throws -> Values? {
        switch operation {
        case "field.multiply":
            return ["value": (try field(&a, "a") * field(&a, "b")).hex]
        case "field.negate":
            return ["value": (-(try field(&a, "a"))).hex]
        case "field.invert":
            return ["value": try field(&a, "a").inverted().hex]
        case "field.squareRoot":
            return ["value": try field(&a, "a").squareRoot().hex]
        case "scalar.invert":
            return ["value": try Scalar(hex: a.text("a")).inverted().hex]
        case "curve.isOnCurve":
            let (x, y) = (try field(&a, "p.x"), try field(&a, "p.y"))
            return ["result": "\((try? Point(x: x, y: y)) != nil)"]
        case "curve.isInSubgroup":
            return ["result": "\(try point(&a, "p").isInSubgroup)"]
        case "curve.add":
            return coordinates(try point(&a, "p") + point(&a, "q"))
        case "curve.multiply":
            let scalar = try Integer256(hex: a.text("scalar"))
            return coordinates(try point(&a, "p").multipliedVariableTime(by: scalar))
        case "curve.pack":
            return ["packed": try point(&a, "p").packed.hex]
        case "curve.unpack":
            return coordinates(try Point(packed: PackedPoint(hex: a.text("packed"))))
        case "poseidon.hash":
            return try poseidon(&a)
        case "eddsa.publicKey":
            let key = try PrivateKey(hex: a.text("secretKey"))
            return coordinates(key.publicKey.point, of: "publicKey.")
        case "eddsa.sign":
            let key = try PrivateKey(hex: a.text("secretKey"))
            return try signature(key, Message(hex: a.text("message")), form: a.text("form"))
        case "eddsa.verify":
            let key = try publicKey(&a)
            let message = try Message(hex: a.text("message"))
            return try verdict(key, message, &a)
        case "key.derive":
            return try derivation(a.text("ethereumSignature"))
        case "request.canonicalize":
            return stages(try a.request().canonical)
        case "request.sign":
            let canonical = try a.request().canonical
            let key = try PrivateKey(hex: a.text("secretKey"))
            let signed = try signature(key, Message(reducing: canonical.sha256), form: a.text("form"))
            return stages(canonical).merging(signed) { $1 }
        case "request.verify":
            let canonical = try a.request().canonical
            let key = try publicKey(&a)
            return stages(canonical).merging(try verdict(key, Message(reducing: canonical.sha256), &a)) { $1 }
        case "order.hash":
            return try orderHash(&a)
        default:
            return nil
        }
    }

    // MARK: Inputs

    private static func field(_ a: inout Arguments, _ name: String) throws -> FieldElement {
        try FieldElement(hex: a.text(name))
    }

    private static func point(_ a: inout Arguments, _ name: String) throws -> Point {
        try Point(x: field(&a, name + ".x"), y: field(&a, name + ".y"))
    }

    private static func publicKey(_ a: inout Arguments) throws -> PublicKey {
        try PublicKey(x: a.text("publicKey.x"), y: a.text("publicKey.y"))
    }

    // MARK: Outputs

    private static func coordinates(_ point: Point, of name: String = "") -> Values {
        [name + "x": point.x.hex, name + "y": point.y.hex]
    }

    private static func poseidon(_ a: inout Arguments) throws -> Values {
        let parameters = try PoseidonParameters(
            width: a.number("t"), fullRounds: a.number("fullRounds"),
            partialRounds: a.number("partialRounds"))
        let inputs = try a.list("inputs").map { try FieldElement(hex: $0) }
        var values = ["output": try PoseidonHash(parameters).hash(inputs).hex]
        // The state after each round, from the constants and the matrix of the code.
        let matrix = MDSMatrix(width: parameters.width)
        var state = inputs + Array(repeating: .zero, count: parameters.width - inputs.count)
        for (index, constant) in parameters.roundConstants.enumerated() {
            let half = parameters.fullRounds / 2
            let isPartial = (half..<half + parameters.partialRounds).contains(index)
            state = state.map { $0 + constant }
            for j in state.indices where !isPartial || j == 0 {
                state[j] = state[j].squared().squared() * state[j]
            }
            state = matrix.multiplied(by: state)
            for (j, element) in state.enumerated() { values["state[\(index + 1)][\(j)]"] = element.hex }
        }
        return values
    }

    private static func signature(_ key: PrivateKey, _ message: Message, form: String) throws -> Values {
        let signature: Signature
        switch form {
        case "reduced": signature = try key.signature(for: message)
        case "unreduced": signature = try key.unreducedSignatureLeakingKey(for: message)
        default: throw Arguments.Unusable(description: "form \(form)")
        }
        let nonceInput = key.rawRepresentation.reversed() + message.value.littleEndianBytes
        let verification = key.publicKey.verify(signature, for: message, profile: .relayer)
        return coordinates(key.publicKey.point, of: "publicKey.")
            .merging(parts(signature, verification)) { $1 }
            .merging([
                "nonceInput": hex(nonceInput), "sha512": hex(SHA512.hash(data: nonceInput)),
                "nonce": key.nonce(for: message).hex, "signature": signature.hex,
            ]) { $1 }
    }

    private static func verdict(_ key: PublicKey, _ message: Message, _ a: inout Arguments) throws -> Values {
        let signature = try Signature(hex: a.text("signature"))
        let profile = try a.text("profile")
        guard let profile = VerificationProfile(rawValue: profile) else {
            throw Arguments.Unusable(description: "profile \(profile)")
        }
        let verification = key.verify(signature, for: message, profile: profile)
        return parts(signature, verification).merging([
            "valid": "\(verification.isValid)", "message": message.hex,
        ]) { $1 }
    }

    private static func parts(_ signature: Signature, _ verification: Verification) -> Values {
        let h = verification.challenge.integer
        let modulo = Scalar(reducing: WideInteger(product: h, Integer256(1), plus: .zero))
        return coordinates(signature.r, of: "R.")
            .merging(coordinates(verification.leftSide, of: "leftSide.")) { $1 }
            .merging(coordinates(verification.rightSide, of: "rightSide.")) { $1 }
            .merging(["S": signature.s.hex, "challenge": h.hex, "challengeModL": modulo.hex]) { $1 }
    }

    private static func stages(_ canonical: CanonicalRequest) -> Values {
        [
            "parameterString": canonical.parameterString, "signatureBase": canonical.signatureBase,
            "sha256": canonical.sha256Hex, "message": Message(reducing: canonical.sha256).hex,
        ]
    }

    private static func derivation(_ ethereumSignature: String) throws -> Values {
        let key = try PrivateKey(ethereumSignatureHex: ethereumSignature)
        let bytes = Hexadecimal.decode(
            ethereumSignature.utf8, byteCount: ethereumSignature.utf8.count / 2 - 1)
        return coordinates(key.publicKey.point, of: "publicKey.").merging([
            "secretKey": hex(key.rawRepresentation), "sha256": hex(SHA256.hash(data: bytes ?? [])),
        ]) { $1 }
    }

    private static func orderHash(_ a: inout Arguments) throws -> Values {
        let order = try Order(
            exchange: a.text("exchange"), storageID: a.text("storageId"), accountID: a.text("accountId"),
            sellTokenID: a.text("sellTokenId"), buyTokenID: a.text("buyTokenId"),
            sellVolume: a.text("sellVolume"), buyVolume: a.text("buyVolume"),
            validUntil: a.text("validUntil"), maxFeeBips: a.text("maxFeeBips"),
            fillAmountBOrS: a.flag("fillAmountBOrS"), taker: a.text("taker"))
        var values = ["hash": order.hash.hex]
        for (i, input) in order.hashInputs.enumerated() { values["inputs[\(i)]"] = input.hex }
        return values
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String { Hexadecimal.encode(bytes) }
}
