// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Crypto
import EdDSA
import Foundation
import Poseidon
import PrimeField
import TestSupport
import Testing

/// Decoders of keys, messages and signatures are strict, and an error names the part that is wrong.
@Suite struct EncodingTests {
    private static let zero = "0x" + String(repeating: "0", count: 64)
    private static let ones = "0x" + String(repeating: "f", count: 64)
    private static let p = "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001"
    private static let order = "0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f1"
    private static let groupOrder = "0x30644e72e131a029b85045b68181585d59f76dc1c90770533b94bee1c9093788"

    // MARK: Private keys

    @Test func privateKeysOutOfRangeAreRefused() throws {
        let orderPlusOne: String = EncodingTests.order.dropLast() + "2"
        for text in [
            EncodingTests.zero, EncodingTests.order, orderPlusOne, EncodingTests.p, EncodingTests.ones,
        ] {
            let bytes = try Integer256(hex: text).bigEndianBytes
            #expect(throws: EdDSAError.secretKeyOutOfRange) { try PrivateKey(hex: text) }
            #expect(throws: EdDSAError.secretKeyOutOfRange) { try PrivateKey(rawRepresentation: bytes) }
        }
        // A small key in the other byte order.
        let swapped = [1] + [UInt8](repeating: 0, count: 31)
        #expect(try PrivateKey(rawRepresentation: swapped.reversed()).publicKey.point == .base)
        #expect(throws: EdDSAError.secretKeyOutOfRange) {
            try PrivateKey(rawRepresentation: [0x12] + [UInt8](repeating: 0, count: 31))
        }
    }

    @Test func malformedPrivateKeysAreRefused() {
        for (what, text) in MalformedHex.texts(digitCount: 64) {
            #expect(throws: EdDSAError.secretKeyMalformed, "\(what)") { try PrivateKey(hex: text) }
        }
        for count in [0, 1, 31, 33, 64] {
            let bytes = [UInt8](repeating: 1, count: count)
            #expect(throws: EdDSAError.secretKeyMalformed) { try PrivateKey(rawRepresentation: bytes) }
        }
    }

    // MARK: Public keys

    @Test func publicKeysAreReadBack() throws {
        var generator = SeededGenerator(seed: 550)
        for point in Point.lowOrderPoints + [generator.subgroupPoint(), generator.subgroupPoint()] {
            let key = PublicKey(point)
            #expect(key.rawRepresentation.count == 64)
            #expect(try PublicKey(rawRepresentation: key.rawRepresentation) == key)
            #expect(try PublicKey(x: point.x.hex, y: point.y.hex) == key)
            let (x, y) = (point.x.hex.dropFirst(2).uppercased(), point.y.hex.dropFirst(2).uppercased())
            #expect(try PublicKey(x: "0x" + x, y: "0x" + y) == key)
            #expect(key.hex == "0x" + point.x.hex.dropFirst(2) + point.y.hex.dropFirst(2))
            #expect(try PublicKey(hex: key.hex) == key)
            #expect(try PublicKey(hex: "0x" + x + y) == key)
            #expect(key.packed == point.packed)
            #expect(try PublicKey(packed: key.packed) == key)
        }
    }

    @Test func otherPublicKeysAreRefused() {
        let (x, y) = (Point.base.x.hex, Point.base.y.hex)
        for (what, text) in MalformedHex.texts(digitCount: 64) {
            #expect(throws: EdDSAError.publicKeyMalformed, "\(what)") { try PublicKey(x: text, y: y) }
            #expect(throws: EdDSAError.publicKeyMalformed, "\(what)") { try PublicKey(x: x, y: text) }
        }
        for (what, text) in MalformedHex.texts(digitCount: 128) {
            #expect(throws: EdDSAError.publicKeyMalformed, "\(what)") { try PublicKey(hex: text) }
        }
        #expect(throws: BabyJubjubError.packedPointInvalid) {
            try PublicKey(packed: PackedPoint(hex: EncodingTests.ones))
        }
        for text in [EncodingTests.p, EncodingTests.groupOrder, EncodingTests.ones] {
            #expect(throws: EdDSAError.coordinateOutOfRange(.ax)) { try PublicKey(x: text, y: y) }
            #expect(throws: EdDSAError.coordinateOutOfRange(.ay)) { try PublicKey(x: x, y: text) }
        }
        // x + p: the residue would be the base point.
        let xPlusP = Natural(Point.base.x) + .p
        #expect(throws: EdDSAError.coordinateOutOfRange(.ax)) {
            try PublicKey(x: xPlusP.integer256.hex, y: y)
        }
        #expect(throws: EdDSAError.pointNotOnCurve(.publicKey)) { try PublicKey(x: y, y: x) }
        #expect(throws: EdDSAError.pointNotOnCurve(.publicKey)) {
            try PublicKey(x: EncodingTests.zero, y: EncodingTests.zero)
        }
        for count in [0, 32, 63, 65, 96] {
            let bytes = [UInt8](repeating: 0, count: count)
            #expect(throws: EdDSAError.publicKeyMalformed) { try PublicKey(rawRepresentation: bytes) }
        }
    }

    // MARK: Messages

    @Test func messages() throws {
        let largest = "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000000"
        for text in [EncodingTests.zero, EncodingTests.order, largest] {
            #expect(try Message(hex: text).hex == text)
            #expect(try Message(hex: text).description == text)
        }
        let pPlusOne: String = EncodingTests.p.dropLast() + "2"
        for text in [EncodingTests.p, pPlusOne, EncodingTests.groupOrder, EncodingTests.ones] {
            #expect(throws: EdDSAError.messageOutOfRange) { try Message(hex: text) }
        }
        for (what, text) in MalformedHex.texts(digitCount: 64) {
            #expect(throws: EdDSAError.messageMalformed, "\(what)") { try Message(hex: text) }
        }
    }

    @Test func digestsAreReducedBigEndian() throws {
        var reducedOnes = 0
        for i in 0..<20 as Range<UInt8> {
            let digest = SHA256.hash(data: [i])
            let value = Natural(littleEndianBytes: Array(digest).reversed())
            if value >= .p { reducedOnes += 1 }
            #expect(Natural(Message(reducing: digest).value) == value % .p)
        }
        #expect(reducedOnes > 0)
    }

    // MARK: Signatures

    private static func signature(seed: UInt64) throws -> Signature {
        var generator = SeededGenerator(seed: seed)
        return try generator.privateKey().signature(for: generator.message())
    }

    @Test func signaturesAreReadBack() throws {
        let signature = try EncodingTests.signature(seed: 551)
        #expect(signature.rawRepresentation.count == 96)
        #expect(try Signature(rawRepresentation: signature.rawRepresentation) == signature)
        #expect(try Signature(hex: "0x" + signature.hex.dropFirst(2).uppercased()) == signature)
        #expect(signature.description == signature.hex)
        let parts = [signature.r.x.hex, signature.r.y.hex, signature.s.hex].map { $0.dropFirst(2) }
        #expect(signature.hex == "0x" + parts.joined())
        // Every R on the curve decodes, and S up to 8ℓ − 1.
        let largest = try (Natural.groupOrder - Natural(1)).integer256
        for point in Point.lowOrderPoints {
            let edge = try Signature(r: point, s: largest)
            #expect(try Signature(hex: edge.hex) == edge)
        }
    }

    @Test func malformedSignaturesAreRefused() throws {
        for (what, text) in MalformedHex.texts(digitCount: 192) {
            #expect(throws: EdDSAError.signatureMalformed, "\(what)") { try Signature(hex: text) }
        }
        let signature = try EncodingTests.signature(seed: 552)
        let commas = [signature.r.x.hex, signature.r.y.hex, signature.s.hex].joined(separator: ",")
        #expect(throws: EdDSAError.signatureMalformed) { try Signature(hex: commas) }
        #expect(throws: EdDSAError.signatureMalformed) { try Signature(hex: signature.s.hex) }
        for count in [0, 32, 64, 95, 97, 128] {
            let bytes = [UInt8](repeating: 0, count: count)
            #expect(throws: EdDSAError.signatureMalformed) { try Signature(rawRepresentation: bytes) }
        }
    }

    /// Errors are found in the order of SPEC.md, section 7.7: R.x, R.y, the curve, S.
    @Test func theFirstFaultIsNamed() throws {
        let signature = try EncodingTests.signature(seed: 553)
        let (x, y, s) = (signature.r.x.hex, signature.r.y.hex, signature.s.hex)
        func decode(_ parts: String...) throws -> Signature {
            try Signature(hex: "0x" + parts.map { $0.dropFirst(2) }.joined())
        }
        #expect(try decode(x, y, s) == signature)
        for tooLarge in [EncodingTests.p, EncodingTests.ones] {
            #expect(throws: EdDSAError.coordinateOutOfRange(.rx)) { try decode(tooLarge, tooLarge, tooLarge) }
            #expect(throws: EdDSAError.coordinateOutOfRange(.ry)) { try decode(x, tooLarge, tooLarge) }
        }
        let rxPlusP = try (Natural(signature.r.x) + .p).integer256.hex
        #expect(throws: EdDSAError.coordinateOutOfRange(.rx)) { try decode(rxPlusP, y, s) }
        #expect(throws: EdDSAError.pointNotOnCurve(.r)) { try decode(y, x, EncodingTests.ones) }
        #expect(throws: EdDSAError.pointNotOnCurve(.r)) { try decode(y, x, s) }
        let zero = EncodingTests.zero
        #expect(throws: EdDSAError.pointNotOnCurve(.r)) { try decode(zero, zero, zero) }
        #expect(throws: EdDSAError.sOutOfRange) { try decode(x, y, EncodingTests.groupOrder) }
        #expect(throws: EdDSAError.sOutOfRange) { try decode(x, y, EncodingTests.ones) }
        let point = signature.r
        #expect(throws: EdDSAError.sOutOfRange) {
            try Signature(r: point, s: Integer256(hex: EncodingTests.groupOrder))
        }
    }

    // MARK: Key derivation

    @Test func derivedKeysDependOnEveryByte() throws {
        let bytes = [UInt8](0..<65)
        var keys = [try PrivateKey(ethereumSignature: bytes).rawRepresentation]
        // k = SHA-256(bytes) as a little-endian integer mod ℓ.
        let seed = Natural(littleEndianBytes: Array(SHA256.hash(data: bytes)))
        #expect(Natural(littleEndianBytes: keys[0].reversed()) == seed % .order)
        for i in [0, 31, 32, 63, 64] {
            var changed = bytes
            changed[i] ^= 27
            keys.append(try PrivateKey(ethereumSignature: changed).rawRepresentation)
        }
        for other in [Array(bytes.dropLast()), bytes + [0], [0]] {
            keys.append(try PrivateKey(ethereumSignature: other).rawRepresentation)
        }
        #expect(Set(keys).count == keys.count)
        let hex = "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(try PrivateKey(ethereumSignatureHex: hex).rawRepresentation == keys[0])
        #expect(
            try PrivateKey(ethereumSignatureHex: "0x" + hex.dropFirst(2).uppercased()).rawRepresentation
                == keys[0])
    }

    @Test(arguments: [
        "", "0x", "0", "0x0", "0x123", "1234", "0X1234", "0x12 4", "0x12g4", " 0x1234", "0x1234 ", "x",
    ])
    func otherEthereumSignaturesAreRefused(text: String) {
        #expect(throws: EdDSAError.ethereumSignatureMalformed) { try PrivateKey(ethereumSignatureHex: text) }
        #expect(throws: EdDSAError.ethereumSignatureMalformed) {
            try PrivateKey(ethereumSignature: [UInt8]())
        }
    }

    // MARK: Errors

    @Test func errorsSayWhatIsWrong() {
        let errors: [any LocalizedError & CustomStringConvertible] = [
            EdDSAError.secretKeyMalformed, EdDSAError.secretKeyOutOfRange, EdDSAError.messageMalformed,
            EdDSAError.messageOutOfRange, EdDSAError.signatureMalformed, EdDSAError.publicKeyMalformed,
            EdDSAError.coordinateOutOfRange(.ax), EdDSAError.coordinateOutOfRange(.ry),
            EdDSAError.pointNotOnCurve(.publicKey), EdDSAError.pointNotOnCurve(.r),
            EdDSAError.sOutOfRange, EdDSAError.ethereumSignatureMalformed, EdDSAError.nonceIsZero,
            PrimeFieldError.integerMalformed, PrimeFieldError.fieldElementOutOfRange,
            PrimeFieldError.scalarOutOfRange, PrimeFieldError.notInvertible, PrimeFieldError.notASquare,
            BabyJubjubError.pointNotOnCurve, BabyJubjubError.packedPointInvalid,
            PoseidonError.parametersUnsupported, PoseidonError.inputCount,
        ]
        for error in errors {
            #expect(error.localizedDescription == error.description)
            #expect(error.description.contains(" "))  // a sentence, not the name of a case
        }
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
