// SPDX-License-Identifier: Apache-2.0
import EdDSA
import SignatureAudit
import SignatureDiagnosis
import StrictJSON

/// Some records of one cause, with every stage from the request to the equation.
struct AuditSamples {
    let id: String
    let cause: String
    let countOfRecords: String
    let records: [AuditSample]

    /// The maximum number of characters of the name of a cause.
    static let nameLimit = 80

    /// The id of the section with the samples of a cause. `number` is the row of the cause in the table.
    static func id(_ number: Int) -> String { "cause-\(number + 1)" }

    /// `nil` if no records of the cause were kept.
    init?(_ cause: AuditSummary.Cause, number: Int, in summary: AuditSummary) {
        let samples = summary.samples[cause.name]
        guard !samples.isEmpty else { return nil }
        id = Self.id(number)
        self.cause = VisibleText.excerpt(cause.name, limit: Self.nameLimit)
        countOfRecords = cause.lines.count.counted("record")
        records = samples.map { AuditSample($0, profile: summary.profile) }
    }
}

/// A record that failed, and as much of its judgment as can be shown.
struct AuditSample {
    let head: String
    var requestLine: String?
    var otherAccount: String?
    var refusal: FailureView?
    var line: String?
    var judgment: VerdictView?
    var messageStages: TraceView?

    init(_ sample: CauseSample, profile: VerificationProfile) {
        let verdict = sample.verdict
        head = AuditSample.head(of: verdict)
        if case .text(let text) = sample.content { line = text }
        guard case .record(let record, let key?) = sample.content, case .success(let subject) = record.subject
        else {
            refusal = verdict.failure.map(FailureView.init)
            return
        }
        switch subject {
        case .request(let request):
            let judged = SignatureVerdict(
                on: record.signature, of: request, by: key, profile: profile,
                searching: AuditSample.effort(for: verdict))
            requestLine =
                "\(request.method.rawValue) \(VisibleText.excerpt(request.canonical.urlToSend, limit: 2000))"
            otherAccount = verdict.otherAccount?.description
            judgment = VerdictView(judged, of: record.signature, isExplained: !verdict.causes.isEmpty)
        case .message(let message):
            refusal = verdict.failure.map(FailureView.init)
            let (key, signature) = (try? key.decoded(), try? Signature(hex: record.signature))
            let verification = key.flatMap { key in
                signature.map { key.verify($0, for: message, profile: profile) }
            }
            messageStages = TraceView(
                TraceStage.stages(of: message, key, signature, verification), verification)
        }
    }

    private static func head(of verdict: AuditVerdict) -> String {
        var parts = ["line \(verdict.line)"]
        if let file = verdict.file { parts.insert(VisibleText.excerpt(file, limit: 200), at: 0) }
        if let id = verdict.id { parts.append("id \(VisibleText.excerpt(id.json, limit: 60))") }
        if let account = verdict.account { parts.append("account \(account)") }
        if let time = verdict.time { parts.append("\(time.text) UTC") }
        return parts.joined(separator: ", ")
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

extension FailureView {
    fileprivate init(_ failure: SignatureVerdict.Failure) {
        self.init(
            step: failure.step.title, reason: VisibleText.excerpt(failure.reason, limit: 400),
            whatToDo: failure.step.advice)
    }
}
