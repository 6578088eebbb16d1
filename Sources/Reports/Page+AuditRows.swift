// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField
import SignatureAudit
import StrictJSON

extension Page {
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
                    "name": abbreviated(nonce.rx.hex), "hex": nonce.rx.hex,
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
        let accounts = summary.accounts.sorted {
            ($1.counts.invalid, $0.account) < ($0.counts.invalid, $1.account)
        }
        let causes = summary.causes
        return Model.rows(of: accounts) { _, row in
            let failures = causes.map { ($0.name, count: $0.countsByAccount[row.account] ?? 0) }
            let chief = failures.max { $0.count < $1.count }.flatMap { $0.count > 0 ? $0 : nil }
            return [
                "account": row.account, "records": (row.counts.valid + row.counts.invalid).grouped,
                "valid": row.counts.valid.grouped, "others": row.counts.invalid.grouped,
                "cause": chief.map { ["name": shortened($0), "count": $1.grouped] as Model },
            ]
        }
    }

    /// The first five accounts, and how many more there are.
    static func list(_ accounts: [AccountID]) -> String {
        accounts.isEmpty ? "none named" : accounts.listed(5) { $0.description }
    }

    /// The first 10 and the last 6 characters of a value.
    static func abbreviated(_ hex: String) -> String { hex.prefix(10) + "…" + hex.suffix(6) }

    /// The name of a cause, which may be foreign.
    static func shortened(_ cause: String) -> String { VisibleText.excerpt(cause, limit: 80) }
}
