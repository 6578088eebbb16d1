// SPDX-License-Identifier: Apache-2.0
import EdDSA
import SignatureAudit
import SignatureDiagnosis
import StrictJSON

extension Page {
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
            "records": cause.samples.map {
                ["head": head(of: $0.verdict), "content": content(of: $0, summary.profile)] as Model
            },
        ]
    }

    /// As much of the judgment of a record as can be shown.
    private static func content(of sample: CauseSample, _ profile: VerificationProfile) -> Model {
        let verdict = sample.verdict
        let refusal = verdict.failure?.model(isExplained: false)
        guard case .record(let record, let key?) = sample.content, case .success(let subject) = record.subject
        else {
            let line: String? = if case .text(let text) = sample.content { text } else { nil }
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
            verdict.account.map { "account \($0)" }, verdict.time.map { "\($0.text) UTC" },
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
