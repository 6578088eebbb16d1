// SPDX-License-Identifier: Apache-2.0

/// A clock of any kind, its instants counted from the moment at which this one was made.
package struct RelativeClock: Sendable {
    private let elapsed: @Sendable () -> Duration
    private let wait: @Sendable (Duration, Duration?) async throws -> Void

    /// A clock on `clock` that begins now.
    package init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let origin = clock.now
        elapsed = { origin.duration(to: clock.now) }
        wait = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: $1) }
    }

    /// The time since the beginning.
    package var now: Duration { elapsed() }

    /// Waits until ``now`` is `instant`.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, at once.
    package func sleep(until instant: Duration, tolerance: Duration? = nil) async throws {
        try await wait(instant, tolerance)
    }

    /// The result of `operation`, or a failure at `deadline` or when the calling task is cancelled, whichever
    /// comes first. Then `operation` is cancelled, and not waited for: it may not react to that.
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
            // A tolerance, because a deadline need not be kept to the microsecond.
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
