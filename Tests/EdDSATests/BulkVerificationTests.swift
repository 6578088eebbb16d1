import TestSupport
import Testing

@testable import EdDSA

@Suite struct BulkVerificationTests {
    @Test(arguments: [0, 1, 15, 16, 17, 100])
    func eachSignatureGetsItsOwnVerdict(count: Int) throws {
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
            #expect(BulkVerification.verdicts(signed, profile: profile) == expected.map { $0[profile] })
        }
    }
}
