// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The lines that a sandbox prints while it runs.
///
/// Each line is queued, and printed when standard output accepts it. So a reader that is slow, or does not
/// read, does not delay an answer of the sandbox. While ``limit`` lines wait, further lines are left out; the
/// next line that is queued says how many.
final class SandboxLog: Sendable {
    /// The maximum number of waiting lines.
    static let limit = 10_000

    private let lines: AsyncStream<String>
    private let queue: AsyncStream<String>.Continuation
    private let lock = NSLock()
    /// How many lines were left out since the last queued one. Guarded by `lock`.
    nonisolated(unsafe) private var leftOut = 0

    init() {
        (lines, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.limit))
    }

    /// Queues a line of at most 4,096 bytes. A pipe that `poll` reports as writable accepts this many at once
    /// (PIPE_BUF on Linux), so that writing the line does not block.
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

    /// Prints the lines until ``close()`` is called and all are printed. Throws when the reader has closed
    /// the pipe, even if there is no line to print.
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
