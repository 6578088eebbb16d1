import Foundation

/// A moment from 1970 to 9999 in UTC, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Days and dates are converted by the algorithms of Hinnant, "chrono-compatible low-level date algorithms":
/// years begin in March, so that the leap day is the last one.
package struct RecordTime: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970.
    package let milliseconds: Int64

    private static let range = Int64(0)...253_402_300_799_999

    /// A moment; `nil` outside the range.
    package init?(milliseconds: Int64) {
        guard RecordTime.range.contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// The moment of the call.
    static var now: RecordTime? {
        RecordTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }

    /// Reads a date and time of RFC 3339, section 5.6. What is finer than a millisecond is dropped; a leap second is
    /// the second after it.
    package init?(_ text: String) {
        var reader = TimeReader(text)
        guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
            let day = reader.digits(2), reader.take("T", "t", " "), let hour = reader.digits(2),
            reader.take(":"), let minute = reader.digits(2), reader.take(":"),
            let second = reader.digits(2), let fraction = reader.fraction(), let offset = reader.offset(),
            reader.isAtEnd, (1...12).contains(month), day >= 1, day <= RecordTime.days(of: month, year),
            hour <= 23, minute <= 59, second <= 60
        else { return nil }
        let minutes = (RecordTime.dayNumber(year, month, day) * 24 + hour) * 60 + minute - offset
        self.init(milliseconds: Int64((minutes * 60 + second) * 1000 + fraction))
    }

    /// "2024-02-29 12:00:00", in UTC, without the milliseconds.
    package var text: String {
        let seconds = Int(milliseconds / 1000)
        let (year, month, day) = RecordTime.date(seconds / 86_400)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        let date = "\(year)-\(two(month))-\(two(day))"
        return "\(date) \(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    package static func < (a: RecordTime, b: RecordTime) -> Bool { a.milliseconds < b.milliseconds }

    private static func days(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a date from year 0 on.
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year + 399 : year + 400
        let (era, yearOfEra) = (y / 400, y % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era - 1) * 146_097 + dayOfEra - 719_468
    }

    /// The date so many days after 1970-01-01.
    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let (era, dayOfEra) = (z / 146_097, z % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return (year, month < 10 ? month + 3 : month - 9, day)
    }
}

/// A walk over the parts of a time.
private struct TimeReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ alternatives: Unicode.Scalar...) -> Bool {
        guard let byte = rest.first, alternatives.contains(Unicode.Scalar(byte)) else { return false }
        rest.removeFirst()
        return true
    }

    /// A number of exactly so many digits.
    mutating func digits(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            number = 10 * number + digit
        }
        return number
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, 0x30...0x39 ~= byte else { return nil }
        rest.removeFirst()
        return Int(byte) - 0x30
    }

    /// Milliseconds; none where there is no point.
    mutating func fraction() -> Int? {
        guard take(".") else { return 0 }
        guard let tenths = digit() else { return nil }
        let (hundredths, thousandths) = (digit(), digit())
        while digit() != nil {}
        return 100 * tenths + 10 * (hundredths ?? 0) + (thousandths ?? 0)
    }

    /// Minutes east of UTC.
    mutating func offset() -> Int? {
        if take("Z", "z") { return 0 }
        let isWest = rest.first == UInt8(ascii: "-")
        guard take("+", "-"), let hours = digits(2), take(":"), let minutes = digits(2), hours <= 23,
            minutes <= 59
        else { return nil }
        return (isWest ? -1 : 1) * (60 * hours + minutes)
    }
}
