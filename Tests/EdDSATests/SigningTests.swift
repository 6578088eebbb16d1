// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField
import TestSupport
import Testing

@testable import EdDSA

@Suite struct SigningTests {
    private let order = Integer256(limbs: Scalar.order)
    private static let orderText = "0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f1"

    /// 1, 2, ℓ − 1, ℓ − 2, one bit, zero bytes at the low end, at the high end and in between.
    private static let edgeKeys = [
        "0x0000000000000000000000000000000000000000000000000000000000000001",
        "0x0000000000000000000000000000000000000000000000000000000000000002",
        "0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f0",
        "0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126ef",
        "0x0400000000000000000000000000000000000000000000000000000000000000",
        "0x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd00",
        "0x0123456789abcdef0123456789abcdef00000000000000000000000000000000",
        "0x0000000000000000000000000000000000000000000000000000000000000100",
        "0x00000000000000000000000000000000ffffffffffffffffffffffffffffffff",
        "0x0100000000000000000000000000000000000000000000000000000000000001",
    ]

    /// 0, 1, ℓ and p − 1.
    private static func edgeMessages() throws -> [Message] {
        [
            Message(.zero), Message(.one), try Message(hex: SigningTests.orderText), Message(-.one),
            Message(FieldElement(256)),
        ]
    }

    /// Checks both forms of the signature against the definition.
    private func check(_ key: PrivateKey, _ k: Natural, _ message: Message) throws {
        let a = key.publicKey
        let (reduced, unreduced) = (
            try key.signature(for: message), try key.unreducedSignatureLeakingKey(for: message)
        )
        // Deterministic.
        #expect(try key.signature(for: message) == reduced)
        #expect(try key.unreducedSignatureLeakingKey(for: message) == unreduced)

        let r = Natural(key.nonce(for: message))
        let h = Natural(a.challenge(of: reduced.r, message))
        #expect(reduced.r == unreduced.r)
        #expect(reduced.r == (try baseTimes(r)))
        #expect(Natural(reduced.s) == (r + k * h) % .order)
        #expect(Natural(unreduced.s) == (r + k * h) % .groupOrder)
        #expect(reduced.isReduced)
        #expect(unreduced.isReduced == (Natural(unreduced.s) < .order))

        expect(reduced, of: a, for: message, relayer: true, strict: true, findings: [])
        expect(
            unreduced, of: a, for: message, relayer: true, strict: unreduced.isReduced,
            findings: unreduced.isReduced ? [] : [.unreducedS])
        for signature in [reduced, unreduced] {
            #expect(try Signature(hex: signature.hex) == signature)
            #expect(signature.hex.utf8.count == 194)
        }
    }

    @Test func signaturesOfRandomKeysSatisfyTheDefinition() throws {
        var generator = SeededGenerator(seed: 500)
        for _ in 0..<10 {
            let k = generator.scalar()
            let key = try PrivateKey(rawRepresentation: k.bigEndianBytes)
            #expect(key.publicKey.point == Point.baseMultiplied(by: k))
            try check(key, Natural(k), generator.message())
        }
    }

    @Test func signaturesOfEdgeKeysSatisfyTheDefinition() throws {
        let messages = try SigningTests.edgeMessages()
        for (i, hex) in SigningTests.edgeKeys.enumerated() {
            let key = try PrivateKey(hex: hex)
            #expect(key.rawRepresentation == (try Integer256(hex: hex).bigEndianBytes))
            try check(key, Natural(try Integer256(hex: hex)), messages[i % messages.count])
        }
        let one = try PrivateKey(hex: SigningTests.edgeKeys[0])
        #expect(one.publicKey.point == .base)
        let largest = try PrivateKey(hex: SigningTests.edgeKeys[2])
        #expect(largest.publicKey.point == -Point.base)
        for message in messages { try check(one, Natural(1), message) }
    }

    @Test func nonceAndSignatureDependOnKeyAndMessage() throws {
        var generator = SeededGenerator(seed: 501)
        let (key, other) = (try generator.privateKey(), try generator.privateKey())
        let (message, otherMessage) = (generator.message(), generator.message())
        let nonces = [key, other].flatMap { key in [message, otherMessage].map { key.nonce(for: $0) } }
        #expect(Set(nonces).count == 4)
        #expect(try key.signature(for: message).r != other.signature(for: message).r)
        #expect(try key.signature(for: message).r != key.signature(for: otherMessage).r)
    }

    @Test func randomKeysDiffer() throws {
        let keys = (0..<4).map { _ in PrivateKey() }
        #expect(Set(keys.map(\.rawRepresentation)).count == 4)
        for key in keys {
            let again = try PrivateKey(rawRepresentation: key.rawRepresentation)
            #expect(again.publicKey == key.publicKey)
            #expect(key.publicKey.point.isInSubgroup)
        }
    }

    /// SPEC.md, section 7.6. Let w = (S − k·h) mod 8ℓ. For the true key, w is the nonce, so w < ℓ for every
    /// unreduced signature. For a wrong key, w < ℓ in one case of eight. So each signature leaks three bits
    /// of k.
    @Test func theUnreducedFormLeaksTheKey() throws {
        var generator = SeededGenerator(seed: 502)
        let k = generator.scalar()
        let key = try PrivateKey(rawRepresentation: k.bigEndianBytes)
        for _ in 0..<40 {
            let message = generator.message()
            let signature = try key.unreducedSignatureLeakingKey(for: message)
            #expect(try residue(signature, k, key.publicKey, message) < order)
        }
        let message = generator.message()
        let signature = try key.unreducedSignatureLeakingKey(for: message)
        let wrongKeys = (0..<600).map { _ in generator.scalar() }
        let satisfied = try wrongKeys.filter {
            try residue(signature, $0, key.publicKey, message) < order
        }
        let share = Double(satisfied.count) / Double(wrongKeys.count)
        #expect((0.07...0.19).contains(share))
    }

    /// In the reduced form, w < ℓ holds for the true key no more often than for a wrong key. So the
    /// inequality reveals nothing about k.
    @Test func theReducedFormDoesNotLeakTheKey() throws {
        var generator = SeededGenerator(seed: 503)
        let k = generator.scalar()
        let key = try PrivateKey(rawRepresentation: k.bigEndianBytes)
        var (byTheTrueKey, byWrongKeys) = (0, 0)
        let count = 400
        for _ in 0..<count {
            let message = generator.message()
            let signature = try key.signature(for: message)
            if try residue(signature, k, key.publicKey, message) < order { byTheTrueKey += 1 }
            if try residue(signature, generator.scalar(), key.publicKey, message) < order { byWrongKeys += 1 }
        }
        for satisfied in [byTheTrueKey, byWrongKeys] {
            #expect((0.07...0.19).contains(Double(satisfied) / Double(count)))
        }
    }

    /// w = (S − k·h) mod 8ℓ, as (S + (8ℓ − k)·h) mod 8ℓ.
    private func residue(
        _ signature: Signature, _ k: Scalar, _ key: PublicKey, _ message: Message
    ) throws -> Integer256 {
        let h = key.challenge(of: signature.r, message).integer
        let minusK = try (Natural.groupOrder - Natural(k)).integer256
        return WideInteger(product: minusK, h, plus: signature.s).reduced(modulo: Scalar.groupOrder)
    }
}
