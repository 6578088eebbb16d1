// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation

/// Threads for long computations and for blocking reads. The concurrent executor has only one thread for each
/// core. Work on this queue leaves them free for other tasks, and the operating system shares the cores among
/// all threads.
package final class WorkQueue: @unchecked Sendable {
    // A serial queue uses one thread while it has work.
    private let threads: [DispatchQueue]
    private let lock = NSLock()
    /// Guarded by `lock`: the work that no thread has begun, and the thread to wake up next.
    private var pending: [@Sendable () -> Void] = []
    private var nextThread = 0

    package init(threads: Int = 1) {
        self.threads = (0..<threads).map { DispatchQueue(label: "WorkQueue \($0)") }
    }

    /// Runs `body` on one of the threads and returns its result. Bodies begin in the order of the calls.
    package nonisolated(nonsending) func run<Value: Sendable>(
        _ body: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = lock.withLock {
                pending.append { continuation.resume(returning: body()) }
                nextThread = (nextThread + 1) % threads.count
                return threads[nextThread]
            }
            // Any thread that is free takes pending work, not only the one that is woken up here.
            thread.async { while let work = self.takeFirst() { work() } }
        }
    }

    private func takeFirst() -> (@Sendable () -> Void)? {
        lock.withLock { pending.isEmpty ? nil : pending.removeFirst() }
    }
}

/// Whether a task has been cancelled, readable from any thread.
package final class CancellationFlag: @unchecked Sendable {
    private let lock = NSLock()
    /// Guarded by `lock`.
    private var flag = false

    package init() {}

    package var isSet: Bool { lock.withLock { flag } }

    package func set() { lock.withLock { flag = true } }

    /// Runs `body` and returns its result. Sets the flag if the current task is cancelled before or during
    /// the call. `body` does not run on the caller's actor.
    package nonisolated(nonsending) func whileRunning<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async rethrows -> Value {
        try await withTaskCancellationHandler(operation: body, onCancel: { set() })
    }
}
