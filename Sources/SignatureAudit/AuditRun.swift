import Foundation
import SignatureDiagnosis

/// An audit that is under way: chunks in the order of the log, judged on all cores, of which the first one is waited for.
struct AuditRun {
    /// Chunks under way at once. What is learned from one chunk is known to the one this many further on, so that causes
    /// do not depend on the number of cores.
    private static let window = 16
    private static let threads = WorkQueue(
        label: "audit", threads: ProcessInfo.processInfo.activeProcessorCount)

    private let judge: ChunkJudge
    private let cancellation: CancellationFlag
    private let began = RecordTime(Date())
    private let start = ContinuousClock.now
    private var tally: AuditTally
    private var samples = CauseSamples()
    private var memory = CauseMemory()
    private var keys = PreparedKeys()
    private var chunks = 0
    private var tasks: [Task<JudgedChunk?, Never>] = []

    init(_ judge: ChunkJudge, _ tally: AuditTally, _ cancellation: CancellationFlag) {
        self.judge = judge
        self.tally = tally
        self.cancellation = cancellation
    }

    /// How many records the next chunk should have. Chunks start small, so that explanations are learned early, and grow to a
    /// size at which batches pay.
    var chunkLength: Int {
        chunks / AuditRun.window < 5 ? 64 << (chunks / AuditRun.window) : 2048
    }

    /// Begins to judge a chunk, after waiting for the first one if there are many.
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

    /// Waits for what is under way.
    nonisolated(nonsending) mutating func finish(_ take: (JudgedChunk, Int) throws -> Void) async throws {
        while !tasks.isEmpty { try await takeFirst(take) }
    }

    private nonisolated(nonsending) mutating func takeFirst(
        _ take: (JudgedChunk, Int) throws -> Void
    ) async throws {
        guard let judged = await tasks.removeFirst().value else {
            // Cancelled: nothing after a gap is written.
            tasks = []
            return
        }
        for verdict in judged.verdicts { try tally.add(verdict) }
        try take(judged, tally.recordCount)
        for lesson in judged.learned { memory.learn(lesson) }
        keys.prepare(judged.keysToPrepare)
        memory.count(judged.verdicts.count)
        samples.add(judged.samples)
    }

    /// The summary of what has been taken.
    func summary(of files: [AuditSummary.File]) throws -> AuditSummary {
        try AuditSummary(
            profile: judge.profile, files: files, isComplete: !cancellation.isSet, began: began,
            seconds: (ContinuousClock.now - start) / .seconds(1), tally: tally, samples: samples)
    }
}
