/// Lets at most `limit` calls begin in any one window of time; the others wait for their turn, in order.
///
/// The exchange allows five calls a second and counts arrivals, not departures. The default window is
/// therefore a little longer than a second ([CLIENT-4]).
actor RateLimiter {
    private let limit: Int
    private let window: Duration
    let clock: RelativeClock
    /// The instants of the last `limit` calls that were let through or given a turn, oldest first.
    private(set) var turns: [Duration] = []

    init(limit: Int = 5, window: Duration = .milliseconds(1050), on clock: RelativeClock) {
        precondition(limit > 0, "a limit of no calls lets nothing through")
        self.limit = limit
        self.window = window
        self.clock = clock
    }

    /// Waits for a turn. A caller that is cancelled while it waits loses its turn; nobody else takes it, which
    /// errs on the side of fewer calls.
    ///
    /// - Parameter deadline: the latest instant that is worth waiting for; no turn is taken when it would come
    ///   later.
    /// - Returns: whether the turn came in time.
    /// - Throws: `CancellationError`.
    func waitForTurn(before deadline: Duration) async throws -> Bool {
        let now = clock.now
        var turn = now
        if turns.count == limit, let oldest = turns.first { turn = max(now, oldest + window) }
        guard turn <= deadline else { return false }
        turns.append(turn)
        if turns.count > limit { turns.removeFirst() }
        if turn > now { try await clock.sleep(until: turn) }
        return true
    }
}

/// A clock of any kind, its instants counted from the moment at which this one was made.
package struct RelativeClock: Sendable {
    private let elapsed: @Sendable () -> Duration
    private let wait: @Sendable (Duration) async throws -> Void

    /// A clock on `clock` that begins now.
    package init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let origin = clock.now
        elapsed = { origin.duration(to: clock.now) }
        wait = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }

    /// The time since the beginning.
    package var now: Duration { elapsed() }

    /// Waits until ``now`` is `instant`.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, at once.
    package func sleep(until instant: Duration) async throws { try await wait(instant) }
}
