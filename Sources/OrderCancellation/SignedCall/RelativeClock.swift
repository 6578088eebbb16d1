// SPDX-License-Identifier: Apache-2.0

/// A clock of any kind. Its instants are durations since this value was created.
package struct RelativeClock: Sendable {
    private let elapsed: @Sendable () -> Duration
    private let wait: @Sendable (Duration, Duration?) async throws -> Void

    /// A clock that measures with `clock` and begins now.
    package init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let origin = clock.now
        elapsed = { origin.duration(to: clock.now) }
        wait = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: $1) }
    }

    /// The time since this value was created.
    package var now: Duration { elapsed() }

    /// Waits until ``now`` is `instant`.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    package func sleep(until instant: Duration, tolerance: Duration? = nil) async throws {
        try await wait(instant, tolerance)
    }

    /// Runs `operation` until it ends, `deadline` passes, or the calling task is cancelled, whichever comes
    /// first. In the last two cases this function cancels `operation` and throws without waiting for it,
    /// because `operation` may not react to cancellation.
    func timeLimited<Value: Sendable>(
        until deadline: Duration,
        _ operation: @escaping @Sendable () async throws(TransportFailure) -> Value
    ) async throws(TransportFailure) -> Value {
        let (results, continuation) = AsyncStream.makeStream(of: Result<Value, TransportFailure>.self)
        let work = Task {
            do throws(TransportFailure) {
                continuation.yield(.success(try await operation()))
            } catch {
                continuation.yield(.failure(error))
            }
        }
        let timer = Task {
            // The tolerance lets the system wake up for several timers at once.
            try await sleep(until: deadline, tolerance: .milliseconds(10))
            continuation.yield(.failure(TransportFailure(.timedOut)))
        }
        defer {
            work.cancel()
            timer.cancel()
        }
        // The stream ends without a result when the calling task is cancelled.
        for await result in results { return try result.get() }
        throw TransportFailure(.cancelled)
    }
}
