// SPDX-License-Identifier: Apache-2.0

/// The number of valid and of invalid records over time, in at most ``maximumCount`` equal intervals, for
/// logs of any span.
package struct Timeline: Sendable {
    /// The possible lengths of an interval in seconds. Each divides the next one, so that intervals can be
    /// merged, and the interval of a record does not depend on the records before it.
    private static let lengths = [
        1, 2, 10, 30, 60, 120, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 864_000, 2_592_000,
        5_184_000, 31_104_000, 311_040_000, 3_110_400_000,
    ]
    /// The largest number of intervals from the first record to the last.
    package static let maximumCount = 120

    private var lengthIndex = 0
    private var counts: [Int: RecordCounts] = [:]
    /// The number of records without a readable time.
    package private(set) var untimed = 0

    /// The length of an interval in seconds.
    package var length: Int { Timeline.lengths[lengthIndex] }

    mutating func add(_ time: RecordTime?, isValid: Bool) {
        guard let time else {
            untimed += 1
            return
        }
        let index = Int(time.milliseconds) / 1000 / length
        let isNew = counts[index] == nil
        counts[index, default: RecordCounts()].add(isValid: isValid)
        // Only a new interval makes the span longer.
        while isNew, span.count > Timeline.maximumCount {
            let factor = Timeline.lengths[lengthIndex + 1] / length
            lengthIndex += 1
            counts = Dictionary(counts.map { ($0 / factor, $1) }) {
                RecordCounts(valid: $0.valid + $1.valid, invalid: $0.invalid + $1.invalid)
            }
        }
    }

    /// The numbers of the intervals from the first record to the last.
    private var span: Range<Int> {
        guard let first = counts.keys.min(), let last = counts.keys.max() else { return 0..<0 }
        return first..<last + 1
    }

    /// All intervals from the first record to the last, including those without records.
    package var intervals: [(start: RecordTime, counts: RecordCounts)] {
        span.compactMap { index in
            RecordTime(milliseconds: Int64(index * length) * 1000).map {
                ($0, counts[index] ?? RecordCounts())
            }
        }
    }
}
