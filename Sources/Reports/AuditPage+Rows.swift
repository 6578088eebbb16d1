// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField
import SignatureAudit
import StrictJSON

extension AuditPage {
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
    static func row(_ number: Int, _ cause: AuditSummary.Cause, in summary: AuditSummary) -> Model {
        let shown = cause.accounts.prefix(3).map { "\($0.count.grouped) of \($0.account)" }
        let rest = cause.accounts.count - shown.count
        return [
            "name": shortened(cause.name),
            "link": summary.samples[cause.name].isEmpty ? nil : sampleID(number),
            "count": cause.lines.count.grouped,
            "accounts": shown.joined(separator: ", ")
                + (rest > 0 ? " and \(rest.counted("account")) more" : ""),
            "places": summary.places(cause.lines),
        ]
    }

    /// The accounts, those with the most failures first, and the most frequent cause of the failures of each.
    static func accounts(of summary: AuditSummary) -> Model? {
        let accounts = summary.accounts.sorted { a, b in
            let (left, right) = (a.records - a.valid, b.records - b.valid)
            return left == right ? a.account < b.account : left > right
        }
        let shown = Set(accounts.prefix(rowLimit).map(\.account))
        var chief: [AccountID: (name: String, count: Int)] = [:]
        for cause in summary.causes {
            for (account, count) in cause.accounts
            where shown.contains(account) && count > chief[account]?.count ?? 0 {
                chief[account] = (cause.name, count)
            }
        }
        return Model.rows(of: accounts) { _, account in
            [
                "account": account.account, "records": account.records.grouped,
                "valid": account.valid.grouped, "others": (account.records - account.valid).grouped,
                "cause": chief[account.account].map {
                    ["name": shortened($0.name), "count": $0.count.grouped] as Model
                },
            ]
        }
    }

    /// The keys, those of which the log reveals the most first.
    static func keys(of summary: AuditSummary) -> Model? {
        let keys = summary.keys.sorted { a, b in
            a.exposureRank == b.exposureRank ? a.signatures > b.signatures : a.exposureRank > b.exposureRank
        }
        return Model.rows(of: keys) { _, key in
            [
                "key": key.key.hex, "accounts": list(key.accounts), "signatures": key.signatures.grouped,
                "valid": key.valid.grouped, "unreducedS": key.unreducedS.grouped, "exposed": key.exposureName,
            ]
        }
    }

    /// The first five accounts, and how many more there are.
    static func list(_ accounts: [AccountID]) -> String {
        guard !accounts.isEmpty else { return "none named" }
        let rest = accounts.count > 5 ? " and \((accounts.count - 5).grouped) more" : ""
        return accounts.prefix(5).map(\.description).joined(separator: ", ") + rest
    }

    /// The first 10 and the last 6 characters of a value.
    static func abbreviated(_ hex: String) -> String { hex.prefix(10) + "…" + hex.suffix(6) }

    /// The name of a cause, which may be foreign.
    static func shortened(_ cause: String) -> String { VisibleText.excerpt(cause, limit: 80) }
}
