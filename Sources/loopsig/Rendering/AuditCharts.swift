import StrictJSON
import SignatureAudit

/// The charts of an audit's page, drawn as SVG.
///
/// A drawing is stretched to the width of the page, and its words stand beside it as text, so that they can be read on a
/// telephone too.
struct AuditCharts {
    let summary: AuditSummary
    private static let keyLimit = 20

    // MARK: Verdicts over time

    /// How many records of each time were valid and how many were not.
    var time: HTML {
        let timeline = summary.timeline
        let intervals = timeline.intervals
        guard let first = intervals.first, let last = intervals.last else { return "" }
        let highest = max(1, intervals.map { $0.counts.valid + $0.counts.invalid }.max() ?? 1)
        // A few intervals are not stretched to the whole width.
        let width = 10 * max(intervals.count, 24)
        let bars = intervals.enumerated().map { index, interval -> HTML in
            let (valid, invalid) = (interval.counts.valid, interval.counts.invalid)
            guard valid + invalid > 0 else { return "" }
            let (low, high) = (AuditCharts.part(valid, of: highest), AuditCharts.part(invalid, of: highest))
            return """
                <g><title>\(interval.start.text): \(valid.grouped) valid, \(invalid.grouped) invalid</title>\
                <rect class="valid" x="\(10 * index)" y="\(1000 - low)" width="9" height="\(low)"/>\
                <rect class="invalid" x="\(10 * index)" y="\(1000 - low - high)" width="9" height="\(high)"/></g>

                """
        }
        let untimed =
            timeline.untimed == 0
            ? "" : " \(timeline.untimed.counted("record")) without a time are not in it."
        return """
            <section id="time">
            <h2>Verdicts over time</h2>
            <figure class="chart">
            <figcaption>Up to \(highest.counted("record")) in \(AuditCharts.name(ofSeconds: timeline.length)), \
            <span class="key valid">valid</span> and <span class="key invalid">invalid</span>.\(untimed)</figcaption>
            <svg class="time" viewBox="0 0 \(width) 1000" preserveAspectRatio="none" role="img" aria-label="Verdicts over time">
            \(bars)</svg>
            <div class="axis"><span>\(first.start.text)</span><span>\(last.start.text) UTC</span></div>
            </figure>
            </section>
            """
    }

    /// A length in thousandths of the chart; something is never nothing.
    private static func part(_ number: Int, of whole: Int) -> Int {
        number == 0 ? 0 : max(8, Int(1000 * Double(number) / Double(whole)))
    }

    private static let units = [("day", 86_400), ("hour", 3600), ("minute", 60)]

    private static func name(ofSeconds seconds: Int) -> String {
        let (unit, length) = units.first { seconds.isMultiple(of: $0.1) } ?? ("second", 1)
        return (seconds / length).counted(unit)
    }

    // MARK: Keys by exposure

    /// How many keys are exposed and how far, and the keys of which the log gives most away.
    var exposure: HTML {
        let keys = summary.keys
        guard !keys.isEmpty else { return "" }
        let classes: [(kind: String, name: String, count: Int)] = [
            ("invalid", "exposed", keys.count { $0.isExposed }),
            ("leaking", "leaking", keys.count { !$0.isExposed && $0.unreducedS > 0 }),
            ("valid", "neither", keys.count { !$0.isExposed && $0.unreducedS == 0 }),
        ]
        var position = 0
        let pieces = classes.map { kind, name, count -> HTML in
            let length = AuditCharts.part(count, of: keys.count)
            defer { position += length }
            return """
                <rect class="\(kind)" x="\(position)" y="0" width="\(length)" height="10"><title>\(count.grouped) \
                \(name)</title></rect>
                """
        }
        let legend = classes.map { kind, name, count -> HTML in
            "<span class=\"key \(kind)\">\(count.grouped) \(name)</span> "
        }
        let affected = keys.filter { $0.exposureRank > 0 }.sorted { $0.exposureRank > $1.exposureRank }
        return """
            <section id="exposure">
            <h2>Keys by exposure</h2>
            <figure class="chart">
            <figcaption>\(keys.count.counted("key")): \(legend)</figcaption>
            <svg class="share" viewBox="0 0 \(max(1, position)) 10" preserveAspectRatio="none" role="img" aria-label="Keys by exposure">
            \(pieces)</svg>
            </figure>
            \(bars(affected))
            </section>
            """
    }

    /// A bar a key, as long as the part of the secret key that the log gives away.
    private func bars(_ keys: [KeyExposure]) -> HTML {
        guard !keys.isEmpty else { return "" }
        let limit = KeyExposure.unreducedLimit
        let rows = keys.prefix(AuditCharts.keyLimit).map { key -> HTML in
            let given = key.exposureRank == .max ? limit : min(key.unreducedS, limit)
            let hex = key.key.hex
            let why =
                key.exposureRank == .max
                ? key.exposureName : "\(key.unreducedS.grouped) of \(limit) unreduced signatures"
            return """
                <div class="exposure"><span><code>\(hex.prefix(10) + "…" + hex.suffix(6))</code> account \
                \(AuditPage.list(key.accounts))</span>
                <svg class="bar" viewBox="0 0 \(limit) 10" preserveAspectRatio="none" role="img" aria-label="\(why)">
                <rect class="track" x="0" y="0" width="\(limit)" height="10"/>
                <rect class="\(given == limit ? "invalid" : "leaking")" x="0" y="0" width="\(given)" height="10"/></svg>
                <span>\(why)</span></div>

                """
        }
        let more = keys.count - rows.count
        let rest: HTML = more > 0 ? "<p class=\"quiet\">And \(more.grouped) keys more.</p>" : ""
        return """
            <p>What the log gives away of each secret key: all of it by a nonce that is used twice, three bits by each \
            unreduced S.</p>
            \(rows)\(rest)
            """
    }
}

extension KeyExposure {
    /// Whether others know the key or can sign for it.
    var isExposed: Bool { exposureRank >= KeyExposure.unreducedLimit }
}
