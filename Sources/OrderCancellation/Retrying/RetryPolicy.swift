/// How often, and how long apart, a call is repeated that met with a passing failure: HTTP 429, HTTP 5xx, or a
/// broken connection.
///
/// The wait before attempt n + 1 is drawn uniformly from [0, min(`maximumDelay`, `baseDelay`·2ⁿ⁻¹)] ("full
/// jitter"), added to what a Retry-After header asks for. A wait that would pass the deadline is not begun.
public struct RetryPolicy: Equatable, Sendable {
    /// The most attempts, the first one included; at least 1.
    public var maximumAttempts: Int
    /// The upper end of the first wait.
    public var baseDelay: Duration
    /// The upper end of any wait.
    public var maximumDelay: Duration
    /// The most time for one attempt.
    public var attemptTimeout: Duration
    /// The most time for the call, waits included.
    public var deadline: Duration

    /// A policy; the default is four attempts within half a minute.
    public init(
        maximumAttempts: Int = 4, baseDelay: Duration = .milliseconds(250),
        maximumDelay: Duration = .seconds(8),
        attemptTimeout: Duration = .seconds(10), deadline: Duration = .seconds(30)
    ) {
        self.maximumAttempts = max(1, maximumAttempts)
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.attemptTimeout = attemptTimeout
        self.deadline = deadline
    }

    /// One attempt, no more.
    public static let never = RetryPolicy(maximumAttempts: 1)

    /// The wait after the `attempt`-th attempt has failed.
    ///
    /// - Parameters:
    ///   - jitter: a number drawn uniformly from [0, 1).
    ///   - retryAfter: what the exchange asked for.
    func delay(afterAttempt attempt: Int, jitter: Double, retryAfter: Duration?) -> Duration {
        let doublings = min(attempt - 1, 30)
        let ceiling = min(maximumDelay, baseDelay * (1 << doublings))
        return (retryAfter ?? .zero) + ceiling * min(max(jitter, 0), 1)
    }
}
