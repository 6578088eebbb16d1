// SPDX-License-Identifier: Apache-2.0

/// Lets at most `limit` calls begin in any one window of time; the others wait for their turn, in order
/// ([CLIENT-4]).
///
/// A server counts arrivals, not departures. The window is therefore a little longer than a second.
actor RateLimiter {
    /// The time in which at most `limit` calls begin.
    static let window = Duration.milliseconds(1050)

    private let limit: Int
    private let window: Duration
    private let clock: RelativeClock
    /// The instants of the last `limit` calls that were let through or given a turn, oldest first.
    private var turns: [Duration] = []

    /// - Parameter limit: at least 1.
    init(limit: Int, window: Duration = RateLimiter.window, on clock: RelativeClock) {
        self.limit = limit
        self.window = window
        self.clock = clock
    }

    /// Waits for a turn. A caller that is cancelled while it waits loses its turn; nobody else takes it,
    /// which errs on the side of fewer calls.
    ///
    /// - Parameter deadline: the latest instant that is worth waiting for; no turn is taken when it would
    ///   come later.
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
