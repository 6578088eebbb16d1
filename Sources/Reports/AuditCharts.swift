// SPDX-License-Identifier: Apache-2.0
import SignatureAudit

/// A chart of the numbers of valid and invalid records over time.
struct TimeChart {
    /// One interval; the chart is 1000 high.
    struct Interval {
        let label: String
        let x, validTop, validHeight, invalidTop, invalidHeight: Int
    }

    let highest, interval, begin, end: String
    let untimed: String?
    let width: Int
    let columns: [Interval]

    private static let units = [("day", 86_400), ("hour", 3600), ("minute", 60)]

    /// `nil` if no record has a time.
    init?(_ timeline: Timeline) {
        let intervals = timeline.intervals
        guard let first = intervals.first, let last = intervals.last else { return nil }
        let highest = max(1, intervals.map { $0.counts.valid + $0.counts.invalid }.max() ?? 1)
        self.highest = highest.counted("record")
        let (unit, length) = Self.units.first { timeline.length.isMultiple(of: $0.1) } ?? ("second", 1)
        interval = (timeline.length / length).counted(unit)
        begin = first.start.text
        end = last.start.text
        untimed = timeline.untimed == 0 ? nil : timeline.untimed.counted("record")
        // The chart has room for at least 24 intervals, so that a few are not stretched to the whole width.
        width = 10 * max(intervals.count, 24)
        columns = intervals.enumerated().compactMap { index, interval in
            let (valid, invalid) = (interval.counts.valid, interval.counts.invalid)
            guard valid + invalid > 0 else { return nil }
            let low = ShareBar.length(of: valid, in: highest)
            let high = ShareBar.length(of: invalid, in: highest)
            return Interval(
                label: "\(interval.start.text): \(valid.grouped) valid, \(invalid.grouped) invalid",
                x: 10 * index, validTop: 1000 - low, validHeight: low, invalidTop: 1000 - low - high,
                invalidHeight: high)
        }
    }
}

/// How many keys are exposed or leaking, and the keys of which the log reveals the most.
struct ExposureChart {
    /// A key, with a bar as long as the part of the secret that the log reveals.
    struct Key {
        let key, accounts, why: String
        let bar: ShareBar?

        init(_ key: KeyExposure) {
            let limit = KeyExposure.unreducedLimit
            let revealed = min(key.exposureRank, limit)
            self.key = AuditPage.abbreviated(key.key.hex)
            accounts = AuditPage.list(key.accounts)
            why =
                key.exposureRank == .max
                ? key.exposureName : "\(key.unreducedS.grouped) of \(limit) unreduced signatures"
            bar = ShareBar(
                why,
                [
                    (revealed == limit ? .bad : .warning, "revealed", revealed),
                    (.neutral, "not", limit - revealed),
                ])
        }
    }

    private static let keyLimit = 20

    let keyCount: String
    let legend: [(kind: Tone, name: String)]
    let bar: ShareBar?
    let affected: Rows<Key>?

    /// `nil` if there are no keys.
    init?(_ keys: [KeyExposure]) {
        guard !keys.isEmpty else { return nil }
        let classes: [(kind: Tone, name: String, count: Int)] = [
            (.bad, "exposed", keys.count { $0.exposed != nil }),
            (.warning, "leaking", keys.count { $0.exposed == nil && $0.unreducedS > 0 }),
            (.good, "neither", keys.count { $0.exposed == nil && $0.unreducedS == 0 }),
        ]
        keyCount = keys.count.counted("key")
        legend = classes.map { ($0.kind, "\($0.count.grouped) \($0.name)") }
        bar = ShareBar("Keys by exposure", classes)
        let affected = keys.filter { $0.exposureRank > 0 }.sorted { $0.exposureRank > $1.exposureRank }
        self.affected = Rows(of: affected, limit: Self.keyLimit) { key, _ in Key(key) }
    }
}
