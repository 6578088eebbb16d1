// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Foundation

/// Threads for long computations and for reads that wait. The threads of the concurrent executor, one for each core, stay
/// free for other tasks, and the operating system divides the cores among all of them.
package final class WorkQueue: @unchecked Sendable {
    // A serial queue has a thread of its own while it has work.
    private let threads: [DispatchQueue]
    private let lock = NSLock()
    /// Guarded by `lock`: what no thread has begun, and which thread is woken up next.
    private var pending: [@Sendable () -> Void] = []
    private var nextThread = 0

    package init(label: String, threads: Int = 1) {
        self.threads = (0..<threads).map { DispatchQueue(label: "\(label) \($0)") }
    }

    /// What `body` returns. Bodies are begun in the order in which they are given.
    package nonisolated(nonsending) func run<Value: Sendable>(
        _ body: @escaping @Sendable () -> Value
    ) async -> Value {
        await withCheckedContinuation { continuation in
            enqueue { continuation.resume(returning: body()) }
        }
    }

    private func enqueue(_ work: @escaping @Sendable () -> Void) {
        let thread = lock.withLock {
            pending.append(work)
            nextThread = (nextThread + 1) % threads.count
            return threads[nextThread]
        }
        // Whichever thread is free takes what is pending.
        thread.async { while let work = self.takeFirst() { work() } }
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

    /// Whether the task has been cancelled.
    package var isSet: Bool { lock.withLock { flag } }

    /// Sets the flag; returns whether it was set before.
    @discardableResult package func set() -> Bool {
        lock.withLock {
            defer { flag = true }
            return flag
        }
    }

    /// What `body` returns; the flag is set if the current task is cancelled before or meanwhile. `body` does not run on the
    /// caller's actor.
    package nonisolated(nonsending) func whileRunning<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async rethrows -> Value {
        try await withTaskCancellationHandler(operation: body, onCancel: { set() })
    }
}
