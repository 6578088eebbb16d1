// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import SignatureDiagnosis

/// A log to audit.
public struct AuditInput: Sendable {
    /// The format of a log.
    public enum Format: String, CaseIterable, Sendable {
        /// One JSON object on each line.
        case ndjson
        /// An HTTP archive, version 1.2.
        case har
    }

    /// The name of the log in verdicts and the summary.
    public let name: String
    let handle: FileHandle
    let format: Format

    /// Describes a log in an open file. Only the audit may use the handle until the audit ends.
    public init(name: String, handle: FileHandle, format: Format) {
        self.name = name
        self.handle = handle
        self.format = format
    }
}

/// Audits logs: gives a verdict on each record, in the order of the records, and a summary of what the logs
/// as a whole reveal about each key.
///
/// Memory grows with the number of keys, accounts and causes, but not with the length of the logs. The
/// audit uses all cores, on its own threads, so that the threads of the concurrent executor stay free.
/// Only the closures run on the caller's actor. If the task is cancelled, the audit ends soon: the lines
/// written so far are complete, and the summary's ``AuditSummary/isComplete`` is false.
public struct LogAudit: Sendable {
    let profile: VerificationProfile
    let accounts: AccountKeys
    let explains: Bool

    /// Creates an audit under a profile. `explains` says whether to look for the mistakes that explain
    /// failures.
    public init(
        profile: VerificationProfile = .relayer, accounts: AccountKeys = AccountKeys(), explains: Bool = true
    ) {
        (self.profile, self.accounts, self.explains) = (profile, accounts, explains)
    }

    /// Audits logs, which are judged as one log. The records that `tally` has verdicts on, from an earlier
    /// run, are skipped.
    ///
    /// - Parameters:
    ///   - inputs: the logs.
    ///   - tally: the verdicts of an earlier run.
    ///   - write: called with whole lines of verdicts, in the order of the records.
    ///   - progress: called after each part with the number of records that are judged and written, and of
    ///     bytes that are read.
    /// - Returns: the summary; if the task was cancelled, of what was judged until then.
    /// - Throws: what reading and writing throw, and ``AuditError``.
    public nonisolated(nonsending) func run(
        over inputs: [AuditInput], tally: AuditTally = AuditTally(), write: ([UInt8]) throws -> Void,
        progress: (_ records: Int, _ bytes: Int) -> Void = { _, _ in }
    ) async throws -> AuditSummary {
        var run = AuditRun(self, tally)
        var files: [AuditSummary.File] = []
        var (records, toSkip, bytes) = (tally.counters.records, tally.counters.records, 0)
        func take(_ judged: JudgedChunk) throws {
            records += judged.verdicts.count
            try write(judged.lines)
            progress(records, bytes)
        }
        for input in inputs where !run.cancellation.isSet {
            let reader = Confined(LogReader(input, isOneOfSeveral: inputs.count > 1, run.cancellation))
            while var chunk = try await run.cancellation.whileRunning({ [length = run.chunkLength] in
                try await reader.run { try $0.next(length) }
            }) {
                let skipped = min(toSkip, chunk.records.count)
                chunk.records.removeFirst(skipped)
                toSkip -= skipped
                bytes += chunk.bytes
                try await run.submit(chunk, take)
            }
            files.append(try await reader.run { $0.file })
        }
        guard toSkip == 0 || run.cancellation.isSet else {
            throw AuditError.cannotResume("there are more verdicts than records")
        }
        return try await run.finish(files, take)
    }

    /// Audits records that are values of the program. Verdicts are delivered in the order of the records, in
    /// parts of up to 2,048. Their ``AuditVerdict/line`` counts the records from 1.
    ///
    /// - Returns: the summary; if the task was cancelled, of what was judged until then.
    /// - Throws: what `records` and `take` throw, and ``AuditError``.
    public nonisolated(nonsending) func run<Records: AsyncSequence>(
        over records: Records, verdict take: (AuditVerdict) throws -> Void
    ) async throws -> AuditSummary where Records.Element == AuditRecord {
        var run = AuditRun(self, AuditTally())
        func takeAll(_ judged: JudgedChunk) throws { try judged.verdicts.forEach(take) }
        var (chunk, line) = (Chunk(file: nil), 0)
        for try await record in records {
            if Task.isCancelled { break }
            line += 1
            chunk.records.append((line, .record(.success(record))))
            if chunk.records.count == run.chunkLength {
                try await run.submit(chunk, takeAll)
                chunk = Chunk(file: nil)
            }
        }
        if Task.isCancelled { run.cancellation.set() }
        try await run.submit(chunk, takeAll)
        return try await run.finish([], takeAll)
    }
}
