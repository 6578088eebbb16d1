// SPDX-License-Identifier: Apache-2.0
import SignatureAudit
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
            "isStrict": summary.profile == .strict, "began": summary.began?.text,
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
}
