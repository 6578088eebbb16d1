// SPDX-License-Identifier: Apache-2.0

/// How many records of each time were valid and how many were not, in at most ``maximumCount`` equal intervals,
/// whatever the span of the log.
package struct Timeline: Sendable {
    /// Records of an interval.
    package struct Counts: Equatable, Sendable {
        package var valid = 0
        package var invalid = 0
    }

    /// An interval has some length of these, in seconds. Each divides the next one, so that intervals can be put
    /// together, and the interval of a record does not depend on the records before it.
    private static let lengths = [
        1, 2, 10, 30, 60, 120, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 864_000, 2_592_000,
        5_184_000, 31_104_000, 311_040_000, 3_110_400_000,
    ]
    /// The most intervals from the first record to the last.
    package static let maximumCount = 120

    private var lengthIndex = 0
    private var counts: [Int: Counts] = [:]
    private var span: ClosedRange<Int>?
    /// Records without a time that could be read.
    package private(set) var untimed = 0

    /// Seconds of an interval.
    package var length: Int { Timeline.lengths[lengthIndex] }

    mutating func add(_ time: RecordTime?, isValid: Bool) {
        guard let time else {
            untimed += 1
            return
        }
        var index = Int(time.milliseconds) / 1000 / length
        var span = self.span.map { min($0.lowerBound, index)...max($0.upperBound, index) } ?? index...index
        while span.count > Timeline.maximumCount {
            let factor = Timeline.lengths[lengthIndex + 1] / length
            lengthIndex += 1
            counts = counts.reduce(into: [:]) { merged, interval in
                merged[interval.key / factor, default: Counts()].valid += interval.value.valid
                merged[interval.key / factor, default: Counts()].invalid += interval.value.invalid
            }
            index /= factor
            span = span.lowerBound / factor...span.upperBound / factor
        }
        self.span = span
        if isValid {
            counts[index, default: Counts()].valid += 1
        } else {
            counts[index, default: Counts()].invalid += 1
        }
    }

    /// The intervals from the first record to the last, those without records too.
    package var intervals: [(start: RecordTime, counts: Counts)] {
        (span.map(Array.init) ?? []).compactMap { index in
            RecordTime(milliseconds: Int64(index * length) * 1000).map { ($0, counts[index] ?? Counts()) }
        }
    }
}
