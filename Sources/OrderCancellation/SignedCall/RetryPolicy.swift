// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField

/// Decides after which failures the client repeats a call, how often, and how long it waits in between
/// ([CLIENT-1], [CLIENT-2]).
///
/// The wait before attempt n + 1 is a random time, uniform in [0, min(`maximumDelay`, `baseDelay`·2ⁿ⁻¹)]
/// ("full jitter"), plus the time that a Retry-After header states. If the wait would pass the deadline, the
/// call fails at once.
public struct RetryPolicy: Equatable, Sendable {
    /// The largest number of attempts, including the first; less than 1 counts as 1.
    public var maximumAttempts: Int
    /// The upper end of the first wait.
    public var baseDelay: Duration
    /// The upper end of any wait, not counting Retry-After.
    public var maximumDelay: Duration
    /// The time limit of one attempt.
    public var attemptTimeout: Duration
    /// The time limit of the call, including the waits.
    public var deadline: Duration

    /// A policy. By default it allows four attempts within half a minute.
    public init(
        maximumAttempts: Int = 4, baseDelay: Duration = .milliseconds(250),
        maximumDelay: Duration = .seconds(8),
        attemptTimeout: Duration = .seconds(10), deadline: Duration = .seconds(30)
    ) {
        self.maximumAttempts = maximumAttempts
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
        self.attemptTimeout = attemptTimeout
        self.deadline = deadline
    }

    // MARK: The decision

    /// The wait between a failed attempt and the next one; `nil` if the failure is final.
    ///
    /// - Parameters:
    ///   - error: the failure, with the number of attempts so far.
    ///   - isIdempotent: whether it is safe to repeat a request that may have been carried out.
    ///   - jitter: a number drawn uniformly from [0, 1).
    func wait(after error: CallError, isIdempotent: Bool, jitter: Double) -> Duration? {
        guard error.attempts < maximumAttempts, error.cause.meaning.isTransient,
            isIdempotent || !error.mayHaveBeenCarriedOut
        else { return nil }
        let doublings = min(error.attempts - 1, 30)
        let ceiling = min(maximumDelay, baseDelay * (1 << doublings))
        return (error.retryAfter ?? .zero) + ceiling * min(max(jitter, 0), 1)
    }
}

/// The header Retry-After (RFC 9110, section 10.2.3): a number of seconds, or a date.
enum RetryAfter {
    /// The longest wait that is returned: one day. A longer wait counts as one day.
    static let longest = Duration.seconds(86_400)

    /// The wait that `value` states: at least zero, at most ``longest``; `nil` if it is neither a number nor
    /// a date.
    static func parse(_ value: String, now: Date) -> Duration? {
        let text = value.trimmingCharacters(in: .whitespaces)
        let isNumber = !text.isEmpty && text.utf8.allSatisfy(\.isDecimalDigit)
        guard let seconds = isNumber ? Double(text) : parseDate(text)?.timeIntervalSince(now) else {
            return nil
        }
        return .seconds(max(0, min(seconds, longest / .seconds(1))))
    }

    /// Reads the three date formats of RFC 9110, section 5.6.7: IMF-fixdate, RFC 850 and asctime.
    private static func parseDate(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        for format in [
            "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM d HH:mm:ss yyyy",
        ] {
            formatter.dateFormat = format
            if let date = formatter.date(from: text) { return date }
        }
        return nil
    }
}
