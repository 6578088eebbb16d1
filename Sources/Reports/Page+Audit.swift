// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import PrimeField
import SignatureAudit
import SignatureDiagnosis
import StrictJSON

extension Page {
    /// The maximum number of rows of a table. Further rows are only counted.
    static let rowLimit = 100

    /// The page of `audit --report`.
    package init(_ summary: AuditSummary) {
        let findings = summary.criticalFindings
        let model: Model = [
            "tiles": [
                tile(summary.records, "records", nil), tile(summary.valid, "valid", .good),
                tile(summary.invalid, "invalid", .warning),
                tile(summary.malformed, "not a record", .warning),
                tile(summary.notThisScheme.count, "of another scheme", nil),
                tile(summary.bodyMissing.count, "without their body", nil),
                tile(summary.critical, "keys exposed", .bad),
            ],
            "isStrict": summary.profile == .strict, "began": summary.began?.textInUTC,
            "duration": Page.duration(summary.seconds),
            "stop": summary.isComplete ? nil : summary.records.grouped,
            "files": summary.files.map { file -> Model in
                ["name": VisibleText.excerpt(file.name), "bytes": file.bytes.grouped, "sha256": file.sha256]
            },
            "criticalCount": findings.count.grouped,
            "critical": Model.rows(of: findings) { Page.row($1, in: summary) },
            "unreducedLimit": KeyExposure.unreducedLimit,
            "sharedNonces": summary.sharedNonces.prefix(Page.sharedLimit).map {
                Page.table($0, in: summary)
            },
            "timeline": Page.chart(of: summary.timeline),
            "causes": Model.rows(of: summary.causes) { Page.row($0, $1, in: summary) },
            "accounts": Page.accounts(of: summary),
            "exposure": Page.exposureChart(of: summary.keys),
            "keyTable": Page.table(of: summary.keys),
            "notes": summary.notes,
            "logAdvice": summary.advice,
            "samples": summary.causes.prefix(Page.rowLimit).enumerated().compactMap {
                Page.samples(of: $1, number: $0, in: summary)
            },
        ]
        self.init(
            "audit", heading: "Audit of signatures", verdict: Page.verdict(on: summary), model)
    }

    private static func verdict(on summary: AuditSummary) -> (String, Bool, String?) {
        let rest = summary.isComplete ? "" : ". The audit was stopped before the end of the log"
        let records = summary.records.counted("record")
        let sentence = "\(records) under the \(summary.profile.rawValue) profile\(rest)"
        if summary.critical > 0 {
            return ("\(summary.critical.counted("key")) exposed", false, sentence)
        }
        if summary.judged == 0 { return ("Nothing was judged", false, sentence) }
        let word = summary.invalid > 0 ? "Not all are valid" : "All are valid"
        return (word, summary.invalid == 0, sentence)
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\((seconds * 10).rounded() / 10) s" }
        return "\((whole / 60).grouped) min \(whole % 60) s"
    }

    // MARK: Charts

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
                "label": "\(interval.start.textInUTC): \(valid.grouped) valid, \(invalid.grouped) invalid",
                "x": 10 * index, "validTop": 1000 - low, "validHeight": low,
                "invalidTop": 1000 - low - high, "invalidHeight": high,
            ]
        }
        return [
            "highest": highest.counted("record"), "interval": (timeline.length / length).counted(unit),
            "begin": first.start.textInUTC, "end": last.start.textInUTC, "columns": columns,
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

    // MARK: Rows

    /// How many tables, keys and nonces are shown of keys that share nonces.
    static let (sharedLimit, keyLimit, nonceLimit) = (20, 8, 20)

    /// A critical finding: what was found, why it is certain, and what to do.
    static func row(_ finding: CriticalFinding, in summary: AuditSummary) -> Model {
        [
            "finding": finding, "keys": finding.keys.prefix(keyLimit).map(\.hex), "rx": finding.rx?.hex,
            "accounts": list(finding.accounts), "places": summary.places(finding.lines, limit: 100),
        ]
    }

    /// Keys that share nonces, as a table: a column for each key, a row for each nonce, and a mark for each
    /// key that signed with the nonce.
    static func table(_ part: SharedNonces, in summary: AuditSummary) -> Model {
        let keys = part.keys.prefix(keyLimit)
        let nonces = part.nonces.first.prefix(nonceLimit)
        let more = [(part.keys.count - keys.count, "key"), (part.nonces.count - nonces.count, "nonce")]
            .filter { $0.0 > 0 }.map { $0.counted($1) }.joined(separator: " and ")
        return [
            "kind": part.determines ? Tone.bad : .warning, "determines": part.determines,
            "keyCount": part.keys.count.counted("key"),
            "keys": keys.enumerated().map { ["name": "k\($0 + 1)", "hex": $1.hex] as Model },
            "nonces": nonces.map { nonce -> Model in
                [
                    "name": nonce.rx.hex.prefix(10) + "…" + nonce.rx.hex.suffix(6), "hex": nonce.rx.hex,
                    "marks": keys.map { nonce.keys.contains($0) ? "●" : "" },
                    "places": summary.places(nonce.lines),
                ]
            },
            "omitted": more.isEmpty ? nil : "And \(more) more; the summary in JSON has the first of them.",
        ]
    }

    /// A cause of failures, with a link to its samples.
    static func row(_ number: Int, _ cause: AuditSummary.CauseRecords, in summary: AuditSummary) -> Model {
        [
            "name": shortened(cause.name), "link": cause.samples.isEmpty ? nil : sampleID(number),
            "count": cause.lines.count.grouped,
            "accounts": cause.accounts.listed(3, more: { " and \($0.counted("account")) more" }) {
                "\($0.count.grouped) of \($0.account)"
            },
            "places": summary.places(cause.lines),
        ]
    }

    /// The accounts, those with the most failures first, and the most frequent cause of the failures of each.
    static func accounts(of summary: AuditSummary) -> Model? {
        let accounts = summary.countsByAccount.sorted {
            ($1.value.invalid, $0.key) < ($0.value.invalid, $1.key)
        }
        let causes = summary.causes
        return Model.rows(of: accounts) { _, row in
            let (account, counts) = row
            let failures = causes.map { ($0.name, count: $0.countsByAccount[account] ?? 0) }
            let chief = failures.max { $0.count < $1.count }.flatMap { $0.count > 0 ? $0 : nil }
            return [
                "account": account, "records": (counts.valid + counts.invalid).grouped,
                "valid": counts.valid.grouped, "others": counts.invalid.grouped,
                "cause": chief.map { ["name": shortened($0), "count": $1.grouped] as Model },
            ]
        }
    }

    /// The first five accounts, and how many more there are.
    static func list(_ accounts: [AccountID]) -> String {
        accounts.isEmpty ? "none named" : accounts.listed(5) { $0.description }
    }

    /// The name of a cause, which may be foreign.
    static func shortened(_ cause: String) -> String { VisibleText.excerpt(cause, limit: 80) }

    // MARK: Samples

    /// The id of the section with the samples of a cause. `number` is the row of the cause in the table.
    static func sampleID(_ number: Int) -> String { "cause-\(number + 1)" }

    /// Some records of one cause, with every stage from the request to the equation; `nil` if no records of
    /// the cause were kept.
    static func samples(of cause: AuditSummary.CauseRecords, number: Int, in summary: AuditSummary) -> Model?
    {
        guard !cause.samples.isEmpty else { return nil }
        return [
            "id": sampleID(number), "cause": shortened(cause.name),
            "countOfRecords": cause.lines.count.counted("record"),
            "records": cause.samples.map { verdict, sample -> Model in
                ["head": head(of: verdict), "content": content(of: sample, verdict, summary.profile)]
            },
        ]
    }

    /// As much of the judgment of a record as can be shown.
    private static func content(
        of sample: CauseSample, _ verdict: AuditVerdict, _ profile: VerificationProfile
    ) -> Model {
        let refusal = verdict.failure?.model(isExplained: false)
        guard case .record(let record, let key?) = sample, case .success(let subject) = record.subject else {
            let line: String? = if case .text(let text) = sample { text } else { nil }
            return ["refusal": refusal, "line": line]
        }
        switch subject {
        case .request(let request):
            let judged = SignatureVerdict(
                on: record.signature, of: request, by: key, profile: profile,
                searching: effort(for: verdict))
            let url = VisibleText.excerpt(request.canonical.urlToSend, limit: 2000)
            return [
                "requestLine": "\(request.method.rawValue) \(url)", "otherAccount": verdict.otherAccount,
                "judgment": judged.model(of: record.signature, isExplained: !verdict.causes.isEmpty),
            ]
        case .message(let message):
            let (key, signature) = (try? key.decoded(), try? Signature(hex: record.signature))
            let verification = key.flatMap { key in
                signature.map { key.verify($0, for: message, profile: profile) }
            }
            return ["refusal": refusal, "stages": TraceView(key, signature, verification)]
        }
    }

    private static func head(of verdict: AuditVerdict) -> String {
        [
            verdict.file.map { VisibleText.excerpt($0) }, "line \(verdict.line)",
            verdict.id.map { "id \(VisibleText.excerpt($0.json, limit: 60))" },
            verdict.account.map { "account \($0)" }, verdict.time.map { "\($0.textInUTC) UTC" },
        ].compactMap(\.self).joined(separator: ", ")
    }

    /// How much to search for an explanation. If the audit found one, only this one is tried again. Otherwise
    /// more guesses are made than for each record of the log. A signature by another account is not searched.
    private static func effort(for verdict: AuditVerdict) -> SearchEffort? {
        if verdict.otherAccount != nil { return nil }
        return verdict.causes.isEmpty
            ? SearchEffort(maximumGuesses: 400)
            : SearchEffort(expecting: [verdict.causes], maximumGuesses: 0)
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
