// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField
import TestSupport
import Testing

extension SeededGenerator {
    mutating func privateKey() throws -> PrivateKey {
        try PrivateKey(rawRepresentation: scalar().bigEndianBytes)
    }

    mutating func message() -> Message { Message(fieldElement()) }

    mutating func subgroupPoint() -> Point {
        Point.base.multipliedVariableTime(by: scalar().integer)
    }
}

/// Checks the verdict of every function that gives one, under both profiles, with the findings.
func expect(
    _ signature: Signature, of key: PublicKey, for message: Message, relayer: Bool, strict: Bool,
    findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation
) {
    for (profile, expected) in [(VerificationProfile.relayer, relayer), (.strict, strict)] {
        let verdict = key.verify(signature, for: message, profile: profile)
        #expect(verdict.isValid == expected, "\(profile)", sourceLocation: sourceLocation)
        #expect(verdict.findings == findings, "\(profile)", sourceLocation: sourceLocation)
        #expect(verdict.profile == profile, sourceLocation: sourceLocation)
        #expect(verdict.equationHolds == relayer, "\(profile)", sourceLocation: sourceLocation)
        #expect(
            verdict.equationHolds == (verdict.leftSide == verdict.rightSide), sourceLocation: sourceLocation)
        #expect(
            key.isValidSignature(signature, for: message, profile: profile) == expected,
            "isValidSignature, \(profile)", sourceLocation: sourceLocation)
    }
}

/// k·B for an integer k.
func baseTimes(_ k: Natural) throws -> Point {
    try Point.base.multipliedVariableTime(by: (k % .order).integer256)
}
