// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A clock that moves only when a test moves it or when a wait is skipped.
///
/// A sleep without a tolerance is a wait. It moves the clock to its end and returns at once, unless the clock
/// was created with `skipsWaits: false`. A sleep with a tolerance is a timeout. It lasts until the clock has
/// been moved to its end.
package final class ManualClock: Clock, @unchecked Sendable {
    package struct Instant: InstantProtocol {
        let offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    private struct Sleeper {
        let deadline: Duration
        let isTimeout: Bool
        let continuation: AsyncStream<Void>.Continuation
    }

    private let skipsWaits: Bool
    private let lock = NSLock()
    private var offset: Duration = .zero
    private var slept: [Duration] = []
    private var sleepers: [UUID: Sleeper] = [:]

    package init(skipsWaits: Bool = true) {
        self.skipsWaits = skipsWaits
    }

    package var now: Instant { Instant(offset: elapsed) }
    package var minimumResolution: Duration { .zero }
    /// The time since the clock was created.
    package var elapsed: Duration { lock.withLock { offset } }
    /// The length of each wait.
    package var sleeps: [Duration] { lock.withLock { slept } }
    /// Whether a wait is under way. Timeouts do not count.
    package var isWaitedFor: Bool { lock.withLock { sleepers.values.contains { !$0.isTimeout } } }

    package func advance(by duration: Duration) { move(to: elapsed + duration) }

    private func move(to end: Duration) {
        lock.withLock {
            offset = max(offset, end)
            for (id, sleeper) in sleepers where sleeper.deadline <= offset {
                sleepers[id] = nil
                sleeper.continuation.finish()
            }
        }
    }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        let id = UUID()
        if tolerance == nil { lock.withLock { slept.append(deadline.offset - offset) } }
        if tolerance == nil, skipsWaits { return move(to: deadline.offset) }
        let (end, continuation) = AsyncStream.makeStream(of: Void.self)
        lock.withLock {
            sleepers[id] = Sleeper(
                deadline: deadline.offset, isTimeout: tolerance != nil, continuation: continuation)
        }
        move(to: .zero)
        // The stream ends when the clock reaches the deadline, or when the task is cancelled.
        for await _ in end {}
        lock.withLock { sleepers[id] = nil }
        try Task.checkCancellation()
    }
}
