import EdDSA
import StrictJSON
import Foundation
import PrimeField
import SignatureDiagnosis

/// A log to audit.
public struct AuditInput {
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

    /// A log that is read from an open file.
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
/// var tally = AuditTally()
/// let audit = LogAudit(profile: .relayer, accounts: AccountKeys())
/// let summary = try await audit.run(over: inputs, tally: tally) { lines in try output.write(contentsOf: lines) }
/// ```
///
/// Memory is bounded whatever the length of the logs, and all cores are used. The verdicts are those of one record after
/// the other: they do not depend on the number of cores.
public struct LogAudit: Sendable {
    private let judge: ChunkJudge

    /// An audit under a profile. `explains` says whether to search for the mistakes behind failures.
    public init(
        profile: VerificationProfile = .relayer, accounts: AccountKeys = AccountKeys(), explains: Bool = true
    ) {
        judge = ChunkJudge(profile: profile, accounts: accounts, explains: explains)
    }

    /// Records that are judged together are enough for batches to pay, and few at first, so that what explains their
    /// failures is soon known.
    private static func chunkLength(of index: Int) -> Int {
        index / window < 5 ? 64 << (index / window) : 2048
    }
    private static let chunkBytes = 1 << 22
    /// Chunks under way at once. What is learned from one chunk is known to the one so many further on, so that causes
    /// do not depend on the number of cores.
    private static let window = 16

    /// Audits the logs.
    ///
    /// - Parameters:
    ///   - inputs: the logs, which are judged as one.
    ///   - tally: what is known of the first records already, which are passed over; else a new one.
    ///   - write: takes whole lines of verdicts, in the order of the records.
    ///   - progress: is told after each part.
    ///   - isCancelled: is asked before each record is read, and while a pipe is silent; records that are read are judged
    ///     and written still.
    /// - Returns: the summary; where the task was cancelled, of what was judged until then.
    /// - Throws: what reading and writing throw, and ``AuditError``.
    public func run(
        over inputs: [AuditInput], tally: AuditTally = AuditTally(),
        write: ([UInt8]) throws -> Void, progress: (AuditProgress) -> Void = { _ in },
        isCancelled: () -> Bool = { Task.isCancelled }
    ) async throws -> AuditSummary {
        let (began, start) = (RecordTime.now, ContinuousClock.now)
        var run = Run(judge: judge, tally: tally)
        var files: [AuditSummary.File] = []
        var wasCancelled = false
        for input in inputs {
            let name = inputs.count > 1 ? input.name : nil
            let file: AuditSummary.File
            switch input.format {
            case .ndjson:
                file = try await readLines(of: input, named: name, &run, write, progress, isCancelled)
            case .har:
                file = try await readEntries(of: input, named: name, &run, write, progress, isCancelled)
            }
            files.append(file)
            wasCancelled = isCancelled()
            if wasCancelled { break }
        }
        try await run.finish(write, progress)
        guard run.toSkip == 0 || wasCancelled else {
            throw AuditError.cannotResume("there are more verdicts than records")
        }
        return try AuditSummary(
            profile: judge.profile, files: files, isComplete: !wasCancelled,
            began: began, seconds: (ContinuousClock.now - start) / .seconds(1), tally: run.tally,
            samples: run.samples.byCause)
    }

    private func readLines(
        of input: AuditInput, named name: String?, _ run: inout Run, _ write: ([UInt8]) throws -> Void,
        _ progress: (AuditProgress) -> Void, _ isCancelled: () -> Bool
    ) async throws -> AuditSummary.File {
        var reader = LineReader(input.handle)
        let before = run.bytes
        var chunk = Chunk(file: name)
        var bytes = 0
        while !isCancelled(), let line = try reader.next(unless: isCancelled) {
            run.bytes = before + reader.byteCount
            if line.isBlank || run.skips() { continue }
            chunk.lines.append((line.number, .line(line.bytes)))
            bytes += line.bytes?.count ?? 0
            if chunk.lines.count >= LogAudit.chunkLength(of: run.chunks) || bytes >= LogAudit.chunkBytes {
                try await run.submit(chunk, write, progress)
                (chunk, bytes) = (Chunk(file: name), 0)
            }
        }
        try await run.submit(chunk, write, progress)
        return AuditSummary.File(
            name: input.name, bytes: reader.byteCount, sha256: Hexadecimal.encode(reader.digest),
            unsignedEntries: 0)
    }

    private func readEntries(
        of input: AuditInput, named name: String?, _ run: inout Run, _ write: ([UInt8]) throws -> Void,
        _ progress: (AuditProgress) -> Void, _ isCancelled: () -> Bool
    ) async throws -> AuditSummary.File {
        let archive = try HTTPArchive(input.handle)
        run.bytes += archive.byteCount
        var chunk = Chunk(file: name)
        for (number, record) in archive.records where !run.skips() {
            if isCancelled() { break }
            chunk.lines.append((number, .record(record)))
            if chunk.lines.count >= LogAudit.chunkLength(of: run.chunks) {
                try await run.submit(chunk, write, progress)
                chunk = Chunk(file: name)
            }
        }
        try await run.submit(chunk, write, progress)
        return AuditSummary.File(
            name: input.name, bytes: archive.byteCount, sha256: Hexadecimal.encode(archive.digest),
            unsignedEntries: archive.unsignedEntries)
    }

    /// The state of an audit under way: chunks in the order of the log, of which the first is waited for.
    private struct Run {
        let judge: ChunkJudge
        var tally: AuditTally
        private(set) var samples = CauseSamples()
        var bytes = 0
        var toSkip: Int
        /// How many chunks there were.
        private(set) var chunks = 0
        private var memory = CauseMemory()
        private var keys = PreparedKeys()
        private var tasks: [Task<JudgedChunk, Never>] = []

        init(judge: ChunkJudge, tally: AuditTally) {
            self.judge = judge
            self.tally = tally
            toSkip = tally.figures.records
        }

        /// Whether the next record has a verdict already.
        mutating func skips() -> Bool {
            guard toSkip > 0 else { return false }
            toSkip -= 1
            return true
        }

        mutating func submit(
            _ chunk: Chunk, _ write: ([UInt8]) throws -> Void, _ progress: (AuditProgress) -> Void
        ) async throws {
            guard !chunk.lines.isEmpty else { return }
            chunks += 1
            if tasks.count == LogAudit.window { try await takeFirst(write, progress) }
            tasks.append(
                Task.detached { [judge, memory, keys] in judge.judge(chunk, remembering: memory, keys) })
        }

        mutating func finish(
            _ write: ([UInt8]) throws -> Void, _ progress: (AuditProgress) -> Void
        ) async throws {
            while !tasks.isEmpty { try await takeFirst(write, progress) }
        }

        private mutating func takeFirst(
            _ write: ([UInt8]) throws -> Void, _ progress: (AuditProgress) -> Void
        ) async throws {
            let judged = await tasks.removeFirst().value
            try write(judged.lines)
            for lesson in judged.learned { memory.learn(lesson) }
            keys.prepare(judged.keysToPrepare)
            memory.count(judged.verdicts.count)
            samples.add(judged.samples)
            for verdict in judged.verdicts { try tally.add(verdict) }
            progress(AuditProgress(records: tally.figures.records, bytes: bytes))
        }
    }
}
