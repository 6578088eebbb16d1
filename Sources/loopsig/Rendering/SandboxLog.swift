// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The lines that a sandbox prints while it runs.
///
/// A line is queued and printed once standard output takes it: a reader that is slow, or does not read, must
/// not delay an answer. Beyond ``limit`` lines are left out, and their number takes their place.
final class SandboxLog: Sendable {
    /// The most lines that wait.
    static let limit = 10_000

    private let lines: AsyncStream<String>
    private let queue: AsyncStream<String>.Continuation
    private let lock = NSLock()
    /// How many lines were left out since the last one. Guarded by `lock`.
    nonisolated(unsafe) private var leftOut = 0

    init() {
        (lines, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.limit))
    }

    /// Queues a line of at most 4,096 bytes, which a pipe that takes anything takes in one piece.
    func line(_ text: String) {
        lock.withLock {
            if leftOut > 0,
                case .enqueued = queue.yield("(\(leftOut) lines left out: they were not read in time)")
            {
                leftOut = 0
            }
            if case .dropped = queue.yield(text) { leftOut += 1 }
        }
    }

    /// Prints the lines until ``close()`` is called and all are printed. Throws when the reader has gone,
    /// even if nothing is printed.
    func print() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [lines] in
                for await line in lines {
                    while SandboxLog.outputState(awaiting: POLLOUT) == 0 {
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    try StandardOutput.line(line)
                }
            }
            group.addTask {
                while SandboxLog.outputState(awaiting: 0) & POLLERR == 0 {
                    try await Task.sleep(for: .milliseconds(500))
                }
                throw StandardOutput.Loss.readerHasGone
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Takes no more lines.
    func close() { queue.finish() }

    /// The events of standard output that have occurred: `events`, and errors.
    private static func outputState(awaiting events: Int32) -> Int32 {
        var state = pollfd(fd: STDOUT_FILENO, events: Int16(events), revents: 0)
        return poll(&state, 1, 0) > 0 ? Int32(state.revents) : 0
    }
}
