// SPDX-License-Identifier: Apache-2.0

/// Which failures are repeated, how often, and how long apart ([CLIENT-1], [CLIENT-2]).
///
/// The wait before attempt n + 1 is drawn uniformly from [0, min(`maximumDelay`, `baseDelay`·2ⁿ⁻¹)] ("full
/// jitter"), added to the time that a Retry-After header states. A wait that would pass the deadline is not
/// begun.
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

    // MARK: The decision

    enum Decision: Equatable {
        /// The failure is final.
        case giveUp
        /// Another attempt may follow after this time.
        case wait(Duration)
    }

    /// The decision after a failed attempt.
    ///
    /// - Parameters:
    ///   - error: the failure, with the number of attempts so far.
    ///   - isIdempotent: whether the request may be repeated although it may have been carried out.
    ///   - jitter: a number drawn uniformly from [0, 1).
    func decision(for error: CallError, isIdempotent: Bool, jitter: Double) -> Decision {
        guard error.attempts < maximumAttempts, Self.mayPass(error.cause),
            isIdempotent || !error.mayHaveBeenCarriedOut
        else { return .giveUp }
        return .wait(delay(afterAttempt: error.attempts, jitter: jitter, retryAfter: error.retryAfter))
    }

    /// Whether a later attempt may succeed: HTTP 429, HTTP 5xx, a connection that broke, and code 102118,
    /// with which the exchange itself says "please try again later". Never an answer that the signature, the
    /// key or the account is wrong, nor any other 4xx, redirect, or failure of TLS.
    private static func mayPass(_ cause: CallError.Cause) -> Bool {
        func isPassing(_ status: Int) -> Bool { status == 429 || (500..<600).contains(status) }
        return switch cause {
        case .rejected(let error) where error.code.isAuthenticationFailure: false
        case .rejected(let error): error.code == .tryAgainLater || isPassing(error.httpStatus)
        case .unreadableAnswer(let answer): isPassing(answer.httpStatus)
        case .connectionFailed(let failure): failure.isTransient
        case .apiKeyInvalid, .baseURLInvalid, .nonceIsZero, .redirectRefused, .deadlineExceeded,
            .taskCancelled:
            false
        }
    }

    /// The wait after the `attempt`-th attempt has failed.
    func delay(afterAttempt attempt: Int, jitter: Double, retryAfter: Duration?) -> Duration {
        let doublings = min(attempt - 1, 30)
        let ceiling = min(maximumDelay, baseDelay * (1 << doublings))
        return (retryAfter ?? .zero) + ceiling * min(max(jitter, 0), 1)
    }
}
