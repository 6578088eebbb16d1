// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import TestSupport
import Testing

@testable import EdDSA

@Suite struct BulkVerificationTests {
    @Test(arguments: [0, 1, 15, 16, 17, 100])
    func eachSignatureGetsItsOwnVerdict(count: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(count))
        var signed: [SignedMessage] = []
        var expected: [[VerificationProfile: Bool]] = []
        for i in 0..<count {
            let key = try PrivateKey(rawRepresentation: generator.scalar().bigEndianBytes)
            let message = Message(generator.fieldElement())
            let signature =
                i % 3 == 1
                ? try key.unreducedSignatureLeakingKey(for: message) : try key.signature(for: message)
            let isForged = i % 4 == 2
            signed.append(
                SignedMessage(
                    key: key.publicKey, message: isForged ? Message(generator.fieldElement()) : message,
                    signature: signature))
            expected.append([.relayer: !isForged, .strict: !isForged && signature.isReduced])
        }
        for profile in VerificationProfile.allCases {
            let verdicts = try await BulkVerification.verdicts(signed, profile: profile)
            #expect(verdicts == expected.map { $0[profile] })
        }
    }

    @Test func aCancelledTaskGetsNoVerdicts() async throws {
        var generator = SeededGenerator(seed: 590)
        let key = try generator.privateKey()
        let message = generator.message()
        let signed = SignedMessage(
            key: key.publicKey, message: message, signature: try key.signature(for: message))
        let many = [SignedMessage](repeating: signed, count: 1 << 20)  // takes about a minute
        let task = Task { try await BulkVerification.verdicts(many, profile: .relayer) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// Every implementation of verification gives the same verdict on valid and invalid signatures, on keys
    /// and points R of low order, and on both forms of S.
    @Test func everyPathGivesTheSameVerdict() async throws {
        var generator = SeededGenerator(seed: 591)
        let key = try generator.privateKey()
        let message = generator.message()
        let reduced = try key.signature(for: message)
        let unreduced = try key.unreducedSignatureLeakingKey(for: message)
        let lowOrderR = try Signature(r: Point.lowOrderPoints[1], s: reduced.s)
        var verdicts: [Bool] = []
        for a in [
            key.publicKey, PublicKey(.identity), PublicKey(key.publicKey.point + Point.lowOrderPoints[3]),
        ] {
            for signature in [reduced, unreduced, lowOrderR, try Signature(r: .identity, s: .zero)] {
                for profile in VerificationProfile.allCases {
                    let expected = a.verify(signature, for: message, profile: profile).isValid
                    for path in VerificationPath.allCases {
                        let verdicts = try await path.verdicts(
                            on: [SignedMessage(key: a, message: message, signature: signature)],
                            profile: profile)
                        #expect(verdicts == [expected], "\(path)")
                    }
                    verdicts.append(expected)
                }
            }
        }
        #expect(verdicts.contains(true) && verdicts.contains(false))
    }
}
