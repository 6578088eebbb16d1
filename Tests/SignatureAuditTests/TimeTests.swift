// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import TestSupport
import Testing

@testable import SignatureAudit

/// The times of records, and the timeline.
@Suite struct TimeTests {
    /// The examples of RFC 3339, section 5.8, and the ends of the range.
    @Test(arguments: [
        ("1985-04-12T23:20:50.52Z", 482_196_050_520), ("1996-12-19T16:39:57-08:00", 851_042_397_000),
        ("1990-12-31T23:59:60Z", 662_688_000_000), ("1990-12-31T15:59:60-08:00", 662_688_000_000),
        ("1970-01-01T00:00:00Z", 0), ("1970-01-01t01:00:00.000+01:00", 0),
        ("2000-02-29 00:00:00z", 951_782_400_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func aTimeOfRFC3339IsRead(text: String, milliseconds: Int) {
        #expect(Date(recorded: .text(text))?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2024", "2024-01-01", "2024-01-01T00:00:00", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
        "2024-01-00T00:00:00Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+24:00", "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59-01:00", "２024-01-01T00:00:00Z", "yesterday", "now",
    ])
    func anyOtherTextIsNotATime(text: String) { #expect(Date(recorded: .text(text)) == nil) }

    @Test func aTimeOutsideTheRangeIsIgnored() {
        for milliseconds in [-1, 253_402_300_800_000, .min, .max] {
            #expect(Date(recorded: .integer(milliseconds)) == nil)
        }
        for seconds in [-1, 253_402_300_800, .infinity, -.infinity, .nan] as [TimeInterval] {
            #expect(Date(recorded: Date(timeIntervalSince1970: seconds)) == nil)
        }
        #expect(Date(recorded: .integer(253_402_300_799_999))?.milliseconds == 253_402_300_799_999)
        #expect(Date(recorded: .number("1.5")) == nil && Date(recorded: .boolean(true)) == nil)
    }

    /// Compares with Foundation's calendar.
    @Test func datesEqualThoseOfTheCalendar() throws {
        var generator = SeededGenerator(seed: 940)
        for _ in 0..<500 {
            let milliseconds = Int(generator.next() % 253_402_300_800_000)
            let time = try #require(Date(recorded: .integer(milliseconds)))
            #expect(time.milliseconds == milliseconds)
            let date = Date(timeIntervalSince1970: Double(milliseconds / 1000))
            let expected = date.formatted(.iso8601.dateTimeSeparator(.space).timeZoneSeparator(.omitted))
            #expect(time.textInUTC + "Z" == expected)
            #expect(
                Date(recorded: .text(time.textInUTC + "Z"))?.milliseconds == milliseconds / 1000 * 1000)
        }
    }

    @Test func everyRecordIsCountedForAnySpan() throws {
        var generator = SeededGenerator(seed: 941)
        for span in [1, 1000, 60_000, 86_400_000, 31_536_000_000, 253_402_300_800_000] as [UInt64] {
            let times = (0..<300).map { _ in Date(recorded: .integer(Int(generator.next() % span))) }
            var (forward, backward) = (Timeline(), Timeline())
            for (i, time) in times.enumerated() { forward.add(time, isValid: i % 3 == 0) }
            for (i, time) in times.enumerated().reversed() { backward.add(time, isValid: i % 3 == 0) }
            let intervals = forward.intervals
            #expect(intervals.count <= Timeline.maximumCount)
            #expect(intervals.reduce(0) { $0 + $1.counts.valid } == 100)
            #expect(intervals.reduce(0) { $0 + $1.counts.invalid } == 200)
            #expect(intervals.map(\.counts) == backward.intervals.map(\.counts))
            #expect(intervals.map(\.start) == backward.intervals.map(\.start))
            for interval in intervals {
                let here = times.filter {
                    guard let time = $0?.milliseconds else { return false }
                    return time >= interval.start.milliseconds
                        && time < interval.start.milliseconds + forward.length * 1000
                }
                #expect(here.count == interval.counts.valid + interval.counts.invalid)
            }
        }
        var timeline = Timeline()
        timeline.add(nil, isValid: true)
        #expect(timeline.untimed == 1 && timeline.intervals.isEmpty)
    }
}
