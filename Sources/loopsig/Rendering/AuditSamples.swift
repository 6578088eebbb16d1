import EdDSA
import StrictJSON
import SignatureAudit
import SignatureDiagnosis

/// Some records of each cause of failure, with every stage from the request to the equation.
struct AuditSamples {
    let summary: AuditSummary

    /// Where the samples of the cause of this place in the table are.
    static func anchor(_ index: Int) -> String { "cause-\(index + 1)" }

    var section: HTML {
        let causes = summary.causes.prefix(AuditPage.rowLimit).enumerated().compactMap {
            index, cause -> HTML? in
            let samples = summary.samples[cause.name]
            guard !samples.isEmpty else { return nil }
            let name = VisibleText.excerpt(cause.name, limit: 80)
            return """
                <section class="cause" id="\(AuditSamples.anchor(index))">
                <h3><code>\(name)</code> <small>\(cause.lines.count.counted("record"))</small></h3>
                \(samples.map(details))</section>

                """
        }
        guard !causes.isEmpty else { return "" }
        return """
            <section id="samples">
            <h2>Samples of each cause <small>every stage, public values only</small></h2>
            \(causes)</section>
            """
    }

    private func details(_ sample: CauseSample) -> HTML {
        let verdict = sample.verdict
        var head = "line \(verdict.line)"
        if let file = verdict.file { head = "\(VisibleText.excerpt(file)), " + head }
        if let id = verdict.id { head += ", id \(VisibleText.excerpt(id.json, limit: 60))" }
        if let account = verdict.account { head += ", account \(account)" }
        if let time = verdict.time { head += ", \(time.text) UTC" }
        return """
            <details class="sample"><summary>\(head)</summary>
            <div class="body">
            \(content(of: sample))
            </div></details>

            """
    }

    private func content(of sample: CauseSample) -> HTML {
        switch sample.content {
        case .text(let text):
            return
                "\(refusal(sample.verdict))<p>The line begins:</p><p class=\"line\"><code>\(text)</code></p>"
        case .record(let record, let key):
            guard let key, case .success(let subject) = record.subject else { return refusal(sample.verdict) }
            switch subject {
            case .request(let request):
                let verdict = SignatureVerdict(
                    on: record.signature, of: request, by: key, profile: summary.profile,
                    searching: effort(for: sample.verdict))
                return """
                    <p class="command"><code>\(request.method.rawValue) \(VisibleText.excerpt(request.canonical.urlToSend, limit: 2000))</code></p>
                    \(otherAccount(sample.verdict))
                    \(SignaturePage.content(of: verdict, signature: record.signature, isExplained: !sample.verdict.causes.isEmpty))
                    """
            case .message(let message):
                return "\(refusal(sample.verdict))\(stages(of: message, key, record.signature))"
            }
        }
    }

    /// How the explanation is found again; where there was none, a little more is tried than on the whole log.
    private func effort(for verdict: AuditVerdict) -> SearchEffort? {
        if verdict.otherAccount != nil { return nil }
        return verdict.causes.isEmpty
            ? SearchEffort(maximumGuesses: 400)
            : SearchEffort(expecting: [verdict.causes], maximumGuesses: 0)
    }

    /// A signature of a message that is no request.
    private func stages(of message: Message, _ key: PublicKeySource, _ text: String) -> HTML {
        let (key, signature) = (try? key.decoded(), try? Signature(hex: text))
        let verification = key.flatMap { key in
            signature.map { key.verify($0, for: message, profile: .relayer) }
        }
        return SignaturePage.list(
            of: TraceStage.stages(of: message, key, signature, verification), verification)
    }

    /// Why there is no more to show.
    private func refusal(_ verdict: AuditVerdict) -> HTML {
        guard let failure = verdict.failure else { return "" }
        let detail: HTML = "<p>\(VisibleText.excerpt(failure.reason, limit: 400))</p>"
        return """
            <section class="card bad"><h2>Where it fails: \(failure.step.title)</h2>\(detail)
            <p class="advice">\(failure.step.advice)</p></section>
            """
    }

    private func otherAccount(_ verdict: AuditVerdict) -> HTML {
        guard let other = verdict.otherAccount else { return "" }
        return """
            <section class="card warning"><h2>Signed by another account</h2>
            <p>The signature verifies under the key of account \(other.description).</p>
            <p class="advice">Find out why the signer of account \(other.description) signs for this one.</p></section>
            """
    }
}
