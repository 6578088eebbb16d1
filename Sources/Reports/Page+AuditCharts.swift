// SPDX-License-Identifier: Apache-2.0
import SignatureAudit

extension Page {
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
            let low = Model.barLength(of: valid, in: highest)
            let high = Model.barLength(of: invalid, in: highest)
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

    /// How many keys are exposed or leaking; `nil` if there are no keys.
    static func exposureChart(of keys: [KeyExposure]) -> Model? {
        guard !keys.isEmpty else { return nil }
        let classes: [(kind: Tone, name: String, count: Int)] = [
            (.bad, "exposed", keys.count { $0.exposed != nil }),
            (.warning, "leaking", keys.count { $0.exposed == nil && $0.unreducedS > 0 }),
            (.good, "neither", keys.count { $0.exposed == nil && $0.unreducedS == 0 }),
        ]
        return [
            "keyCount": keys.count.counted("key"), "bar": Model.bar("Keys by exposure", classes),
            "legend": classes.map { ["kind": $0, "name": "\($2.grouped) \($1)"] as Model },
        ]
    }

    /// The keys, those of which the log reveals the most first, each with a bar as long as the part of the
    /// secret that the log reveals.
    static func table(of keys: [KeyExposure]) -> Model? {
        let limit = KeyExposure.unreducedLimit
        let keys = keys.sorted { ($1.revealed.parts, $1.signatures) < ($0.revealed.parts, $0.signatures) }
        return Model.rows(of: keys) { _, key in
            let (parts, why) = (min(key.revealed.parts, limit), key.revealed.why)
            let bar: [(Tone, String, Int)] = [
                (parts == limit ? .bad : .warning, "revealed", parts), (.neutral, "not", limit - parts),
            ]
            return [
                "key": key.key.hex, "accounts": list(key.accounts), "signatures": key.signatures.grouped,
                "valid": key.valid.grouped, "unreducedS": key.unreducedS.grouped, "why": why,
                "bar": parts == 0 ? nil : Model.bar(why, bar),
            ]
        }
    }
}

extension KeyExposure {
    /// How much of the secret the log reveals, in parts of ``unreducedLimit`` (or everything), and why.
    fileprivate var revealed: (parts: Int, why: String) {
        switch exposed {
        case .nonceReused?: (.max, "a nonce used twice")
        case .sharedNonce?: (.max, "shared nonces")
        case .weakKey?: (.max, "its low order")
        case .unreducedS?, nil:
            (
                unreducedS,
                unreducedS == 0
                    ? "" : "\(unreducedS.grouped) of \(KeyExposure.unreducedLimit) unreduced signatures"
            )
        }
    }
}
