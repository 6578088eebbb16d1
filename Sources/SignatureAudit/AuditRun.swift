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
    private static let threads = WorkQueue(
        label: "audit", threads: ProcessInfo.processInfo.activeProcessorCount)

    /// The tally, on a thread of its own, because it may write evidence to disk.
    private final class Counting: @unchecked Sendable {
        private let queue = WorkQueue(label: "tally")
        private var tally: AuditTally

        init(_ tally: AuditTally) { self.tally = tally }

        nonisolated(nonsending) func run<Value: Sendable>(
            _ body: @escaping @Sendable (inout AuditTally) throws -> Value
        ) async throws -> Value {
            try await queue.run { Result { try body(&self.tally) } }.get()
        }
    }

    private let judge: ChunkJudge
    private let cancellation: CancellationFlag
    private let counting: Counting
    private let began = RecordTime(Date())
    private let start = ContinuousClock.now
    private var samples = CauseSamples()
    private var memory = CauseMemory()
    private var keys = PreparedKeys()
    private var chunks = 0
    private var tasks: [Task<JudgedChunk?, Never>] = []

    init(_ judge: ChunkJudge, _ tally: AuditTally, _ cancellation: CancellationFlag) {
        self.judge = judge
        counting = Counting(tally)
        self.cancellation = cancellation
    }

    /// The number of records for the next chunk. Chunks start small, so that explanations are learned early,
    /// and grow to a size at which batch verification pays.
    var chunkLength: Int {
        chunks / AuditRun.window < 5 ? 64 << (chunks / AuditRun.window) : 2048
    }

    /// Begins to judge a chunk. If ``window`` chunks are being judged, waits for the first one and takes its
    /// result before.
    nonisolated(nonsending) mutating func submit(
        _ chunk: Chunk, _ take: (JudgedChunk, Int) throws -> Void
    ) async throws {
        guard !chunk.lines.isEmpty else { return }
        chunks += 1
        if tasks.count == AuditRun.window { try await takeFirst(take) }
        tasks.append(
            Task.detached { [judge, memory, keys, cancellation] in
                await AuditRun.threads.run {
                    judge.judge(chunk, remembering: memory, keys, isCancelled: { cancellation.isSet })
                }
            })
    }

    /// Takes the results of all chunks that are being judged.
    nonisolated(nonsending) mutating func finish(_ take: (JudgedChunk, Int) throws -> Void) async throws {
        while !tasks.isEmpty { try await takeFirst(take) }
    }

    private nonisolated(nonsending) mutating func takeFirst(
        _ take: (JudgedChunk, Int) throws -> Void
    ) async throws {
        let first = tasks.removeFirst()
        guard let judged = await cancellation.whileRunning({ await first.value }) else {
            // The audit is cancelled. Drop the results of later chunks, so that the verdicts have no gap.
            tasks = []
            return
        }
        let records = try await counting.run { tally in
            for verdict in judged.verdicts { try tally.add(verdict) }
            return tally.counters.records
        }
        try take(judged, records)
        for lesson in judged.learned { memory.learn(lesson) }
        keys.prepare(judged.keysToPrepare)
        memory.count(judged.verdicts.count)
        samples.add(judged.samples)
    }

    /// The summary of all results taken so far.
    nonisolated(nonsending) func summary(of files: [AuditSummary.File]) async throws -> AuditSummary {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return try await counting.run { [judge, cancellation, began, samples] tally in
            var summary = try AuditSummary(of: tally, under: judge.profile, files: files)
            summary.isComplete = !cancellation.isSet
            (summary.began, summary.seconds, summary.samples) = (began, seconds, samples)
            return summary
        }
    }
}
