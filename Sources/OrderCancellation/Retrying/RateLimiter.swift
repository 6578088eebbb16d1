/// Lets at most `limit` calls begin in any one window of time; the others wait for their turn, in order.
///
/// The exchange allows five calls a second and counts arrivals, not departures. The default window is
/// therefore a little longer than a second.
public actor RateLimiter {
    /// The most calls in a window.
    public let limit: Int
    /// The length of the window.
    public let window: Duration

    private let time: any TimeSource
    /// The instants of the last `limit` calls that were let through or given a turn, oldest first.
    private(set) var turns: [Duration] = []

    /// A limiter.
    public init(limit: Int = 5, window: Duration = .milliseconds(1050), time: any TimeSource = SystemTime()) {
        precondition(limit > 0, "a limit of no calls lets nothing through")
        self.limit = limit
        self.window = window
        self.time = time
    }

    /// Waits for a turn. A caller that is cancelled while it waits loses its turn; nobody else takes it, which
    /// errs on the side of fewer calls.
    ///
    /// - Parameter deadline: the latest instant that is worth waiting for; no turn is taken when it would come
    ///   later.
    /// - Returns: whether the turn came in time.
    /// - Throws: `CancellationError`.
    func waitForTurn(before deadline: Duration) async throws -> Bool {
        let now = time.now
        var turn = now
        if turns.count == limit, let oldest = turns.first { turn = max(now, oldest + window) }
        guard turn <= deadline else { return false }
        turns.append(turn)
        if turns.count > limit { turns.removeFirst() }
        if turn > now { try await time.sleep(until: turn) }
        return true
    }
}
