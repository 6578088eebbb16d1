// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField
import TestSupport
import Testing

@testable import EdDSA

/// Answers published by, or obtained by running, other implementations of the scheme.
@Suite struct KnownAnswerTests {
    let answers: KnownAnswers

    init() throws { answers = try KnownAnswers.load() }

    @Test func signingAgreesInEveryIntermediate() throws {
        #expect(answers.eddsaSign.count == 3)
        for answer in answers.eddsaSign {
            let key = try PrivateKey(hex: answer.secretKey)
            let message = try Message(hex: answer.message)
            #expect(key.publicKey == (try PublicKey(x: answer.publicKey.x, y: answer.publicKey.y)))
            #expect(key.nonce(for: message).hex == answer.nonce)

            let unreduced = try key.unreducedSignatureLeakingKey(for: message)
            #expect(unreduced.r.x.hex == answer.R.x)
            #expect(unreduced.r.y.hex == answer.R.y)
            #expect(key.publicKey.challenge(of: unreduced.r, message).hex == answer.challenge)
            #expect(unreduced.s.hex == answer.S)
            #expect(unreduced.hex == answer.signature)

            let reduced = try key.signature(for: message)
            #expect(reduced.s.hex == answer.reducedS)
            #expect(reduced.hex == answer.reducedSignature)
            #expect(key.publicKey.isValidSignature(reduced, for: message, profile: .strict))
            #expect(key.publicKey.isValidSignature(unreduced, for: message, profile: .relayer))
            #expect(!key.publicKey.isValidSignature(unreduced, for: message, profile: .strict))
        }
    }

    @Test func verificationAgreesWithTheSettlementCircuit() throws {
        #expect(answers.eddsaVerify.count { $0.valid } == 1)
        #expect(answers.eddsaVerify.count { !$0.valid } == 12)
        for answer in answers.eddsaVerify {
            #expect(try isValid(answer) == answer.valid)
        }
    }

    /// The verdict on an answer. Coordinates that are not a point are an error here and "not satisfied" in
    /// the circuit.
    private func isValid(_ answer: KnownAnswers.Verify) throws -> Bool {
        do {
            let key = try PublicKey(x: answer.publicKey.x, y: answer.publicKey.y)
            let r = try PublicKey(x: answer.R.x, y: answer.R.y).point
            let signature = try Signature(r: r, s: Integer256(hex: answer.S))
            return key.isValidSignature(signature, for: try Message(hex: answer.message), profile: .relayer)
        } catch EdDSAError.pointNotOnCurve {
            return false
        }
    }

    @Test func theDocumentationsExampleIsNotASignature() throws {
        #expect(answers.documentedSignatures.count == 2)
        #expect(throws: EdDSAError.coordinateOutOfRange(.rx)) {
            try Signature(hex: answers.documentedSignatures[0].signature)
        }
        let genuine = try Signature(hex: answers.documentedSignatures[1].signature)
        #expect(!genuine.isReduced)
    }

    @Test func requestMessagesHaveTheirPublishedSignatures() throws {
        #expect(answers.requestSign.count == 4)
        for answer in answers.requestSign {
            let key = try PrivateKey(hex: answer.secretKey)
            let message = try Message(hex: answer.message)
            let digest = try #require(Hexadecimal.decode(answer.sha256.utf8, byteCount: 32))
            #expect(try FieldElement(reducingBigEndianBytes: digest) == message.value)
            #expect(try key.signature(for: message).hex == answer.reducedSignature)
            #expect(try key.unreducedSignatureLeakingKey(for: message).hex == answer.signature)
        }
    }

    @Test func derivedKeysAreThePublishedOnes() throws {
        #expect(answers.keyDerivation.count == 2)
        for answer in answers.keyDerivation {
            let key = try PrivateKey(ethereumSignatureHex: answer.ethereumSignature)
            #expect(Hexadecimal.encode(key.rawRepresentation) == answer.secretKey)
            #expect(key.publicKey == (try PublicKey(x: answer.publicKey.x, y: answer.publicKey.y)))
        }
    }
}
