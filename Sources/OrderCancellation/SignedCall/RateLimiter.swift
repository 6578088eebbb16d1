// SPDX-License-Identifier: Apache-2.0

/// Lets at most `limit` calls begin in any one window of time. Further calls wait for their turn, in order
/// ([CLIENT-4]).
///
/// The server counts calls when they arrive, which may be closer together than when they were sent. The
/// window is therefore a little longer than the server's second.
actor RateLimiter {
    static let window = Duration.milliseconds(1050)

    private let limit: Int
    private let clock: RelativeClock
    /// The turns of the last `limit` calls, in the past or future, oldest first.
    private var turns: [Duration] = []

    /// - Parameter limit: at least 1.
    init(limit: Int, on clock: RelativeClock) {
        self.limit = limit
        self.clock = clock
    }

    /// Waits for a turn: now, or one window after the call that came `limit` calls earlier.
    ///
    /// A caller that is cancelled while it waits loses its turn. No other caller takes that turn, so there
    /// may be fewer calls than the limit allows, never more.
    ///
    /// - Parameter deadline: if the turn would come later than this instant, the call takes no turn.
    /// - Throws: `deadlineExceeded` or `taskCancelled`.
    func waitForTurn(before deadline: Duration) async throws(CallFailure) {
        let now = clock.now
        var turn = now
        if turns.count == limit, let oldest = turns.first { turn = max(now, oldest + RateLimiter.window) }
        guard turn <= deadline else { throw .deadlineExceeded }
        turns.append(turn)
        if turns.count > limit { turns.removeFirst() }
        guard turn > now else { return }
        do { try await clock.sleep(until: turn) } catch { throw .taskCancelled }
    }
}
