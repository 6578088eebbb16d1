// SPDX-License-Identifier: Apache-2.0
import Foundation
import SignatureDiagnosis

/// A running audit. Several chunks are judged at the same time, on all cores, and their results are taken in
/// the order of the log.
struct AuditRun {
    /// The number of chunks that are judged at the same time. Chunk n begins with what was learned from the
    /// chunks up to n − window, and nothing else. This does not depend on the number of cores, so the causes
    /// do not either.
    private static let window = 16
    private static let threads = WorkQueue(threads: ProcessInfo.processInfo.activeProcessorCount)

    private let audit: LogAudit
    let cancellation = CancellationFlag()
    /// On a thread of its own, because it may write evidence to disk.
    private let tally: Confined<AuditTally>
    private let began = Date()
    private let start = ContinuousClock.now
    private var memory = CauseMemory()
    private var keys = PreparedKeys()
    private var chunks = 0
    private var tasks: [Task<JudgedChunk?, Never>] = []

    init(_ audit: LogAudit, _ tally: AuditTally) {
        self.audit = audit
        self.tally = Confined(tally)
    }

    /// The number of records for the next chunk. Chunks start small, so that explanations are learned early,
    /// and grow to a size at which batch verification pays.
    var chunkLength: Int {
        chunks / AuditRun.window < 5 ? 64 << (chunks / AuditRun.window) : 2048
    }

    /// Begins to judge a chunk. If ``window`` chunks are being judged, waits for the first one and takes its
    /// result before.
    nonisolated(nonsending) mutating func submit(
        _ chunk: Chunk, _ take: (JudgedChunk) throws -> Void
    ) async throws {
        guard !chunk.records.isEmpty else { return }
        chunks += 1
        if tasks.count == AuditRun.window { try await takeFirst(take) }
        tasks.append(
            Task.detached { [audit, memory, keys, cancellation] in
                await AuditRun.threads.run {
                    audit.judge(chunk, remembering: memory, keys, isCancelled: { cancellation.isSet })
                }
            })
    }

    private nonisolated(nonsending) mutating func takeFirst(
        _ take: (JudgedChunk) throws -> Void
    ) async throws {
        let first = tasks.removeFirst()
        guard let judged = await cancellation.whileRunning({ await first.value }) else {
            // The audit is cancelled. Drop the results of later chunks, so that the verdicts have no gap.
            tasks = []
            return
        }
        try await tally.run { tally in
            for (i, verdict) in judged.verdicts.enumerated() {
                try tally.add(verdict, sample: judged.samples[i])
            }
        }
        try take(judged)
        for lesson in judged.learned { memory.learn(lesson) }
        keys.prepare(judged.keysToPrepare)
        memory.records += judged.verdicts.count
    }

    /// Takes the results of all chunks that are being judged, and returns the summary.
    nonisolated(nonsending) mutating func finish(
        _ files: [AuditSummary.File], _ take: (JudgedChunk) throws -> Void
    ) async throws -> AuditSummary {
        while !tasks.isEmpty { try await takeFirst(take) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return try await tally.run { [audit, cancellation, began] tally in
            var summary = try AuditSummary(of: tally, under: audit.profile, files: files)
            summary.isComplete = !cancellation.isSet
            (summary.began, summary.seconds) = (began, seconds)
            return summary
        }
    }
}

/// A value that is used only on one thread of its own.
final class Confined<Value>: @unchecked Sendable {
    private let queue = WorkQueue()
    private var value: Value

    init(_ value: Value) { self.value = value }

    nonisolated(nonsending) func run<Output: Sendable>(
        _ body: @escaping @Sendable (inout Value) throws -> Output
    ) async throws -> Output {
        try await queue.run { Result { try body(&self.value) } }.get()
    }
}
