// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField
import TestSupport
import Testing

@testable import EdDSA

/// The number of bits drawn from random generators, and their use.
@Suite struct RandomnessTests {
    @Test func aRandomKeyIsAllOf512BitsReduced() throws {
        let words = (0..<8).map { UInt64(0xfedc_ba98_7654_3210) &* UInt64(2 * $0 + 1) }
        var generator = ScriptedGenerator(words)
        let key = PrivateKey(using: &generator)
        #expect(generator.count == 8)
        let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
        }
        let isReduced = Natural(key.secret.value) == Natural(littleEndianBytes: bytes) % .order
        #expect(isReduced)
    }

    @Test func aRandomKeyOfZeroIsDrawnAgain() throws {
        // 512 zero bits, then 1.
        var generator = ScriptedGenerator([UInt64](repeating: 0, count: 8) + [1, 0, 0, 0, 0, 0, 0, 0])
        let key = PrivateKey(using: &generator)
        #expect(generator.count == 16)
        #expect(key.publicKey.point == .base)
    }

    @Test func everySignatureOfABatchHasAMultiplierOf128Bits() throws {
        var generator = SeededGenerator(seed: 720)
        let key = try generator.privateKey()
        let entries = try (0..<3).map { _ in
            let message = generator.message()
            // A signature of another message: the equation is off by some e.
            let signed = SignedMessage(
                key: key.publicKey, message: message, signature: try key.signature(for: generator.message()))
            let challenge = key.publicKey.verify(signed.signature, for: message, profile: .relayer).challenge
            return BatchEquation.Entry(signed: signed, challenge: challenge, key: 0)
        }
        let words: [UInt64] = [3, 1 << 63, .max, .max, 0, 1]
        var script = ScriptedGenerator(words)
        let equation = BatchEquation(entries, keys: [key.publicKey.point], using: &script)
        #expect(script.count == words.count)
        for (i, entry) in entries.enumerated() {
            let verdict = key.publicKey.verify(
                entry.signed.signature, for: entry.signed.message, profile: .relayer)
            let error = verdict.rightSide - verdict.leftSide
            let multiplier = Integer256(limbs: Limbs(Limb(words[2 * i]), Limb(words[2 * i + 1]), 0, 0))
            let sum = equation.sum(i..<i + 1).affineVariableTime()
            #expect(error != .identity)
            #expect(sum == error.multipliedVariableTime(by: multiplier))
        }
    }

    @Test func aNonceOfZeroIsRefused() throws {
        var generator = SeededGenerator(seed: 721)
        let key = try generator.privateKey()
        let message = generator.message()
        for modulus in [Scalar.order, Scalar.groupOrder] {
            #expect(throws: EdDSAError.nonceIsZero) {
                try key.signature(for: message, nonce: .zero, reducingSModulo: modulus)
            }
        }
        // With any other nonce the signature verifies.
        let signature = try key.signature(for: message, nonce: .one, reducingSModulo: Scalar.order)
        #expect(signature.r == .base)
        #expect(key.publicKey.isValidSignature(signature, for: message, profile: .strict))
    }

    @Test func theKeyOfAScalarIsThatScalar() throws {
        var generator = SeededGenerator(seed: 722)
        let scalar = generator.scalar()
        let key = try PrivateKey(scalar)
        #expect(key.publicKey.point == Point.baseMultiplied(by: scalar))
        let isSame = key.rawRepresentation == scalar.bigEndianBytes
        #expect(isSame)
        #expect(throws: EdDSAError.secretKeyOutOfRange) { try PrivateKey(.zero) }
    }

    @Test func aPreparedKeyIsPrintedInOneLine() throws {
        var generator = SeededGenerator(seed: 723)
        let key = try generator.privateKey().publicKey
        let prepared = PreparedPublicKey(key)
        var dumped = ""
        dump(prepared, to: &dumped)
        #expect("\(prepared)" == "PreparedPublicKey(\(key.hex))")
        #expect(String(reflecting: prepared).utf8.count < 1_000)
        #expect(dumped.utf8.count < 4_000)
    }
}
