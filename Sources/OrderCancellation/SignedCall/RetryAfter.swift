// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField

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
