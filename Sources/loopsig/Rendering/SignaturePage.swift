import EdDSA
import StrictJSON
import RequestSigning
import SignatureDiagnosis

/// What `sign --report` and `verify --report` write: the same as on the terminal, for people who would rather look.
///
/// Text of the request and of the signature is data. It is made visible, and escaped, wherever it stands.
enum SignaturePage {
    /// The page of a signature that was made.
    static func signed(_ trace: Trace, _ signature: Signature, form: SignCommand.Form) -> ReportPage {
        let canonical = trace.canonical
        let warning: HTML =
            form == .unreduced
            ? card(
                "warning", title: "The unreduced form",
                """
                <p>Each signature of this form gives away three bits of the secret key, and some 85 determine it. It is \
                for comparing with other implementations, on keys that guard nothing.</p>
                <p class="advice">Send the reduced form: <code>loopsig sign</code> without <code>--form</code>. It \
                verifies alike.</p>
                """) : ""
        let body: HTML? = canonical.request.bodyText.map { "<dt>body</dt><dd><code>\(shown($0))</code></dd>" }
        return page(
            "A request, signed", canonical.request.method.rawValue + " " + canonical.urlToSend,
            """
            <p class="verdict yes">Signed</p>
            <p class="headline">in the \(form.rawValue) form</p>
            """,
            """
            \(warning)
            <section>
            <h2>What to send</h2>
            <dl>
            <dt>\(canonical.request.method.rawValue)</dt><dd><code>\(VisibleText.visible(canonical.urlToSend))</code></dd>
            <dt>X-API-SIG</dt><dd><code>\(signature.hex)</code></dd>
            \(body ?? "")
            </dl>
            </section>
            \(stages(of: trace))
            """)
    }

    /// The page of a verdict on a signature.
    static func judged(_ verdict: SignatureVerdict, signature: String) -> ReportPage {
        let canonical = verdict.trace.canonical
        return page(
            "A signature, judged", canonical.request.method.rawValue + " " + canonical.urlToSend,
            """
            <p class="verdict \(verdict.isValid ? "yes" : "no")">\(verdict.isValid ? "Valid" : "Invalid")</p>
            <p class="headline">under the \(verdict.profile.rawValue) profile</p>
            """,
            content(
                of: verdict, signature: signature,
                isExplained: verdict.diagnosis?.mistakes.isEmpty == false))
    }

    /// Where a signature fails and why, what was found, and every stage. `isExplained` says whether the cause of a
    /// failure is known, so that there is no need to look for it.
    static func content(of verdict: SignatureVerdict, signature: String, isExplained: Bool) -> HTML {
        """
        \(verdict.failure.map { failure($0, isExplained: isExplained) } ?? "")
        \(verdict.diagnosis.map { diagnosis($0, verdict.trace.canonical.signatureBase, signature) } ?? "")
        \(verdict.comparison.map(comparison) ?? "")
        \(findings(verdict.findings, isValid: verdict.isValid))
        \(stages(of: verdict.trace))
        """
    }

    /// Every stage that could be reached.
    static func stages(of trace: Trace) -> HTML {
        """
        <section class="trace">
        <h2>Every stage <small>public values only</small></h2>
        \(list(of: trace.stages, trace.verification))
        </section>

        """
    }

    /// The stages, numbered, and the equation under them.
    static func list(of stages: [TraceStage], _ verification: Verification?) -> HTML {
        let items = stages.map { stage -> HTML in
            let values = stage.values.map { "<code>\($0)</code>" as HTML }
            return """
                <li><h3>\(stage.title) <small>SPEC.md \(stage.section)</small></h3>
                <p>\(stage.meaning)</p>
                \(values)</li>

                """
        }
        return """
            <ol class="stages">
            \(items)</ol>
            \(verification.map(equation) ?? "")
            """
    }

    /// Whether the two sides agree.
    private static func equation(_ verification: Verification) -> HTML {
        verification.equationHolds
            ? "<p class=\"equation yes\">S·B = R + h·A</p>" : "<p class=\"equation no\">S·B ≠ R + h·A</p>"
    }

    // MARK: Parts of a verdict

    private static func failure(_ failure: SignatureVerdict.Failure, isExplained: Bool) -> HTML {
        let advice: HTML = isExplained ? "" : "<p class=\"advice\">\(failure.step.advice)</p>"
        return card(
            "bad", title: "Where it fails: \(failure.step.title)",
            "<p>\(sentence(failure.reason))</p>\(advice)")
    }

    private static func diagnosis(_ diagnosis: Diagnosis, _ right: String, _ signature: String) -> HTML {
        guard !diagnosis.mistakes.isEmpty else {
            return card(
                "", title: "No known mistake explains it",
                """
                <p>\(diagnosis.guesses) guesses were tried. It is of another request or by another key, or it was altered.</p>
                <p class="advice">Ask the signer for the text and the values that it computed, and lay them beside the \
                stages below.</p>
                """)
        }
        func items(_ mistakes: [Mistake]) -> [HTML] {
            mistakes.map { mistake in
                """
                <li>\(VisibleText.visible(mistake.explanation)) <small>SPEC.md [\(mistake.requirement)]</small></li>
                """
            }
        }
        let others: HTML =
            diagnosis.alternatives.isEmpty
            ? ""
            : "<p>Indistinguishable from it for this request:</p><ul>\(items(diagnosis.alternatives))</ul>"
        let texts: HTML =
            diagnosis.signedText.flatMap { $0 == right ? nil : $0 }.map {
                pair(("what the signer signed", VisibleText.visible($0)), ("what is to be signed", right))
            } ?? ""
        let signatures: HTML =
            diagnosis.signatureAsSpecified.flatMap { $0 == signature ? nil : $0 }.map {
                pair(
                    ("what the signer sent", VisibleText.visible(signature)), ("what it should have sent", $0)
                )
            } ?? ""
        let several = diagnosis.mistakes.count > 1
        return card(
            "warning", title: several ? "Mistakes of the signer, made together" : "A mistake of the signer",
            """
            <ul>\(items(diagnosis.mistakes))</ul>
            \(others)\(texts)\(signatures)
            <p class="advice">Put \(several ? "them" : "it") right where the signature is made; then it verifies.</p>
            """)
    }

    private static func comparison(_ comparison: SignerComparison) -> HTML {
        card("", title: "Beside the key's own signature", "<p>\(comparison.meaning)</p>")
    }

    private static func findings(_ findings: [Finding], isValid: Bool) -> HTML {
        guard !findings.isEmpty else {
            return isValid ? "<p class=\"quiet\">Nothing else was found about key and signature.</p>" : ""
        }
        return
            "\(findings.map { finding in card("warning", title: "Finding: \(finding.rawValue)", "<p>\(finding.meaning)</p><p class=\"advice\">\(finding.advice)</p>") })"
    }

    // MARK: Building blocks

    /// A page of this kind.
    static func page(_ heading: String, _ request: String, _ verdict: HTML, _ content: HTML) -> ReportPage {
        ReportPage(
            title: heading, style: style,
            content: """
                <header>
                <p class="kind">EdDSA on Baby Jubjub with Poseidon, as Loopring signs requests</p>
                <h1>\(heading)</h1>
                <p class="command"><code>\(VisibleText.visible(request))</code></p>
                \(verdict)
                </header>
                <main>
                \(content)
                </main>
                <footer>loopsig \(LoopsigCommand.version). SPEC.md defines every stage. Nothing on this page is secret.</footer>
                """)
    }

    private static func card(_ kind: String, title: String, _ content: HTML) -> HTML {
        "<section class=\"card \(kind)\"><h2>\(title)</h2>\(content)</section>\n"
    }

    /// Two texts side by side, with what differs marked in both.
    private static func pair(_ left: (name: String, text: String), _ right: (name: String, text: String))
        -> HTML
    {
        let comparison = TextComparison(left.text, right.text)
        func half(_ name: String, _ pieces: [TextComparison.Piece]) -> HTML {
            let marked = pieces.map { $0.differs ? "<mark>\($0.text)</mark>" : "\($0.text)" as HTML }
            return "<figure><figcaption>\(name)</figcaption><code>\(marked)</code></figure>"
        }
        return
            "<div class=\"pair\">\(half(left.name, comparison.left))\(half(right.name, comparison.right))</div>"
    }

    /// A reason, which has no capital letter and no end, as a sentence.
    private static func sentence(_ reason: String) -> String {
        VisibleText.visible(reason.prefix(1).uppercased() + reason.dropFirst() + ".")
    }

    private static func shown(_ text: String) -> String {
        text.isEmpty ? "(empty)" : VisibleText.visible(text)
    }

    /// The rules of what stands on these pages.
    static let style: HTML = """
        .card { margin: 1.2rem 0; padding: .8rem 1rem; background: var(--surface); border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 6px; }
        .card.bad { border-left-color: var(--bad); }
        .card.warning { border-left-color: var(--warning); }
        .card h2 { margin: 0 0 .3rem; font-size: 1.05rem; }
        .card p, .card ul { margin: .3rem 0; max-width: 60rem; }
        .card ul { padding-left: 1.2rem; }
        .advice::before { content: "What to do. "; font-weight: 600; }
        small, .quiet { color: var(--quiet); }
        .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .8rem; margin: .8rem 0; }
        figure { margin: 0; min-width: 0; }
        figure code, .stages code, dd code { display: block; padding: .4rem .6rem; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; }
        .stages code, dd code { background: var(--surface); white-space: pre-wrap; word-break: break-all; }
        figcaption { color: var(--quiet); }
        dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .4rem .9rem; margin: 0; }
        dt { color: var(--quiet); padding-top: .4rem; }
        dd { margin: 0; min-width: 0; }
        .stages { margin: 0; padding-left: 1.6rem; }
        .stages li { margin: 0 0 1.1rem; break-inside: avoid; }
        .stages li::marker { color: var(--quiet); }
        h3 { margin: 0; font-size: 1rem; }
        h3 small { margin-left: .4rem; font-weight: 400; }
        .stages p { margin: .1rem 0 .35rem; color: var(--quiet); }
        .stages code + code { margin-top: .3rem; }
        .equation { font-size: 1.2rem; font-weight: 600; }
        .equation.yes { color: var(--good); }
        .equation.no { color: var(--bad); }
        .chapter { padding-top: .6rem; border-top: 1px solid var(--line); }
        .chapter section { margin: 1rem 0; }
        .contents { columns: 2 18rem; padding: 0; list-style: none; }
        .wire { margin: .8rem 0 .3rem; }
        b.yes, .confirmed { color: var(--good); }
        b.no { color: var(--bad); }
        .confirmed { font-weight: 600; }
        @media (max-width: 40rem) {
          .pair, dl { grid-template-columns: minmax(0, 1fr); }
          dt { padding-top: 0; }
        }

        """
}

extension SignatureVerdict.Step {
    /// What whoever got such a verdict can do.
    var advice: String {
        switch self {
        case .record: "Ask whoever exported the log for the whole line."
        case .account: "Add the account to the file of accounts, and audit again."
        case .request: "Such a request cannot be signed. Find out what sent it."
        case .publicKey:
            "Ask for the key again. A public key is two coordinates of 0x and 64 digits each, as loopsig key public prints them."
        case .signature:
            "Compare with what the signer sent, character by character. A signature is 0x and 192 digits: R.x, R.y, S."
        case .equation:
            "Lay the stages below beside the signer's own. The first that differs is where it went another way."
        case .profile:
            "The relayer profile accepts this signature. Whether to ask for the strict one is for whoever relies on it."
        }
    }
}

extension Finding {
    /// What whoever relies on the key can do.
    fileprivate var advice: String {
        switch self {
        case .unreducedS: "Tell the owner of the key. Sign with the reduced form, with a new key."
        case .publicKeyIsIdentity, .publicKeySmallOrder: "Refuse the key."
        case .publicKeyOutsideSubgroup: "Refuse the key, or ask for the strict profile."
        case .rSmallOrder, .rOutsideSubgroup:
            "Find out what made the signature. Ask for the strict profile where verdicts of several verifiers must agree."
        }
    }
}
