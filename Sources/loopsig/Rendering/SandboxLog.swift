// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The lines that a sandbox prints while it runs, from ``start()`` on.
///
/// A line is queued, and a thread of the log's own prints it once standard output takes it: a reader that is
/// slow, or does not read, must not hold back an answer. Beyond ``limit`` lines are left out, and their
/// number takes their place. That the reader has gone is noticed even where nothing is printed.
final class SandboxLog: @unchecked Sendable {
    /// The most lines that wait.
    static let limit = 10_000

    /// The loss of standard output, once.
    let losses: AsyncStream<StandardOutput.Loss>
    private let loss: AsyncStream<StandardOutput.Loss>.Continuation

    private let changed = NSCondition()
    // These are guarded by `changed`.
    private var lines: [String] = []
    private var leftOut = 0
    private var isClosing = false
    private var isWorking = false

    init() {
        (losses, loss) = AsyncStream.makeStream()
    }

    /// Begins to print; the lines that are queued already come first.
    func start() {
        changed.withLock { isWorking = true }
        Thread.detachNewThread { self.work() }
    }

    /// Prints a line of at most 4,096 bytes, which a pipe that takes anything takes in one piece.
    func line(_ text: String) {
        changed.withLock {
            guard !isClosing, lines.count < Self.limit else {
                leftOut += 1
                return
            }
            if leftOut > 0 { lines.append("(\(leftOut) lines left out: they were not read in time)") }
            leftOut = 0
            lines.append(text)
            changed.signal()
        }
    }

    /// Takes no more lines, and waits for those that are queued: half a second at most.
    func close() {
        changed.withLock {
            isClosing = true
            changed.signal()
            let end = Date(timeIntervalSinceNow: 0.5)
            while isWorking, changed.wait(until: end) {}
        }
    }

    // MARK: The thread

    private func work() {
        do throws(StandardOutput.Loss) {
            while let lines = try nextLines() {
                for line in lines {
                    while !takesOutput() {
                        if changed.withLock({ isClosing }) { return done() }
                    }
                    try StandardOutput.line(line)
                }
            }
        } catch {
            loss.yield(error)
        }
        done()
    }

    private func done() {
        changed.withLock {
            isWorking = false
            changed.signal()
        }
    }

    /// The lines that are queued, once there are some; `nil` at the end.
    private func nextLines() throws(StandardOutput.Loss) -> [String]? {
        changed.lock()
        defer { changed.unlock() }
        while lines.isEmpty {
            if isClosing { return nil }
            if !changed.wait(until: Date(timeIntervalSinceNow: 0.5)), state(awaiting: 0, 0) & POLLERR != 0 {
                throw .readerHasGone
            }
        }
        defer { lines = [] }
        return lines
    }

    /// Whether standard output takes something, now or within a tenth of a second.
    private func takesOutput() -> Bool {
        state(awaiting: POLLOUT, 100) != 0
    }

    /// The events of standard output, those that are not asked for included: errors, or that it is closed.
    private func state(awaiting events: Int32, _ milliseconds: Int32) -> Int32 {
        var state = pollfd(fd: STDOUT_FILENO, events: Int16(events), revents: 0)
        return poll(&state, 1, milliseconds) > 0 ? Int32(state.revents) : 0
    }
}
