// SPDX-License-Identifier: Apache-2.0
import AuditSample
import EdDSA
import Foundation
import RequestCanonicalization
import RequestSigning
import SignatureAudit
import SignatureDiagnosis

// Measures how fast an audit is, compared with bulk verification, and checks that its verdicts equal those of
// each record alone. Tests/Checks/Audit/run runs this program and explains what it prints:
//
//     AuditCheck sample RECORDS LOG [clean]
//         Write a log and its accounts. `clean` means without faults.
//     AuditCheck rate LOG ROUNDS
//         Time an audit from file to file, and BulkVerification of the same signatures.
//     AuditCheck equality LOG
//         Compare every verdict of an audit with PublicKey.verify, under both profiles.
//     AuditCheck responsiveness LOG ROUNDS
//         Measure the longest wait of other tasks during an audit, and the time to cancel an audit.
@main
struct AuditCheck {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.count) {
        case ("sample", 3...4):
            try writeSample(Array(arguments)[1], to: Array(arguments)[2], isClean: arguments.count == 4)
        case ("rate", 3): try await Rate(log: Array(arguments)[1]).run(rounds: Int(arguments.last ?? "") ?? 5)
        case ("equality", 2): try await Equality(log: Array(arguments)[1]).run()
        case ("responsiveness", 3):
            try await Responsiveness(log: Array(arguments)[1]).run(rounds: Int(arguments.last ?? "") ?? 3)
        default:
            FileHandle.standardError.write(Data("AuditCheck: see Tests/Checks/Audit/run\n".utf8))
            exit(64)
        }
    }

    private static func writeSample(_ count: String, to path: String, isClean: Bool) throws {
        try AuditSample.write(count: Int(count) ?? 1000, hasFaults: !isClean, to: path)
    }
}

/// A log and its accounts.
struct Log {
    let path: String
    let accounts: AccountKeys

    init(_ path: String) throws {
        self.path = path
        accounts = try AccountKeys(parsing: Data(contentsOf: URL(filePath: path + ".accounts.json")))
    }

    /// Audits the log and writes the verdicts to the file `output`.
    func audit(to output: String, profile: VerificationProfile = .relayer, explains: Bool = true) async throws
        -> AuditSummary
    {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        let file = try OutputFile(output)
        let summary = try await LogAudit(profile: profile, accounts: accounts, explains: explains).run(
            over: [AuditInput(name: path, handle: handle, format: .ndjson)], write: { try file.write($0) })
        try file.finish()
        return summary
    }

    /// The record's key, message and signature; `nil` if one of them cannot be read.
    func signedMessage(_ record: AuditRecord) -> SignedMessage? {
        guard case .success(let subject) = record.subject,
            let key = record.key.map({ try? $0.decoded() }) ?? record.account.flatMap({ accounts[$0] }),
            let signature = try? Signature(hex: record.signature)
        else { return nil }
        let message =
            switch subject {
            case .request(let request): Message(request)
            case .message(let message): message
            }
        return SignedMessage(key: key, message: message, signature: signature)
    }

    /// Calls `body` with parts of `count` lines. The last part may be shorter.
    func forEachPart(of count: Int, _ body: ([[UInt8]]) async throws -> Void) async throws {
        let handle = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? handle.close() }
        var reader = LineReader(handle)
        var part: [[UInt8]] = []
        while let line = try reader.next() {
            part.append(line.bytes ?? [])
            if part.count == count {
                try await body(part)
                part = []
            }
        }
        try await body(part)
    }
}

// MARK: - Rate

/// Measures the records per second of an audit and the signatures per second of `BulkVerification`. They run
/// alternately, so that other load on the machine affects both alike.
struct Rate {
    let log: Log

    init(log: String) throws { self.log = try Log(log) }

    func run(rounds: Int) async throws {
        var signed: [SignedMessage] = []
        try await log.forEachPart(of: 4096) { lines in
            // A million signatures are enough to measure the rate.
            guard signed.count < 1_000_000 else { return }
            signed += lines.compactMap { (try? AuditRecord(parsing: $0)).flatMap(log.signedMessage) }
        }
        let output = log.path + ".verdicts"
        // Round 0 only fills the caches. A long log does not need it.
        for round in (signed.count < 1_000_000 ? 0 : 1)...rounds {
            let bulk = try await measured {
                _ = try await BulkVerification.verdicts(signed, profile: .relayer)
            }
            var summary: AuditSummary?
            let audit = try await measured { summary = try await log.audit(to: output) }
            guard round > 0, let summary else { continue }
            let line: [String: Any] = [
                "records": summary.records, "signatures": signed.count, "valid": summary.valid,
                "bulkSeconds": bulk.wall, "auditSeconds": audit.wall, "bulkCPU": bulk.cpu,
                "auditCPU": audit.cpu,
            ]
            FileHandle.standardOutput.write(
                try JSONSerialization.data(withJSONObject: line, options: .sortedKeys) + Data("\n".utf8))
        }
        try FileManager.default.removeItem(atPath: output)
    }

    private func measured(_ body: () async throws -> Void) async throws -> (wall: Double, cpu: Double) {
        let (start, cpu) = (ContinuousClock.now, processorSeconds())
        try await body()
        return ((ContinuousClock.now - start) / .seconds(1), processorSeconds() - cpu)
    }

    private func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}

// MARK: - Responsiveness

/// Measures how long other tasks of the process must wait during an audit, and how soon an audit ends when it
/// is cancelled.
struct Responsiveness {
    let log: Log

    init(log: String) throws { self.log = try Log(log) }

    func run(rounds: Int) async throws {
        for _ in 0..<rounds {
            let line = [
                "gapMilliseconds": try await longestGap(), "cancelMilliseconds": try await timeToCancel(),
            ]
            FileHandle.standardOutput.write(
                try JSONSerialization.data(withJSONObject: line, options: .sortedKeys) + Data("\n".utf8))
        }
    }

    /// The longest delay of a task that sleeps for 5 ms again and again, beyond these 5 ms.
    private func longestGap() async throws -> Double {
        let heartbeat = Task.detached {
            var (longest, last) = (Duration.zero, ContinuousClock.now)
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(5))
                let now = ContinuousClock.now
                (longest, last) = (max(longest, now - last - .milliseconds(5)), now)
            }
            return longest
        }
        _ = try await log.audit(to: log.path + ".verdicts")
        heartbeat.cancel()
        return await heartbeat.value / .milliseconds(1)
    }

    private func timeToCancel() async throws -> Double {
        let audit = Task { try await log.audit(to: log.path + ".verdicts") }
        try await Task.sleep(for: .milliseconds(500))
        let start = ContinuousClock.now
        audit.cancel()
        _ = try await audit.value
        return (ContinuousClock.now - start) / .milliseconds(1)
    }
}

// MARK: - Equality

/// Compares the verdicts and findings of an audit with those of `PublicKey.verify` for each record alone.
struct Equality {
    let log: Log

    init(log: String) throws { self.log = try Log(log) }

    func run() async throws {
        for profile in VerificationProfile.allCases {
            let output = log.path + ".verdicts"
            let summary = try await log.audit(to: output, profile: profile, explains: false)
            let handle = try FileHandle(forReadingFrom: URL(filePath: output))
            var verdicts = LineReader(handle)
            var (records, valid, differences) = (0, 0, 0)
            try await log.forEachPart(of: 20_000) { lines in
                let found = try lines.map { _ in
                    try verdicts.next()?.bytes.flatMap(AuditVerdict.init(parsing:))
                }
                let pieces = stride(from: 0, to: lines.count, by: 256).map { $0..<min($0 + 256, lines.count) }
                await withTaskGroup(of: Int.self) { group in
                    for piece in pieces {
                        group.addTask { [log] in
                            piece.count { Equality.differs(found[$0], from: lines[$0], log, profile) }
                        }
                    }
                    for await count in group { differences += count }
                }
                records += lines.count
                valid += found.count { $0?.isValid == true }
            }
            let hasMore = try verdicts.next() != nil
            let line: [String: Any] = [
                "profile": profile.rawValue, "records": records, "valid": valid, "differences": differences,
                "isComplete": !hasMore && summary.records == records && summary.valid == valid,
            ]
            FileHandle.standardOutput.write(
                try JSONSerialization.data(withJSONObject: line, options: .sortedKeys) + Data("\n".utf8))
            try FileManager.default.removeItem(atPath: output)
        }
    }

    /// Whether a verdict differs from that on the record alone.
    private static func differs(
        _ verdict: AuditVerdict?, from line: [UInt8], _ log: Log, _ profile: VerificationProfile
    ) -> Bool {
        guard let verdict else { return true }
        guard let record = try? AuditRecord(parsing: line) else { return verdict.failure?.step != .record }
        guard let signed = log.signedMessage(record) else {
            // The record fails before the equation is computed. The unit tests check which step fails.
            return verdict.isValid || verdict.recordedEquation != nil
        }
        let expected = signed.key.verify(signed.signature, for: signed.message, profile: profile)
        return verdict.isValid != expected.isValid || verdict.findings != expected.findings
            || (verdict.failure?.step == .equation) == expected.equationHolds
            || verdict.recordedEquation?.challenge != expected.challenge.integer
            || verdict.recordedEquation?.s != signed.signature.s
    }
}

/// A file that is written in large blocks.
final class OutputFile {
    private let handle: FileHandle
    private var buffer: [UInt8] = []

    init(_ path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw CocoaError(.fileWriteUnknown)
        }
        handle = try FileHandle(forWritingTo: URL(filePath: path))
    }

    func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= 1 << 18 { try flush() }
    }

    func finish() throws {
        try flush()
        try handle.close()
    }

    private func flush() throws {
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
