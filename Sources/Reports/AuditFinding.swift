// SPDX-License-Identifier: Apache-2.0
import PrimeField
import SignatureAudit

/// A critical finding: what was found, why it is certain, and what to do.
struct AuditFinding {
    let title, meaning, certainty, advice: String
    let keys: [String]
    let accounts: String
    /// R.x of a nonce that is used twice.
    let rx: String?
    let places: String

    init(_ finding: CriticalFinding, in summary: AuditSummary) {
        title = finding.title
        meaning = finding.meaning
        certainty = finding.certainty
        advice = finding.advice
        keys = finding.keys.prefix(SharedNonceTable.keyLimit).map(\.hex)
        accounts = AuditPage.list(finding.accounts)
        rx = finding.rx?.hex
        places = summary.places(finding.lines, limit: 100)
    }
}

/// Keys that share nonces, as a table of keys and nonces.
struct SharedNonceTable {
    /// A column.
    typealias KeyColumn = (name: String, hex: String)
    /// A row: a nonce, and a mark for each key that signed with it.
    typealias NonceRow = (name: String, hex: String, marks: [String], places: String)

    /// How many tables, keys and nonces are shown.
    static let limit = 20
    static let keyLimit = 8
    private static let nonceLimit = 20

    let kind: Tone
    let title: String
    let keys: [KeyColumn]
    let nonces: [NonceRow]
    let omitted: String?

    init(_ part: SharedNonces, in summary: AuditSummary) {
        kind = part.determines ? .bad : .warning
        title =
            part.determines
            ? "\(part.keys.count.counted("key")) that anyone can compute"
            : "\(part.keys.count.counted("key")) connected: one more signature, or one of the keys, reveals the others"
        let shownKeys = part.keys.prefix(Self.keyLimit)
        let shownNonces = part.nonces.first.prefix(Self.nonceLimit)
        keys = shownKeys.enumerated().map { ("k\($0 + 1)", $1.hex) }
        nonces = shownNonces.map { nonce in
            (
                AuditPage.abbreviated(nonce.rx.hex), nonce.rx.hex,
                shownKeys.map { nonce.keys.contains($0) ? "●" : "" }, summary.places(nonce.lines)
            )
        }
        let more = [
            (part.keys.count - shownKeys.count, "key"), (part.nonces.count - shownNonces.count, "nonce"),
        ].filter { $0.0 > 0 }.map { $0.counted($1) }
        omitted =
            more.isEmpty
            ? nil : "And \(more.joined(separator: " and ")) more; the summary in JSON has the first of them."
    }
}
