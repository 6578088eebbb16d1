// SPDX-License-Identifier: Apache-2.0
import SignatureAudit

extension AuditPage {
    private static let units = [("day", 86_400), ("hour", 3600), ("minute", 60)]

    /// A chart, 1000 high, of the numbers of valid and invalid records over time; `nil` if no record has a
    /// time.
    static func chart(of timeline: Timeline) -> Model? {
        let intervals = timeline.intervals
        guard let first = intervals.first, let last = intervals.last else { return nil }
        let highest = max(1, intervals.map { $0.counts.valid + $0.counts.invalid }.max() ?? 1)
        let (unit, length) = units.first { timeline.length.isMultiple(of: $0.1) } ?? ("second", 1)
        let columns = intervals.enumerated().compactMap { index, interval -> Model? in
            let (valid, invalid) = (interval.counts.valid, interval.counts.invalid)
            guard valid + invalid > 0 else { return nil }
            let low = ShareBar.length(of: valid, in: highest)
            let high = ShareBar.length(of: invalid, in: highest)
            return [
                "label": "\(interval.start.text): \(valid.grouped) valid, \(invalid.grouped) invalid",
                "x": 10 * index, "validTop": 1000 - low, "validHeight": low,
                "invalidTop": 1000 - low - high, "invalidHeight": high,
            ]
        }
        return [
            "highest": highest.counted("record"), "interval": (timeline.length / length).counted(unit),
            "begin": first.start.text, "end": last.start.text, "columns": columns,
            "untimed": timeline.untimed == 0 ? nil : timeline.untimed.counted("record"),
            // The chart has room for at least 24 intervals, so that a few are not stretched to the whole
            // width.
            "width": 10 * max(intervals.count, 24),
        ]
    }

    /// How many keys are exposed or leaking, and the keys of which the log reveals the most; `nil` if there
    /// are no keys.
    static func exposureChart(of keys: [KeyExposure]) -> Model? {
        guard !keys.isEmpty else { return nil }
        let classes: [(kind: Tone, name: String, count: Int)] = [
            (.bad, "exposed", keys.count { $0.exposed != nil }),
            (.warning, "leaking", keys.count { $0.exposed == nil && $0.unreducedS > 0 }),
            (.good, "neither", keys.count { $0.exposed == nil && $0.unreducedS == 0 }),
        ]
        let affected = keys.filter { $0.exposureRank > 0 }.sorted { $0.exposureRank > $1.exposureRank }
        return [
            "keyCount": keys.count.counted("key"), "bar": ShareBar.model("Keys by exposure", classes),
            "legend": classes.map { ["kind": $0, "name": "\($2.grouped) \($1)"] as Model },
            "affected": Model.rows(of: affected, limit: 20) { exposureRow($1) },
        ]
    }

    /// A key, with a bar as long as the part of the secret that the log reveals.
    private static func exposureRow(_ key: KeyExposure) -> Model {
        let limit = KeyExposure.unreducedLimit
        let revealed = min(key.exposureRank, limit)
        let why =
            key.exposureRank == .max
            ? key.exposureName : "\(key.unreducedS.grouped) of \(limit) unreduced signatures"
        let parts: [(Tone, String, Int)] = [
            (revealed == limit ? .bad : .warning, "revealed", revealed), (.neutral, "not", limit - revealed),
        ]
        return [
            "key": abbreviated(key.key.hex), "accounts": list(key.accounts), "why": why,
            "bar": ShareBar.model(why, parts),
        ]
    }
}

extension KeyExposure {
    /// How much of the secret the log reveals, in parts of ``unreducedLimit``. The page lists the keys with
    /// the highest rank first.
    var exposureRank: Int {
        switch exposed {
        case .nonceReused?, .sharedNonce?, .weakKey?: .max
        case .unreducedS?, nil: unreducedS
        }
    }

    /// The reason why others know the key or can sign for it.
    var exposureName: String {
        switch exposed {
        case .nonceReused?: "a nonce used twice"
        case .sharedNonce?: "shared nonces"
        case .unreducedS?: "unreduced S"
        case .weakKey?: "its low order"
        case nil: unreducedS > 0 ? "not yet" : ""
        }
    }
}
