// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A time from 1970 to 9999, in milliseconds since 1970-01-01T00:00:00Z.
/// Times are used only for the timeline: no verdict depends on them. Foundation parses them. It reads a day
/// after the end of a month as a day of the next month.
package struct RecordTime: Hashable, Sendable {
    /// Milliseconds since 1970.
    package let milliseconds: Int64

    private static let range = Int64(0)...253_402_300_799_999

    /// A moment; `nil` outside the range.
    package init?(milliseconds: Int64) {
        guard RecordTime.range.contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// A moment; `nil` outside the range.
    package init?(_ date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        guard let milliseconds = Int64(exactly: milliseconds) else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// Reads a date and time of RFC 3339, section 5.6.
    package init?(_ text: String) {
        // RFC 3339 also allows lower-case letters, and a space instead of the T.
        let upper = text.uppercased().replacing(" ", with: "T", maxReplacements: 1)
        guard let date = try? Date(upper, strategy: .iso8601) else { return nil }
        self.init(date)
    }

    /// "2024-02-29 12:00:00", in UTC, without the milliseconds.
    package var text: String {
        let whole = Date(timeIntervalSince1970: Double(milliseconds / 1000))
        return String(whole.formatted(.iso8601.dateTimeSeparator(.space)).dropLast())
    }
}
