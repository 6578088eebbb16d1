// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Crypto
import EdDSA
import Foundation
import LoopringOrders
import Poseidon
import PrimeField
import RequestCanonicalization
import RequestSigning
import TestSupport
import Testing

@testable import SignatureAudit

/// Each finding across records: it is found in a log that has it, and not found in a log that almost has it.
@Suite struct KeyFindingsTests {
    private func findings(_ lines: [String], accounts: AccountKeys = AccountKeys()) async throws
        -> AuditSummary
    {
        try await audit(lines.joined(separator: "\n") + "\n", accounts: accounts).summary
    }

    /// A signature with a chosen nonce, and with a multiple of ℓ added to S.
    private func signature(
        _ scalar: Scalar, _ request: SignableRequest, nonce r: Scalar, plus multiple: Int = 0
    ) throws -> Signature {
        let (a, point) = (Point.baseMultiplied(by: scalar), Point.baseMultiplied(by: r))
        let message = Message(request)
        let h = try PoseidonHash.challenge.hash([point.x, point.y, a.x, a.y, message.value])
        var s = Natural(scalar) * Natural(h) + Natural(r)
        s = s % .order
        for _ in 0..<multiple { s = s + .order }
        return try Signature(r: point, s: s.integer256)
    }

    private func signer(_ seed: UInt64) throws -> (signer: Signer, scalar: Scalar, generator: SeededGenerator)
    {
        var generator = SeededGenerator(seed: seed)
        var copy = generator
        let scalar = copy.scalar()
        return (try Signer(10_005, &generator), scalar, generator)
    }

    @Test func aNonceInTwoDifferentEquationsExposesTheKey() async throws {
        var (signer, scalar, generator) = try signer(900)
        let (r, other) = (generator.scalar(), generator.scalar())
        let requests = try (0..<4).map { try signer.request($0) }
        func line(_ i: Int, _ r: Scalar, plus multiple: Int = 0) throws -> String {
            signer.line(requests[i], try signature(scalar, requests[i], nonce: r, plus: multiple).hex)
        }
        let summary = try await findings([line(0, r), line(1, other), line(2, r)])
        let key = try #require(summary.keys.first)
        #expect(key.exposed == .nonceReused)
        #expect(key.noncesReused.first.map(\.lines.numbers) == [[1, 3]])
        #expect(key.noncesReused.first.first?.rx == Point.baseMultiplied(by: r).x.integer)
        #expect(summary.critical == 1 && summary.valid == 3 && !summary.isClean)

        // Almost: the same request again, in the same form, and with S + ℓ.
        let replay = try await findings([line(0, r), line(1, other), line(0, r)])
        #expect(replay.critical == 0 && replay.keys.allSatisfy { $0.exposed == nil })
        #expect(replay.replays.first.map(\.numbers) == [[1, 3]])
        let otherForm = try await findings([line(0, r), line(0, r, plus: 1)])
        #expect(otherForm.critical == 0 && otherForm.replays.count == 0)
        // Almost: the second signature is not valid. Anyone can write it.
        let forged = signer.line(requests[2], try signature(scalar, requests[3], nonce: r).hex)
        let invalid = try await findings([line(0, r), forged])
        #expect(invalid.critical == 0 && invalid.valid == 1)
        // Almost: the same R under another key.
        let (stranger, strangerScalar, _) = try self.signer(901)
        let request = requests[1]
        let foreign = stranger.line(request, try signature(strangerScalar, request, nonce: r).hex)
        let two = try await findings([line(0, r), foreign])
        #expect(two.critical == 0 && two.valid == 2 && two.keys.count == 2)
    }

    @Test func eightyFourUnreducedSignaturesExposeTheKey() async throws {
        var (signer, scalar, generator) = try signer(902)
        var lines: [String] = []
        for i in 0..<84 {
            let request = try signer.request(i)
            let signature = try signature(scalar, request, nonce: generator.scalar(), plus: 1 + i % 7)
            lines.append(signer.line(request, signature.hex))
        }
        let all = try await findings(lines)
        #expect(all.keys.map(\.unreducedS) == [84])
        #expect(all.keys.map(\.exposed) == [.unreducedS])
        #expect(all.critical == 1)
        // Almost: one signature fewer, and one of the others twice.
        let less = try await findings(Array(lines.dropLast()) + [lines[0]])
        #expect(less.keys.map(\.unreducedS) == [83])
        #expect(less.keys.map(\.exposed) == [nil])
        #expect(less.critical == 0)
    }

    @Test func oneSignatureForSeveralRequestsIsFound() async throws {
        let (signer, _, _) = try signer(903)
        let requests = try (0..<3).map { try signer.request($0) }
        let signature = try signer.key.signature(for: requests[0]).hex
        let summary = try await findings(requests.map { signer.line($0, signature) })
        #expect(summary.sharedSignatures.first.map(\.numbers) == [[1, 2, 3]])
        #expect(summary.valid == 1 && summary.critical == 0)
        let almost = try await findings(
            requests.map { signer.line($0, try signer.key.signature(for: $0).hex) })
        #expect(almost.sharedSignatures.count == 0 && almost.isClean)
    }

    @Test func aSignatureByTheKeyOfAnotherAccountIsFound() async throws {
        var generator = SeededGenerator(seed: 904)
        let (own, other) = (try Signer(10_005, &generator), try Signer(10_006, &generator))
        let accounts = AccountKeys([
            AccountID(10_005): .decoded(own.key.publicKey), AccountID(10_006): .decoded(other.key.publicKey),
        ])
        let request = try own.request(1)
        let signature = try other.key.signature(for: request).hex
        // If the record contains the other key, the signature is valid. Without a key, the account's own key
        // counts, and the signature is not valid.
        let carried = try await audit(
            own.line(request, signature, ["publicKey": "\"\(other.key.publicKey.point.packed.hex)\""]),
            accounts: accounts)
        #expect(carried.verdicts.map(\.isValid) == [true])
        #expect(carried.verdicts.map(\.otherAccount) == [AccountID(10_006)])
        let lookedUp = try await audit(own.line(request, signature, ["publicKey": ""]), accounts: accounts)
        #expect(lookedUp.verdicts.map(\.isValid) == [false])
        #expect(lookedUp.verdicts.map(\.causes) == [["otherAccountsKey"]])
        #expect(lookedUp.verdicts.map(\.otherAccount) == [AccountID(10_006)])
        let genuine = try await audit(own.line(1), accounts: accounts)
        #expect(genuine.verdicts.map(\.otherAccount) == [nil])
        #expect(genuine.summary.isClean)
    }

    @Test func aKeyOfLowOrderWithAValidSignatureIsCritical() async throws {
        let (signer, _, _) = try signer(905)
        let request = try signer.request(1)
        let identity = Point.identity.packed.hex
        let signature = try Signature(r: Point.base, s: Integer256(1))
        let summary = try await findings([
            signer.line(request, signature.hex, ["publicKey": "\"\(identity)\""])
        ])
        #expect(summary.valid == 1 && summary.critical == 1 && !summary.isClean)
        // Almost: the signature is not valid.
        let none = try await findings([
            signer.line(
                request, try Signature(r: .base, s: Integer256(2)).hex, ["publicKey": "\"\(identity)\""])
        ])
        #expect(none.valid == 0 && none.critical == 0)
    }

    /// Tests every point of low order as a key, and the sum of it and an honest key. R and S are chosen so
    /// that the equation holds.
    @Test(arguments: 0..<8)
    func onlyKeysOfLowOrderAreCritical(index: Int) async throws {
        var (signer, scalar, generator) = try signer(906)
        let low = Point.lowOrderPoints[index]
        /// A record signed with the key k·B + low whose equation holds. This needs h·low = O, which holds for
        /// at least one challenge in eight.
        func line(_ k: Scalar?) throws -> String {
            let honest = k.map { Point.baseMultiplied(by: $0) } ?? .identity
            let a = honest + low
            for number in 0..<500 {
                let request = try signer.request(number)
                let r = generator.scalar()
                let point = Point.baseMultiplied(by: r)
                let h = try PoseidonHash.challenge.hash([point.x, point.y, a.x, a.y, Message(request).value])
                guard low.multipliedVariableTime(by: h.integer) == .identity else { continue }
                let s = ((k.map { Natural($0) } ?? Natural(0)) * Natural(h) + Natural(r)) % .order
                return signer.line(
                    request, try Signature(r: point, s: s.integer256).hex,
                    ["publicKey": "\"\(a.packed.hex)\""])
            }
            throw EdDSAError.nonceIsZero
        }
        let weak = try await findings([try line(nil)])
        #expect(weak.valid == 1 && weak.critical == 1)
        #expect(weak.criticalFindings.map(\.lines.numbers) == [[1]])
        #expect(weak.keys.map(\.isWeak) == [true])
        // The sum does not have low order. It is outside the subgroup unless index is 0, and a note says so.
        let mixed = try await findings([try line(scalar)])
        #expect(mixed.valid == 1 && mixed.critical == 0)
        #expect(mixed.keys.map(\.isWeak) == [false])
        #expect(mixed.keys.map(\.isOutsideSubgroup) == [index != 0])
        let notes = mixed.paragraphs.filter {
            $0.kind == .note && $0.text.contains("outside the prime-order")
        }
        #expect(notes.count == (index == 0 ? 0 : 1))
    }

    /// All failures with one cause are counted together, by account: "40 parametersUnsorted (40 of account
    /// 10005)".
    @Test func causesAreExplainedAndCounted() async throws {
        var generator = SeededGenerator(seed: 907)
        let signers = try (0..<2).map { try Signer(10_005 + $0, &generator) }
        let unsorted = try signers.map { signer in
            try (0..<40).map { i in
                let request = try signer.request(i)
                let parameters = request.parameters.map(\.percentEncoded).joined(separator: "&")
                let base = [
                    "GET", PercentEncoding.encode(request.url.text), PercentEncoding.encode(parameters),
                ]
                let digest = SHA256.hash(data: Array(base.joined(separator: "&").utf8))
                return signer.line(request, try signer.key.signature(for: Message(reducing: digest)).hex)
            }
        }
        let good = try signers[1].line(100)
        let summary = try await findings(unsorted[0] + [good])
        #expect(summary.causes.map(\.name) == ["parametersUnsorted"])
        #expect(summary.cause("parametersUnsorted")?.accounts.map(\.account) == [AccountID(10_005)])
        #expect(summary.cause("parametersUnsorted")?.lines.count == 40)
        #expect(
            summary.paragraphs.contains { $0.text.hasPrefix("40 parametersUnsorted (40 of account 10005)") })
        #expect(summary.cause("parametersUnsorted")?.samples.count == 2)
        // Almost: the parameters are signed in the right order.
        let sorted = try (0..<3).map { try signers[0].line($0) }
        #expect(try await findings(sorted).causes.isEmpty)
        // Failures of another account have another shape.
        let both = try await findings(unsorted[0] + unsorted[1])
        #expect(both.cause("parametersUnsorted")?.accounts.map(\.count) == [40, 40])
    }

    /// A million failures with one cause must not take a million searches. The results of the first searches
    /// limit their number.
    @Test func searchesWithoutResultAreLimitedForEachShapeAndForTheLog() throws {
        let shape = CauseMemory.Shape(account: AccountID(1), step: .equation, method: .get, path: "/")
        let other = CauseMemory.Shape(account: AccountID(2), step: .equation, method: .get, path: "/")
        var memory = CauseMemory()
        #expect(memory.maySearch(shape))
        for _ in 0..<CauseMemory.fruitlessInShape { memory.learn(.mistakes(nil, shape)) }
        #expect(!memory.maySearch(shape) && memory.maySearch(other))
        for i in 0..<CauseMemory.fruitlessInLog {
            let path = CauseMemory.Shape(account: AccountID(3), step: .equation, method: .get, path: "/\(i)")
            memory.learn(.mistakes(nil, path))
        }
        #expect(!memory.maySearch(other))
        memory.records += 3 * CauseMemory.recordsPerSearch
        #expect(memory.maySearch(other))
    }
}
