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

    private let lock = NSLock()
    // Guarded by `lock`.
    nonisolated(unsafe) private var waiting: [String] = []
    nonisolated(unsafe) private var leftOut = 0
    nonisolated(unsafe) private var end: ContinuousClock.Instant?

    /// Queues a line of at most 4,096 bytes. A pipe that `poll` reports as writable accepts this many at once
    /// (PIPE_BUF on Linux), so that writing the line does not block.
    func line(_ text: String) {
        lock.withLock {
            guard waiting.count < SandboxLog.limit else { return leftOut += 1 }
            if leftOut > 0 { waiting.append("(\(leftOut) lines left out: they were not read in time)") }
            leftOut = 0
            waiting.append(text)
        }
    }

    /// Prints the lines until ``close()`` is called, and then for at most half a second until all are
    /// printed. Throws when the reader has closed the pipe, even if there is no line to print.
    func print() async throws {
        while true {
            var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
            let events = poll(&output, 1, 0) > 0 ? Int32(output.revents) : 0
            if events & POLLERR != 0 { throw StandardOutput.Loss(reason: .brokenPipe) }
            let (line, isLast) = lock.withLock {
                let line = events != 0 && !waiting.isEmpty ? waiting.removeFirst() : nil
                return (line, end.map { waiting.isEmpty || $0 < .now } ?? false)
            }
            if let line { try StandardOutput.line(line) }
            if isLast { return }
            if line == nil { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    func close() { lock.withLock { end = .now + .milliseconds(500) } }
}
