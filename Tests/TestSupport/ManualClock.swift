import Foundation

/// A clock that stands still until it is told otherwise, or somebody sleeps: then it is at the end of the sleep at once.
package final class ManualClock: Clock, @unchecked Sendable {
    package struct Instant: InstantProtocol {
        let offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    private let lock = NSLock()
    private var offset: Duration = .zero
    private var slept: [Duration] = []

    package init() {}

    package var now: Instant { Instant(offset: elapsed) }
    package var minimumResolution: Duration { .zero }
    /// The time since the clock was made.
    package var elapsed: Duration { lock.withLock { offset } }
    /// How long each sleep was.
    package var sleeps: [Duration] { lock.withLock { slept } }

    package func advance(by duration: Duration) {
        lock.withLock { offset += duration }
    }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        lock.withLock {
            slept.append(deadline.offset - offset)
            offset = max(offset, deadline.offset)
        }
    }
}
