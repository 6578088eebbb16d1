// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import SignatureDiagnosis

/// A log to audit.
public struct AuditInput: Sendable {
    /// How the log is written.
    public enum Format: String, CaseIterable, Sendable {
        /// One record a line.
        case ndjson
        /// An HTTP archive, version 1.2.
        case har
    }

    /// The name, for verdicts and summary.
    public let name: String
    let handle: FileHandle
    let format: Format

    /// A log that is read from an open file. The handle belongs to the audit until the audit ends.
    public init(name: String, handle: FileHandle, format: Format) {
        self.name = name
        self.handle = handle
        self.format = format
    }
}

/// How far an audit is.
public struct AuditProgress: Sendable {
    /// Records judged and written.
    public let records: Int
    /// Bytes of all inputs read.
    public let bytes: Int
}

/// The audit of logs: records in, verdicts out in the same order, and what the logs as a whole say about each key.
///
/// ```swift
/// let audit = LogAudit(profile: .relayer, accounts: AccountKeys())
/// let summary = try await audit.run(over: inputs) { lines in try output.write(contentsOf: lines) }
/// ```
///
/// Memory is bounded whatever the length of the logs, and all cores are used. The verdicts are those of one record after
/// the other: they do not depend on the number of cores.
///
/// Reading, judging and counting happen on threads of the audit's own, so that the threads of the concurrent executor stay free.
/// The closures run on the caller's actor, and nothing else does that takes time.
///
/// If the task is cancelled, the audit ends soon, without judging all records that it has read. What was written until then is
/// complete lines, and the summary says that it is not complete.
public struct LogAudit: Sendable {
    private let judge: ChunkJudge

    /// An audit under a profile. `explains` says whether to search for the mistakes that explain failures.
    public init(
        profile: VerificationProfile = .relayer, accounts: AccountKeys = AccountKeys(), explains: Bool = true
    ) {
        judge = ChunkJudge(profile: profile, accounts: accounts, explains: explains)
    }

    /// Audits logs.
    ///
    /// - Parameters:
    ///   - inputs: the logs, which are judged as one.
    ///   - tally: what is known of the first records already, which are skipped; by default nothing.
    ///   - write: is called with whole lines of verdicts, in the order of the records.
    ///   - progress: is called after each part.
    /// - Returns: the summary; if the task was cancelled, of what was judged until then.
    /// - Throws: what reading and writing throw, and ``AuditError``.
    public nonisolated(nonsending) func run(
        over inputs: [AuditInput], tally: AuditTally = AuditTally(), write: ([UInt8]) throws -> Void,
        progress: (AuditProgress) -> Void = { _ in }
    ) async throws -> AuditSummary {
        let cancellation = CancellationFlag()
        var run = AuditRun(judge, tally, cancellation)
        var files: [AuditSummary.File] = []
        var (toSkip, bytes) = (tally.recordCount, 0)
        func take(_ judged: JudgedChunk, _ records: Int) throws {
            try write(judged.lines)
            progress(AuditProgress(records: records, bytes: bytes))
        }
        for input in inputs where !cancellation.isSet {
            let reader = LogReader(input, isOneOfSeveral: inputs.count > 1, cancellation)
            while let part = try await reader.next(run.chunkLength, skipping: toSkip) {
                toSkip -= part.skipped
                bytes += part.bytes
                try await run.submit(part.chunk, take)
            }
            files.append(reader.file)
        }
        try await run.finish(take)
        guard toSkip == 0 || cancellation.isSet else {
            throw AuditError.cannotResume("there are more verdicts than records")
        }
        return try await run.summary(of: files)
    }

    /// Audits records that come from elsewhere.
    ///
    /// Verdicts come in parts of up to 2,048 records, and their ``AuditVerdict/line`` counts records from 1.
    ///
    /// - Parameters:
    ///   - records: the records.
    ///   - take: is called with each verdict, in the order of the records.
    /// - Returns: the summary; if the task was cancelled, of what was judged until then.
    /// - Throws: what `records` and `take` throw, and ``AuditError``.
    public nonisolated(nonsending) func run<Records: AsyncSequence>(
        over records: Records, verdict take: (AuditVerdict) throws -> Void
    ) async throws -> AuditSummary where Records.Element == AuditRecord {
        let cancellation = CancellationFlag()
        var run = AuditRun(judge, AuditTally(), cancellation)
        func takeAll(_ judged: JudgedChunk, _ records: Int) throws { try judged.verdicts.forEach(take) }
        var (chunk, line) = (Chunk(file: nil), 0)
        for try await record in records {
            if Task.isCancelled { break }
            line += 1
            chunk.lines.append((line, .record(.success(record))))
            if chunk.lines.count == run.chunkLength {
                try await run.submit(chunk, takeAll)
                chunk = Chunk(file: nil)
            }
        }
        if Task.isCancelled { cancellation.set() }
        try await run.submit(chunk, takeAll)
        try await run.finish(takeAll)
        return try await run.summary(of: [])
    }
}
