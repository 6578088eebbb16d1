// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import SignatureAudit
import StrictJSON

/// The page of `audit --report`.
package struct AuditPage: Page {
    package static let template = "audit"

    /// The maximum number of rows of a table. Further rows are only counted.
    static let rowLimit = 100

    package var page: PageFrame
    let tiles: [Tile]
    let facts: [(name: String, value: String)]
    let files: [(name: String, bytes: String, sha256: String)]
    let criticalCount: String
    let criticalFindings: [AuditFinding]
    let rest: Int?
    let unreducedLimit = KeyExposure.unreducedLimit
    let sharedNonces: [SharedNonceTable]
    let timeline: TimeChart?
    let causes: Rows<AuditCause>?
    let accounts: Rows<AuditAccount>?
    let exposure: ExposureChart?
    let keyTable: Rows<AuditKey>?
    let notes: [String]
    let logAdvice: [(title: String, text: String)]
    let samples: [AuditSamples]

    /// The page of an audit.
    package init(_ summary: AuditSummary) {
        page = PageFrame(heading: "Audit of signatures", verdict: AuditPage.verdict(on: summary))
        tiles = [
            Tile(summary.records, "records", nil), Tile(summary.valid, "valid", .good),
            Tile(summary.invalid, "invalid", .warning), Tile(summary.malformed, "not a record", .warning),
            Tile(summary.notThisScheme.count, "of another scheme", nil),
            Tile(summary.bodyMissing.count, "without their body", nil),
            Tile(summary.critical, "keys exposed", .bad),
        ]
        facts = AuditPage.facts(about: summary)
        files = summary.files.map {
            (VisibleText.excerpt($0.name, limit: 200), $0.bytes.grouped, $0.sha256)
        }
        let findings = summary.criticalFindings
        criticalCount = findings.count.grouped
        criticalFindings = findings.prefix(AuditPage.rowLimit).map { AuditFinding($0, in: summary) }
        rest = findings.count > AuditPage.rowLimit ? findings.count - AuditPage.rowLimit : nil
        sharedNonces = summary.sharedNonces.prefix(SharedNonceTable.limit).map {
            SharedNonceTable($0, in: summary)
        }
        timeline = TimeChart(summary.timeline)
        causes = Rows(of: summary.causes) { AuditCause($0, number: $1, in: summary) }
        accounts = AuditAccount.rows(of: summary)
        exposure = ExposureChart(summary.keys)
        let keys = summary.keys.sorted { a, b in
            a.exposureRank == b.exposureRank ? a.signatures > b.signatures : a.exposureRank > b.exposureRank
        }
        keyTable = Rows(of: keys) { key, _ in AuditKey(key) }
        notes = summary.paragraphs.filter { $0.kind == .note }.map(\.text)
        logAdvice = summary.advice.map { ($0.title, $0.text) }
        samples = summary.causes.prefix(AuditPage.rowLimit).enumerated().compactMap {
            AuditSamples($1, number: $0, in: summary)
        }
    }

    private static func verdict(on summary: AuditSummary) -> PageVerdict {
        let rest = summary.isComplete ? "" : ". The audit was stopped before the end of the log"
        let sentence: String =
            "\(summary.records.counted("record")) under the \(summary.profile.rawValue) profile\(rest)"
        if summary.critical > 0 {
            return PageVerdict("\(summary.critical.counted("key")) exposed", isGood: false, sentence)
        }
        if summary.judged == 0 { return PageVerdict("Nothing was judged", isGood: false, sentence) }
        return summary.invalid > 0
            ? PageVerdict("Not all are valid", isGood: false, sentence)
            : PageVerdict("All are valid", isGood: true, sentence)
    }

    /// The facts of the audit: profile, start, duration, scope.
    private static func facts(about summary: AuditSummary) -> [(name: String, value: String)] {
        let profile: String =
            switch summary.profile {
            case .relayer: "relayer: the equation S·B = R + h·A holds, as the exchange requires"
            case .strict: "strict: the equation holds, S < ℓ, and A and R are in the prime-order subgroup"
            }
        var facts: [(name: String, value: String)] = [("profile", profile)]
        if let began = summary.began {
            facts += [("started", "\(began.text) UTC"), ("duration", duration(summary.seconds))]
        } else {
            facts.append(
                (
                    "source",
                    """
                    verdicts of earlier audits, combined: the digests are those of the verdict files, and there are \
                    no samples, because verdicts do not contain the requests
                    """
                ))
        }
        if !summary.isComplete {
            facts.append(
                (
                    "scope",
                    """
                    the log up to record \(summary.records.grouped), where the audit was stopped; the digests are \
                    those of what was read
                    """
                ))
        }
        return facts
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\((seconds * 10).rounded() / 10) s" }
        return "\((whole / 60).grouped) min \(whole % 60) s"
    }

    /// The first five accounts, and how many more there are.
    static func list(_ accounts: [AccountID]) -> String {
        guard !accounts.isEmpty else { return "none named" }
        let rest = accounts.count > 5 ? " and \((accounts.count - 5).grouped) more" : ""
        return accounts.prefix(5).map(\.description).joined(separator: ", ") + rest
    }

    /// The first 10 and the last 6 characters of a value.
    static func abbreviated(_ hex: String) -> String { hex.prefix(10) + "…" + hex.suffix(6) }
}

/// The first rows of a table, and how many more there are.
struct Rows<Row> {
    let rows: [Row]
    let more: String?

    /// `nil` for an empty table.
    init?<Item>(of items: [Item], limit: Int = AuditPage.rowLimit, _ row: (Item, Int) -> Row) {
        guard !items.isEmpty else { return nil }
        rows = items.prefix(limit).enumerated().map { row($1, $0) }
        more = items.count > limit ? (items.count - limit).grouped : nil
    }
}
