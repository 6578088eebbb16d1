// SPDX-License-Identifier: Apache-2.0
import AuditSample
import EdDSA
import Foundation
import LoopringOrders
import PrimeField
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis
import TestSupport
import Testing

@testable import SignatureAudit

/// The verdicts and the summary of a synthetic log with known faults.
@Suite struct LogAuditTests {
    /// The number of records that are judged one by one. The variable AUDIT_RECORDS changes it.
    private static let count = ProcessInfo.processInfo.environment["AUDIT_RECORDS"].flatMap { Int($0) } ?? 300

    private static func sample(_ count: Int) throws -> (
        sample: AuditSample, log: [UInt8], accounts: AccountKeys
    ) {
        var sample = try AuditSample(count: count, seed: 9)
        var log: [UInt8] = []
        try sample.write { log += $0 }
        return (sample, log, try AccountKeys(parsing: sample.accounts))
    }

    @Test(arguments: VerificationProfile.allCases)
    func theVerdictsEqualThoseOfEachRecordAlone(profile: VerificationProfile) async throws {
        let (sample, log, accounts) = try LogAuditTests.sample(LogAuditTests.count)
        let (verdicts, summary) = try await audit(log, accounts: accounts, profile: profile)
        #expect(verdicts.count == sample.count)
        #expect(verdicts.map(\.line) == Array(1...sample.count))
        for (verdict, line) in zip(verdicts, log.split(separator: UInt8(ascii: "\n"))) {
            guard let record = try? AuditRecord(parsing: Array(line)) else {
                #expect(verdict.failure?.step == .record)
                continue
            }
            guard let source = accounts.source(of: record) else {
                #expect(verdict.failure?.code == "account-unknown")
                continue
            }
            let request = try #require(try? record.subject.get().request)
            let expected = SignatureVerdict(on: record.signature, of: request, by: source, profile: profile)
            #expect(verdict.isValid == expected.isValid)
            #expect(verdict.findings == expected.findings)
            #expect(verdict.failure == expected.failure)
            #expect(verdict.recordedEquation?.challenge == expected.trace.verification?.challenge.integer)
        }
        #expect(summary.valid == sample.valid[profile])
        #expect(summary.records == sample.count)
    }

    @Test func everyFaultOfTheSampleIsFound() async throws {
        let (sample, log, accounts) = try LogAuditTests.sample(1_000)
        let (_, summary) = try await audit(log, accounts: accounts)
        let numbers = sample.numbers
        func count(_ cause: String) -> Int { summary.cause(cause)?.lines.count ?? 0 }
        #expect(summary.malformed == numbers[.lineTruncated])
        #expect(count("account-unknown") == numbers[.accountUnknown])
        #expect(count("signature-malformed") == numbers[.signatureShort])
        // All failures with a usual mistake are explained, and all signatures by another account's key.
        for (cause, fault) in [
            ("parametersUnsorted", AuditSample.Fault.parametersUnsorted), ("publicKeySwapped", .keyOffCurve),
            ("otherAccountsKey", .otherAccountsKey), ("cofactored", .commitmentOutsideSubgroup),
        ] {
            let number = numbers[fault, default: 0]
            #expect(number > 5 && count(cause) == number, "\(cause)")
        }
        #expect(summary.replays.first.reduce(0) { $0 + $1.count - 1 } == numbers[.replayed])
        #expect(
            summary.sharedSignatures.first.reduce(0) { $0 + $1.count }
                >= numbers[.signatureCopied, default: 0])
        let reusing = summary.keys.filter { $0.noncesReused.count > 0 }
        #expect(reusing.map(\.accounts) == [[AccountID(10_002)]])
        #expect(reusing.first?.noncesReused.first.first?.lines.count == numbers[.nonceReused])
        let leaking = summary.keys.filter { $0.unreducedS > 0 }
        #expect(leaking.map(\.accounts) == [[AccountID(10_001)]])
        #expect(leaking.first?.exposed == .unreducedS)
        // Two accounts share nonces.
        let sharing = summary.keys.filter { $0.exposed == .sharedNonce }
        #expect(
            sharing.map(\.accounts).sorted { $0[0] < $1[0] } == [[AccountID(10_009)], [AccountID(10_010)]])
        #expect(summary.sharedNonces.map(\.determines) == [true])
        #expect(summary.critical == 4)
    }

    @Test func aLogInPartsGivesTheSameSummary() async throws {
        let (_, log, accounts) = try LogAuditTests.sample(300)
        let lines = log.split(separator: UInt8(ascii: "\n")).map { Array($0) + [UInt8(ascii: "\n")] }
        let whole = try await audit(log, accounts: accounts)
        // An audit that resumes after some verdicts does not judge their records again.
        for done in [1, 150, 300] {
            var tally = AuditTally()
            for verdict in whole.verdicts.prefix(done) { try tally.add(verdict) }
            let rest = try await audit(log, accounts: accounts, tally: tally)
            #expect(rest.verdicts.map(\.line) == whole.verdicts.dropFirst(done).map(\.line))
            #expect(rest.verdicts.map(\.isValid) == whole.verdicts.dropFirst(done).map(\.isValid))
            #expect(rest.summary.valid == whole.summary.valid && rest.summary.records == 300)
            #expect(rest.summary.critical == whole.summary.critical)
        }
        // There are more verdicts than records.
        var tally = AuditTally()
        for verdict in whole.verdicts { try tally.add(verdict) }
        let short = try TemporaryFile(lines.prefix(10).flatMap(\.self))
        await #expect(throws: AuditError.self) {
            try await LogAudit(accounts: accounts).run(
                over: [AuditInput(name: "log", handle: short.handle, format: .ndjson)], tally: tally,
                write: { _ in })
        }
    }

    /// A cancelled audit has written the first verdicts, and another audit resumes after them.
    @Test func aCancelledAuditLeavesCompleteLines() async throws {
        // More records than the 1,024 of the chunks that are judged at the same time.
        let (_, log, accounts) = try LogAuditTests.sample(1_200)
        let whole = try await audit(log, accounts: accounts, explains: false)
        for limit in [0, 1, 3] {
            let file = try TemporaryFile(log)
            var (parts, lines) = (0, [UInt8]())
            let task = Task {
                if limit == 0 { withUnsafeCurrentTask { $0?.cancel() } }
                let summary = try await LogAudit(accounts: accounts, explains: false).run(
                    over: [AuditInput(name: "log", handle: file.handle, format: .ndjson)],
                    write: { part in
                        lines += part
                        parts += 1
                        if parts == limit { withUnsafeCurrentTask { $0?.cancel() } }
                    })
                return (summary, lines)
            }
            let (summary, written) = try await task.value
            let first = try verdicts(of: written)
            #expect(!summary.isComplete && summary.records == first.count && first.count < 1_200)
            #expect(limit == 0 || first.count >= 64)
            #expect(written.isEmpty || written.last == UInt8(ascii: "\n"))
            #expect(first == Array(whole.verdicts.prefix(first.count)))
            var tally = AuditTally()
            for verdict in first { try tally.add(verdict) }
            let rest = try await audit(log, accounts: accounts, tally: tally, explains: false)
            #expect(first + rest.verdicts == whole.verdicts)
            #expect(rest.summary.isComplete && rest.summary.valid == whole.summary.valid)
        }
    }

    @Test func aVerdictIsReadBackFromItsLine() async throws {
        let (_, log, accounts) = try LogAuditTests.sample(200)
        for verdict in try await audit(log, accounts: accounts, profile: .strict).verdicts {
            var line: [UInt8] = []
            verdict.append(to: &line)
            #expect(line.last == UInt8(ascii: "\n"))
            #expect(AuditVerdict(parsing: line) == verdict)
        }
        for line in ["", "{}", #"{"line":1}"#, #"{"line":1,"valid":false}"#, #"{"line":"1","valid":true}"#] {
            #expect(AuditVerdict(parsing: Array(line.utf8)) == nil)
        }
    }

    /// Verdicts do not depend on whether a key is prepared.
    @Test func preparedKeysDoNotChangeVerdicts() throws {
        let (_, log, accounts) = try LogAuditTests.sample(200)
        let records = log.split(separator: UInt8(ascii: "\n")).compactMap {
            try? AuditRecord(parsing: Array($0))
        }
        let signed: [SignedMessage] = records.compactMap { record in
            guard let request = try? record.subject.get().request,
                let key = record.account.flatMap({ accounts[$0] }),
                let signature = try? Signature(hex: record.signature)
            else { return nil }
            return SignedMessage(key: key, message: Message(request), signature: signature)
        }
        #expect(signed.count > 150)
        var keys = PreparedKeys()
        let expected = keys.verdicts(signed, profile: .strict)
        let worth = keys.worthPreparing(signed.map(\.key), holds: expected.map(\.equationHolds))
        // Keys with many signatures, some of which are invalid, are worth preparing. Each is listed once.
        let byKey = Dictionary(grouping: zip(signed, expected), by: \.0.key)
        #expect(!worth.isEmpty && Set(worth).count == worth.count && worth.count < byKey.count)
        for (key, items) in byKey {
            let isWorth =
                PreparedKeys.isMany(items.count, of: signed.count)
                && items.contains { !$0.1.equationHolds }
            #expect(worth.contains(key) == isWorth)
        }
        keys.prepare(worth)
        #expect(keys.verdicts(signed, profile: .strict) == expected)
        #expect(keys.worthPreparing(signed.map(\.key), holds: expected.map(\.equationHolds)).isEmpty)
        for (item, verdict) in zip(signed, expected) {
            let equation = keys.equation(of: item.signature, under: item.key)
            #expect((equation != nil) == worth.contains(item.key))
            #expect(equation?.holds(for: item.message) ?? verdict.equationHolds == verdict.equationHolds)
        }
    }

    @Test func anErrorOfTheWriterEndsTheAudit() async throws {
        struct Full: Error {}
        let (_, log, accounts) = try LogAuditTests.sample(100)
        let file = try TemporaryFile(log)
        await #expect(throws: Full.self) {
            try await LogAudit(accounts: accounts).run(
                over: [AuditInput(name: "log", handle: file.handle, format: .ndjson)],
                write: { _ in throw Full() })
        }
    }
}

extension AuditRecord.Subject {
    var request: SignableRequest? { if case .request(let request) = self { request } else { nil } }
}
