// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField
import TestSupport
import Testing

@testable import EdDSA

/// Valid and invalid signatures under both profiles, with their findings.
@Suite struct VerificationTests {
    private struct Signed {
        let k: Natural
        let key: PrivateKey
        let message: Message
        let reduced, unreduced: Signature
        var publicKey: PublicKey { key.publicKey }

        init(_ generator: inout SeededGenerator) throws {
            let scalar = generator.scalar()
            k = Natural(scalar)
            key = try PrivateKey(rawRepresentation: scalar.bigEndianBytes)
            message = generator.message()
            reduced = try key.signature(for: message)
            unreduced = try key.unreducedSignatureLeakingKey(for: message)
        }
    }

    private func signed(seed: UInt64) throws -> Signed {
        var generator = SeededGenerator(seed: seed)
        return try Signed(&generator)
    }

    // MARK: S

    /// S + jℓ satisfies the equation for every j, and is in range for exactly eight values.
    @Test func everyMultipleOfTheOrderMayBeAddedToS() throws {
        let signed = try signed(seed: 510)
        var s = Natural(signed.reduced.s)
        for j in 0..<8 {
            let signature = try Signature(r: signed.reduced.r, s: s.integer256)
            expect(
                signature, of: signed.publicKey, for: signed.message, relayer: true, strict: j == 0,
                findings: j == 0 ? [] : [.unreducedS])
            s = s + .order
        }
        for _ in 0..<3 {
            let outOfRange = try s.integer256
            #expect(throws: EdDSAError.sOutOfRange) {
                try Signature(r: signed.reduced.r, s: outOfRange)
            }
            s = s + .order
        }
    }

    @Test func sIsReducedExactlyBelowTheOrder() throws {
        for (s, isReduced) in [
            (Natural(0), true), (.order - Natural(1), true), (.order, false), (.order + Natural(1), false),
            (.groupOrder - Natural(1), false),
        ] {
            let signature = try Signature(r: .identity, s: s.integer256)
            #expect(signature.isReduced == isReduced, "\(s)")
        }
        // If R and A are the identity, S = ℓ and S = 0 both satisfy the equation. Strict rejects S = ℓ, and
        // it rejects this key.
        let signature = try Signature(r: .identity, s: Natural.order.integer256)
        expect(
            signature, of: PublicKey(.identity), for: Message(.one), relayer: true, strict: false,
            findings: [.unreducedS, .publicKeyIsIdentity, .rSmallOrder])
    }

    @Test func sPlusPIsNotEquivalent() throws {
        let signed = try signed(seed: 511)
        // S + p < 8ℓ requires S < 8ℓ − p, which is about 2¹²⁵. No genuine S is that small, so S + p is out of
        // range.
        let sPlusP = try (Natural(signed.reduced.s) + .p).integer256
        #expect(throws: EdDSAError.sOutOfRange) { try Signature(r: signed.reduced.r, s: sPlusP) }
        // If S + p is in range, the equation does not hold: A = O, R = s·B, S = s + p.
        let identity = PublicKey(.identity)
        let s = Natural(12345)
        let signature = try Signature(r: baseTimes(s), s: (s + .p).integer256)
        expect(
            signature, of: identity, for: signed.message, relayer: false, strict: false,
            findings: [.unreducedS, .publicKeyIsIdentity])
    }

    @Test func otherValuesOfSAreInvalid() throws {
        let signed = try signed(seed: 512)
        let s = Natural(signed.reduced.s)
        for other in [
            Natural(0), Natural(1), s + Natural(1), s - Natural(1), .order - s, .order - Natural(1),
        ] {
            let signature = try Signature(r: signed.reduced.r, s: other.integer256)
            expect(
                signature, of: signed.publicKey, for: signed.message, relayer: false, strict: false,
                findings: [])
        }
        // S with its bytes in reverse order, if that is in range, and the negative of S modulo 8ℓ.
        for other in [.groupOrder - s, .groupOrder - Natural(1), .order, Natural.p] {
            let signature = try Signature(r: signed.reduced.r, s: other.integer256)
            expect(
                signature, of: signed.publicKey, for: signed.message, relayer: false, strict: false,
                findings: [.unreducedS])
        }
    }

    // MARK: Tampering

    @Test func everyFlippedBitOfRIsRefused() throws {
        let signed = try signed(seed: 513)
        let bytes = signed.unreduced.rawRepresentation
        for bit in 0..<512 {
            var tampered = bytes
            tampered[bit / 8] ^= 128 >> UInt8(bit % 8)
            #expect(throws: EdDSAError.self) { try Signature(rawRepresentation: tampered) }
        }
    }

    @Test func everyFlippedBitOfSIsRefusedOrInvalid() throws {
        let signed = try signed(seed: 514)
        for signature in [signed.reduced, signed.unreduced] {
            for bit in stride(from: 0, to: 256, by: 7) {
                var tampered = signature.rawRepresentation
                tampered[64 + bit / 8] ^= 128 >> UInt8(bit % 8)
                let s = Natural(littleEndianBytes: tampered.suffix(32).reversed())
                if s < .groupOrder {
                    let other = try Signature(rawRepresentation: tampered)
                    #expect(!signed.publicKey.isValidSignature(other, for: signed.message, profile: .relayer))
                } else {
                    #expect(throws: EdDSAError.sOutOfRange) { try Signature(rawRepresentation: tampered) }
                }
            }
        }
    }

    @Test func everyFlippedBitOfTheKeyIsRefused() throws {
        let signed = try signed(seed: 515)
        for bit in 0..<512 {
            var tampered = signed.publicKey.rawRepresentation
            tampered[bit / 8] ^= 128 >> UInt8(bit % 8)
            #expect(throws: EdDSAError.self) { try PublicKey(rawRepresentation: tampered) }
        }
    }

    @Test func otherMessagesKeysAndPointsAreInvalid() throws {
        var generator = SeededGenerator(seed: 516)
        let (signed, other) = (try Signed(&generator), try Signed(&generator))
        func expectInvalid(_ signature: Signature, _ key: PublicKey, _ message: Message) {
            expect(
                signature, of: key, for: message, relayer: false, strict: false,
                findings: signature.isReduced ? [] : [.unreducedS])
        }
        for signature in [signed.reduced, signed.unreduced] {
            expectInvalid(signature, signed.publicKey, other.message)
            expectInvalid(signature, signed.publicKey, Message(signed.message.value + .one))
            expectInvalid(signature, signed.publicKey, Message(-signed.message.value))
            expectInvalid(signature, other.publicKey, signed.message)
            expectInvalid(signature, PublicKey(-signed.publicKey.point), signed.message)
            expectInvalid(signature, PublicKey(signed.publicKey.point + .base), signed.message)
            expectInvalid(try Signature(r: -signature.r, s: signature.s), signed.publicKey, signed.message)
            expectInvalid(try Signature(r: other.reduced.r, s: signature.s), signed.publicKey, signed.message)
            expectInvalid(
                try Signature(r: signature.r + .base, s: signature.s), signed.publicKey, signed.message)
            expectInvalid(
                try Signature(r: signed.publicKey.point, s: signature.s), PublicKey(signature.r),
                signed.message)
        }
    }

    /// Both coordinates matter: of the four points (x, y), (−x, y), (x, −y) and (−x, −y) exactly one is the
    /// right R.
    @Test func theSidesAreComparedInBothCoordinates() throws {
        let signed = try signed(seed: 517)
        let r = signed.reduced.r
        for (x, y) in [(-r.x, r.y), (r.x, -r.y), (-r.x, -r.y)] {
            let signature = try Signature(r: Point(x: x, y: y), s: signed.reduced.s)
            #expect(!signed.publicKey.isValidSignature(signature, for: signed.message, profile: .relayer))
        }
    }

    // MARK: The identity and other points of low order

    @Test func anyoneSignsForTheIdentity() throws {
        var generator = SeededGenerator(seed: 518)
        let identity = PublicKey(.identity)
        for s in [Natural(1), Natural(generator.scalar()), .order - Natural(1)] {
            let signature = try Signature(r: baseTimes(s), s: s.integer256)
            expect(
                signature, of: identity, for: generator.message(), relayer: true, strict: false,
                findings: [.publicKeyIsIdentity])
        }
        // R = O and S = 0 for the key O: the equation O = O + h·O.
        let zero = try Signature(r: .identity, s: .zero)
        expect(
            zero, of: identity, for: Message(.zero), relayer: true, strict: false,
            findings: [.publicKeyIsIdentity, .rSmallOrder])
        // Another R does not verify for O either.
        let wrong = try Signature(r: baseTimes(Natural(5)), s: Integer256(6))
        expect(
            wrong, of: identity, for: Message(.one), relayer: false, strict: false,
            findings: [.publicKeyIsIdentity])
    }

    /// A has order 8 and R = s·B − j·A. The signature is valid if h ≡ j mod 8, which takes a few trials.
    @Test func anyoneSignsForALowOrderKeyAfterAFewTrials() throws {
        var generator = SeededGenerator(seed: 519)
        for i in 1..<8 {
            let torsion = Point.lowOrderPoints[i]
            let key = PublicKey(torsion)
            var verdicts = Set<Bool>()
            while verdicts.count < 2 {
                let s = generator.scalar()
                let signature = try Signature(r: Point.baseMultiplied(by: s), s: s.integer)
                let message = generator.message()
                let h = Natural(PublicKey(torsion).challenge(of: signature.r, message))
                // R is in the subgroup, so h·A must be O.
                let vanishes = Point.lowOrderPoints[multiple(h, of: i)] == .identity
                guard verdicts.insert(vanishes).inserted else { continue }
                expect(
                    signature, of: key, for: message, relayer: vanishes, strict: false,
                    findings: [.publicKeySmallOrder, .publicKeyOutsideSubgroup])
            }
        }
    }

    /// (h·i) mod 8.
    private func multiple(_ h: Natural, of i: Int) -> Int {
        (0..<8).first { h * Natural(UInt64(i)) % Natural(8) == Natural(UInt64($0)) } ?? 0
    }

    @Test func anROfLowOrderIsAFinding() throws {
        var generator = SeededGenerator(seed: 520)
        let signed = try Signed(&generator)
        // R = O is in the subgroup, and the equation holds for S = k·h. The signature is valid under both
        // profiles, and has a finding.
        let h = Natural(signed.publicKey.challenge(of: .identity, signed.message))
        let s = signed.k * h % .order
        expect(
            try Signature(r: .identity, s: s.integer256), of: signed.publicKey, for: signed.message,
            relayer: true, strict: true, findings: [.rSmallOrder])
        expect(
            try Signature(r: .identity, s: (s + .order).integer256), of: signed.publicKey,
            for: signed.message,
            relayer: true, strict: false, findings: [.unreducedS, .rSmallOrder])
        // Under a key of the subgroup, every other R of low order is invalid. An equation multiplied by the
        // cofactor would accept it.
        for torsion in Point.lowOrderPoints.dropFirst() {
            let h = Natural(signed.publicKey.challenge(of: torsion, signed.message))
            let signature = try Signature(r: torsion, s: (signed.k * h % .order).integer256)
            let verdict = signed.publicKey.verify(signature, for: signed.message, profile: .relayer)
            #expect(verdict.rightSide - verdict.leftSide == torsion)
            expect(
                signature, of: signed.publicKey, for: signed.message, relayer: false, strict: false,
                findings: [.rSmallOrder, .rOutsideSubgroup])
        }
    }

    @Test func anROfMixedOrderIsInvalidUnderAKeyOfTheSubgroup() throws {
        var generator = SeededGenerator(seed: 521)
        let signed = try Signed(&generator)
        for torsion in Point.lowOrderPoints.dropFirst() {
            let r = Natural(generator.scalar())
            let point = try baseTimes(r) + torsion
            let h = Natural(signed.publicKey.challenge(of: point, signed.message))
            let signature = try Signature(r: point, s: ((r + signed.k * h) % .order).integer256)
            expect(
                signature, of: signed.publicKey, for: signed.message, relayer: false, strict: false,
                findings: [.rOutsideSubgroup])
        }
    }

    // MARK: h as an integer

    /// A = k·B + T and R = r·B − j·T with T of order 8, so S·B = R + h·A exactly if h ≡ j mod 8. An
    /// implementation that reduces h mod ℓ compares (h mod ℓ) mod 8 with j instead. For every j the test
    /// reaches a case in which only this library accepts, and one in which only that implementation accepts.
    /// An equation multiplied by the cofactor would accept all cases.
    @Test(arguments: 0..<8)
    func theChallengeIsNotReducedModuloTheOrder(j: Int) throws {
        var generator = SeededGenerator(seed: UInt64(530 + j))
        let k = Natural(generator.scalar())
        let key = PublicKey(try baseTimes(k) + Point.lowOrderPoints[1])
        let message = generator.message()
        var (accepted, rejected) = (0, 0)
        while accepted == 0 || rejected == 0 {
            let r = Natural(generator.scalar())
            let point = try baseTimes(r) + Point.lowOrderPoints[(8 - j) % 8]
            let h = Natural(key.challenge(of: point, message))
            let isExact = h % Natural(8) == Natural(UInt64(j))
            let wouldReducedAccept = h % .order % Natural(8) == Natural(UInt64(j))
            guard isExact != wouldReducedAccept, (isExact ? accepted : rejected) == 0 else { continue }
            if isExact { accepted += 1 } else { rejected += 1 }

            let signature = try Signature(r: point, s: ((r + k * h) % .order).integer256)
            expect(
                signature, of: key, for: message, relayer: isExact, strict: false,
                findings: [.publicKeyOutsideSubgroup] + (j == 0 ? [] : [.rOutsideSubgroup]))
        }
    }

    // MARK: The verdict

    @Test func theVerdictCarriesBothSides() throws {
        let signed = try signed(seed: 540)
        let verdict = signed.publicKey.verify(signed.reduced, for: signed.message, profile: .strict)
        let h = signed.publicKey.challenge(of: signed.reduced.r, signed.message)
        #expect(verdict.challenge == h)
        #expect(verdict.leftSide == (try baseTimes(Natural(signed.reduced.s))))
        #expect(
            verdict.rightSide
                == signed.reduced.r + signed.publicKey.point.multipliedVariableTime(by: h.integer))
        #expect(verdict.equationHolds)
    }

    @Test func onlyTheSmallOrderOfRIsTolerated() {
        #expect(Finding.allCases.filter { !$0.isRejectedByStrict } == [.rSmallOrder])
        #expect(VerificationProfile.allCases.map(\.rawValue) == ["relayer", "strict"])
        #expect(VerificationProfile(rawValue: "Relayer") == nil)
    }
}
