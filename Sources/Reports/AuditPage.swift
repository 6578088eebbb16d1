// SPDX-License-Identifier: Apache-2.0
import SignatureAudit
import StrictJSON

/// The page of `audit --report`.
package struct AuditPage: Page {
    package static let template = "audit"

    /// The maximum number of rows of a table. Further rows are only counted.
    static let rowLimit = 100

    package let model: Model

    /// The page of an audit.
    package init(_ summary: AuditSummary) {
        let findings = summary.criticalFindings
        let rest = findings.count - AuditPage.rowLimit
        model = [
            "page": ["heading": "Audit of signatures", "verdict": AuditPage.verdict(on: summary)] as Model,
            "tiles": [
                tile(summary.records, "records", nil), tile(summary.valid, "valid", .good),
                tile(summary.invalid, "invalid", .warning),
                tile(summary.malformed, "not a record", .warning),
                tile(summary.notThisScheme.count, "of another scheme", nil),
                tile(summary.bodyMissing.count, "without their body", nil),
                tile(summary.critical, "keys exposed", .bad),
            ],
            "isStrict": summary.profile == .strict, "began": summary.began?.text,
            "duration": AuditPage.duration(summary.seconds),
            "stop": summary.isComplete ? nil : summary.records.grouped,
            "files": summary.files.map { file -> Model in
                ["name": VisibleText.excerpt(file.name), "bytes": file.bytes.grouped, "sha256": file.sha256]
            },
            "criticalCount": findings.count.grouped,
            "criticalFindings": findings.prefix(AuditPage.rowLimit).map { AuditPage.row($0, in: summary) },
            "rest": rest > 0 ? rest : nil,
            "unreducedLimit": KeyExposure.unreducedLimit,
            "sharedNonces": summary.sharedNonces.prefix(AuditPage.sharedLimit).map {
                AuditPage.table($0, in: summary)
            },
            "timeline": AuditPage.chart(of: summary.timeline),
            "causes": Model.rows(of: summary.causes) { AuditPage.row($0, $1, in: summary) },
            "accounts": AuditPage.accounts(of: summary),
            "exposure": AuditPage.exposureChart(of: summary.keys),
            "keyTable": AuditPage.keys(of: summary),
            "notes": summary.paragraphs.filter { $0.kind == .note }.map(\.text),
            "logAdvice": summary.advice,
            "samples": summary.causes.prefix(AuditPage.rowLimit).enumerated().compactMap {
                AuditPage.samples(of: $1, number: $0, in: summary)
            },
        ]
    }

    private static func verdict(on summary: AuditSummary) -> Model {
        let rest = summary.isComplete ? "" : ". The audit was stopped before the end of the log"
        let records = summary.records.counted("record")
        let sentence = "\(records) under the \(summary.profile.rawValue) profile\(rest)"
        if summary.critical > 0 {
            return pageVerdict("\(summary.critical.counted("key")) exposed", isGood: false, sentence)
        }
        if summary.judged == 0 { return pageVerdict("Nothing was judged", isGood: false, sentence) }
        let word = summary.invalid > 0 ? "Not all are valid" : "All are valid"
        return pageVerdict(word, isGood: summary.invalid == 0, sentence)
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\((seconds * 10).rounded() / 10) s" }
        return "\((whole / 60).grouped) min \(whole % 60) s"
    }
}
