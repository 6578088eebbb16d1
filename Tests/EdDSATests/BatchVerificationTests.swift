// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Foundation
import PrimeField
import TestSupport
import Testing

@testable import EdDSA

/// A batch gives the same verdicts and findings as verifying one by one.
@Suite struct BatchVerificationTests {
    /// Checks a batch under both profiles against ``PublicKey/verify(_:for:profile:)``, or against known
    /// verdicts.
    private func check(
        _ signed: [SignedMessage], _ generator: inout SeededGenerator,
        expected: [VerificationProfile: [BatchVerification.Verdict]]? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for profile in VerificationProfile.allCases {
            let verdicts = BatchVerification.verdicts(signed, profile: profile, using: &generator)
            let expected = expected?[profile] ?? signed.map { plain($0, profile) }
            #expect(verdicts == expected, "\(profile)", sourceLocation: sourceLocation)
        }
    }

    private func plain(_ signed: SignedMessage, _ profile: VerificationProfile) -> BatchVerification.Verdict {
        let verdict = signed.key.verify(signed.signature, for: signed.message, profile: profile)
        return BatchVerification.Verdict(
            isValid: verdict.isValid, equationHolds: verdict.equationHolds, findings: verdict.findings,
            challenge: verdict.challenge)
    }

    /// A genuine signature of `key`, and S altered by `error`.
    private func signed(
        _ key: PrivateKey, _ generator: inout SeededGenerator, error: Scalar = .zero
    ) throws -> SignedMessage {
        let message = generator.message()
        let signature = try key.signature(for: message)
        let s = try Scalar(signature.s) + error
        return SignedMessage(
            key: key.publicKey, message: message, signature: try Signature(r: signature.r, s: s.integer))
    }

    // MARK: Every kind of signature

    /// Signatures with A and R in every pair of cosets of the subgroup, and some with A and R of low order.
    /// Their equation holds if the components of low order cancel. Each also occurs with a wrong S.
    private func signaturesOfEveryKind(_ generator: inout SeededGenerator) throws -> [SignedMessage] {
        var all: [SignedMessage] = []
        for i in 0..<8 {
            let isLow = i % 2 == 0
            let k = Natural(generator.scalar())
            for a in [try baseTimes(k) + Point.lowOrderPoints[i], Point.lowOrderPoints[i]] {
                let k = a.hasLowOrder ? Natural(0) : k
                for j in 0..<8 {
                    let r = isLow && j > 5 ? Natural(0) : Natural(generator.scalar())
                    let point = try baseTimes(r) + Point.lowOrderPoints[j]
                    let message = generator.message()
                    let h = Natural(PublicKey(a).challenge(of: point, message))
                    var s = (r + k * h) % .order
                    if j == 3 { s = s + .order }
                    if j == 4 { s = (s + Natural(1)) % .order }
                    all.append(
                        SignedMessage(
                            key: PublicKey(a), message: message,
                            signature: try Signature(r: point, s: s.integer256)))
                }
            }
        }
        return all
    }

    @Test func everyKindOfSignatureGetsItsVerdictInABatch() throws {
        var generator = SeededGenerator(seed: 600)
        let kinds = try signaturesOfEveryKind(&generator)
        let verdicts = Dictionary(
            uniqueKeysWithValues: VerificationProfile.allCases.map { profile in
                (profile, kinds.map { plain($0, profile) })
            })
        #expect(verdicts.values.allSatisfy { Set($0.map(\.isValid)) == [true, false] })
        #expect(Set(verdicts[.relayer, default: []].flatMap(\.findings)) == Set(Finding.allCases))
        for count in [0, 1, 2, 3, 17, 64, 300] {
            let chosen = (0..<count).map { _ in Int.random(in: kinds.indices, using: &generator) }
            check(
                chosen.map { kinds[$0] }, &generator,
                expected: verdicts.mapValues { verdicts in chosen.map { verdicts[$0] } })
        }
    }

    /// Prepared keys, including those outside the subgroup, give the same verdicts and findings.
    @Test func aPreparedKeyGivesTheSameVerdicts() throws {
        var generator = SeededGenerator(seed: 601)
        for (i, signed) in try signaturesOfEveryKind(&generator).enumerated() {
            let key = PreparedPublicKey(signed.key)
            for profile in VerificationProfile.allCases {
                let expected = plain(signed, profile)
                let verdict = key.verdict(on: signed.signature, for: signed.message, profile: profile)
                #expect(verdict == expected, "\(i) \(profile)")
                let isValid = key.isValidSignature(signed.signature, for: signed.message, profile: profile)
                #expect(isValid == expected.isValid, "\(i) \(profile)")
            }
        }
    }

    // MARK: Invalid signatures

    /// Enough signatures for sums to be computed.
    private static let size = 100

    @Test func oneInvalidSignatureIsFoundAtEveryPlace() throws {
        var generator = SeededGenerator(seed: 610)
        let keys = try (0..<3).map { _ in try generator.privateKey() }
        let few = try (0..<30).map { try signed(keys[$0 % 3], &generator) }
        let good = (0..<BatchVerificationTests.size).map { few[$0 % 30] }
        for place in [0, 1, 33, 34, 50, 67, 98, 99] {
            var batch = good
            batch[place] = try signed(keys[place % 3], &generator, error: .one)
            let verdicts = BatchVerification.verdicts(batch, profile: .relayer, using: &generator)
            #expect(verdicts.map(\.isValid) == good.indices.map { $0 != place }, "\(place)")
        }
    }

    @Test(arguments: [2, 5, 40, 149, 150])
    func manyInvalidSignaturesAreFound(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(620 + count))
        let keys = try (0..<3).map { _ in try generator.privateKey() }
        let few = try (0..<30).map { try signed(keys[$0 % 3], &generator) }
        let culprits = Set((0..<150).shuffled(using: &generator).prefix(count))
        let batch = try (0..<150).map { i in
            culprits.contains(i)
                ? try signed(keys[i % 3], &generator, error: generator.scalar()) : few[i % 30]
        }
        let verdicts = BatchVerification.verdicts(batch, profile: .relayer)
        #expect(Set(verdicts.indices.filter { !verdicts[$0].isValid }) == culprits)
    }

    /// S + 1 and S − 1, and a signature with its negative. With equal multipliers the errors would add up to
    /// O.
    @Test func errorsDoNotCancelUnderRandomMultipliers() throws {
        var generator = SeededGenerator(seed: 630)
        let key = try generator.privateKey()
        let good = try signed(key, &generator)
        for _ in 0..<4 {
            let error = generator.scalar()
            let pair = [
                try signed(key, &generator, error: error), try signed(key, &generator, error: -error),
            ]
            check(pair, &generator)
            let batch = [SignedMessage](repeating: good, count: BatchVerificationTests.size) + pair
            let expected = batch.indices.map { $0 < BatchVerificationTests.size }
            let verdicts = BatchVerification.verdicts(batch, profile: .relayer, using: &generator)
            #expect(verdicts.map(\.isValid) == expected)
            // The same with multipliers from the system.
            #expect(BatchVerification.verdicts(batch, profile: .relayer).map(\.isValid) == expected)
        }
    }

    @Test func aRepeatedSignatureGetsTheSameVerdict() throws {
        var generator = SeededGenerator(seed: 631)
        let key = try generator.privateKey()
        let (good, bad) = (try signed(key, &generator), try signed(key, &generator, error: .one))
        let other = SignedMessage(
            key: try generator.privateKey().publicKey, message: good.message, signature: good.signature)
        check([good, bad, good, other, bad, good, good], &generator)
        check([SignedMessage](repeating: bad, count: 9), &generator)
    }

    // MARK: The equation

    /// The sum over a part of a batch is O exactly if the part has no invalid signature.
    @Test func theSumIsTheIdentityExactlyForPartsWithoutInvalidSignatures() throws {
        var generator = SeededGenerator(seed: 640)
        let keys = try (0..<4).map { _ in try generator.privateKey() }
        let batch = try (0..<40).map { i in
            try signed(keys[i / 10], &generator, error: i % 13 == 12 ? .one : .zero)
        }
        let equation = equation(batch, keys: keys.map(\.publicKey.point), &generator)
        for start in stride(from: 0, to: 40, by: 3) {
            for end in stride(from: start, through: 40, by: 5) {
                let hasCulprit = (start..<end).contains { $0 % 13 == 12 }
                #expect(equation.sum(start..<end).isIdentity == !hasCulprit, "\(start)..<\(end)")
            }
        }
    }

    private func equation(
        _ batch: [SignedMessage], keys: [Point], _ generator: inout SeededGenerator
    ) -> BatchEquation {
        let entries = batch.map { item in
            BatchEquation.Entry(
                signed: item, challenge: item.key.challenge(of: item.signature.r, item.message),
                key: keys.firstIndex(of: item.key.point) ?? 0)
        }
        return BatchEquation(entries, keys: keys, using: &generator)
    }

    // MARK: Vectors

    private struct Vectors: Decodable {
        struct Group: Decodable { let tests: [Test] }
        struct Coordinates: Decodable { let x, y: String }
        struct Test: Decodable {
            let flags: [String]
            let publicKey: Coordinates
            let message, signature: String
            let result: String?
            let profiles: [String: String]?
        }
        let testGroups: [Group]

        /// The tests of eddsa_verify.json whose inputs can be decoded, with their verdicts.
        static func load() throws -> [(test: Test, signed: SignedMessage)] {
            let file = Repository.root.appending(path: "Vectors/eddsa_verify.json")
            let vectors = try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: file))
            return vectors.testGroups.flatMap(\.tests).compactMap { test in
                guard let key = try? PublicKey(x: test.publicKey.x, y: test.publicKey.y),
                    let message = try? Message(hex: test.message),
                    let signature = try? Signature(hex: test.signature)
                else { return nil }
                return (test, SignedMessage(key: key, message: message, signature: signature))
            }
        }
    }

    @Test func theVectorsInOneBatchGetTheirVerdicts() throws {
        var generator = SeededGenerator(seed: 650)
        let vectors = try Vectors.load()
        #expect(vectors.count > 200)
        for profile in VerificationProfile.allCases {
            let verdicts = BatchVerification.verdicts(
                vectors.map(\.signed), profile: profile, using: &generator)
            for (vector, verdict) in zip(vectors, verdicts) {
                let expected = vector.test.result ?? vector.test.profiles?[profile.rawValue]
                #expect(verdict.isValid == (expected == "valid"))
            }
        }
    }

    /// Pairs of vectors under keys of the subgroup whose equations fail by T and by −T. Without the subgroup
    /// test of R, random multipliers would let a pair of this kind pass in one of eight, four or two draws,
    /// depending on the order of T.
    @Test func pairsWhoseTorsionCancelsAreInvalid() throws {
        var generator = SeededGenerator(seed: 651)
        let failing = try Vectors.load().map(\.signed).compactMap { signed in
            let verdict = signed.key.verify(signed.signature, for: signed.message, profile: .relayer)
            let error = verdict.rightSide - verdict.leftSide
            return error.hasLowOrder && error != .identity && signed.key.point.isInSubgroup
                ? (signed, error) : nil
        }
        let good = try signed(generator.privateKey(), &generator)
        let draws = 64
        var orders: Set<Int> = []
        for (n, torsion) in Point.lowOrderPoints.enumerated().dropFirst() {
            guard let first = failing.first(where: { $0.1 == torsion }),
                let second = failing.last(where: { $0.1 == -torsion })
            else { continue }
            let pair = [first.0, second.0]
            let order = [8, 8, 4, 8, 2, 8, 4, 8][n]
            orders.insert(order)
            let passed = (0..<draws).filter { _ in
                equation(pair, keys: pair.map(\.key.point), &generator).sum(0..<2).isIdentity
            }.count
            #expect((1...(draws / order * 2)).contains(passed), "order \(order): \(passed) of \(draws)")
            // Place the pair among valid signatures.
            let batch = [SignedMessage](repeating: good, count: BatchVerificationTests.size) + pair
            for _ in 0..<3 {
                let verdicts = BatchVerification.verdicts(batch, profile: .relayer, using: &generator)
                #expect(verdicts.map(\.isValid) == batch.indices.map { $0 < BatchVerificationTests.size })
                #expect(verdicts.suffix(2).allSatisfy { $0.findings.contains(.rOutsideSubgroup) })
            }
        }
        #expect(orders == [2, 4, 8])
    }
}
