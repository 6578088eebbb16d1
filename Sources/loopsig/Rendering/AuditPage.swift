import EdDSA
import LoopringOrders
import StrictJSON
import SignatureAudit

/// What `audit --report` writes: the audit as an auditor hands it over.
///
/// All text of the log and of verdict files is data. It is made visible, and escaped, wherever it stands.
struct AuditPage {
    let summary: AuditSummary
    /// So many rows a table has at most; the rest is counted.
    static let rowLimit = 100

    /// The page.
    var page: ReportPage {
        ReportPage(
            title: "Audit of signatures", style: "\(SignaturePage.style)\(AuditPage.style)",
            content: """
                <header>
                <p class="kind">EdDSA on Baby Jubjub with Poseidon, as Loopring signs requests</p>
                <h1>Audit of signatures</h1>
                \(verdict)
                </header>
                <main>
                \(tiles)
                \(subject)
                \(criticalFindings)
                \(AuditCharts(summary: summary).time)
                \(causes)
                \(accounts)
                \(AuditCharts(summary: summary).exposure)
                \(keys)
                \(observations)
                \(AuditSamples(summary: summary).section)
                </main>
                <footer>loopsig \(LoopsigCommand.version). SPEC.md defines what a valid signature is. Nothing on this page is secret.</footer>
                """)
    }

    // MARK: Head

    private var verdict: HTML {
        let (kind, text): (String, String) =
            if summary.critical > 0 {
                ("no", summary.critical.counted("key") + " exposed")
            } else if summary.valid < summary.judged {
                ("no", "Not all are valid")
            } else {
                ("yes", "All are valid")
            }
        let rest = summary.isComplete ? "" : ". The audit was stopped before the end of the log"
        return """
            <p class="verdict \(kind)">\(text)</p>
            <p class="headline">\(summary.records.counted("record")) under the \(summary.profile.rawValue) profile\(rest)</p>
            """
    }

    private var tiles: HTML {
        func tile(_ number: Int, _ name: String, _ kind: String) -> HTML {
            "<div class=\"tile \(number > 0 ? kind : "")\"><b>\(number.grouped)</b><span>\(name)</span></div>"
        }
        return """
            <div class="tiles">
            \(tile(summary.records, "records", ""))
            \(tile(summary.valid, "valid", "good"))
            \(tile(summary.invalid, "invalid", "warning"))
            \(tile(summary.malformed, "no record", "warning"))
            \(tile(summary.critical, "keys exposed", "bad"))
            </div>
            """
    }

    /// What was audited, when and how.
    private var subject: HTML {
        let files = summary.files.map { file -> HTML in
            """
            <tr>\(cell("file", "<code>\(VisibleText.excerpt(file.name))</code>"))\
            \(cell("bytes", "\(file.bytes.grouped)", "number"))\
            \(cell("SHA-256", "<code>\(file.sha256)</code>"))</tr>

            """
        }
        let profile =
            switch summary.profile {
            case .relayer: "relayer: the equation S·B = R + h·A holds, as the exchange asks for"
            case .strict: "strict: the equation holds, S < ℓ, and A and R are in the prime-order subgroup"
            }
        let time: HTML =
            if let began = summary.began {
                """
                <dt>begun</dt><dd>\(began.text) UTC</dd>
                <dt>took</dt><dd>\(AuditPage.duration(summary.seconds))</dd>
                """
            } else {
                """
                <dt>made of</dt><dd>verdicts of earlier audits, put together: digests are those of the verdict files, and \
                there are no samples, because verdicts do not hold the requests</dd>
                """
            }
        let coverage: HTML =
            summary.isComplete
            ? ""
            : "<dt>covers</dt><dd>the log up to record \(summary.records.grouped), where the audit was stopped; digests are of what was read</dd>"
        return """
            <section id="subject">
            <h2>What was audited</h2>
            <dl>
            <dt>profile</dt><dd>\(profile)</dd>
            \(time)
            \(coverage)
            <dt>by</dt><dd>loopsig \(LoopsigCommand.version)</dd>
            </dl>
            \(table(["file", "bytes", "SHA-256"], files, more: 0))
            </section>
            """
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        if whole < 60 { return "\((seconds * 10).rounded() / 10) s" }
        return "\((whole / 60).grouped) min \(whole % 60) s"
    }

    // MARK: Findings

    private var criticalFindings: HTML {
        let findings = summary.criticalFindings
        guard !findings.isEmpty else {
            return """
                <section id="critical"><h2>Critical findings</h2>
                <p class="quiet">None: no nonce is used twice, no key signed 84 times with an unreduced S, and no valid \
                signature is under a key of low order.</p></section>
                """
        }
        let cards = findings.map { finding -> HTML in
            let commitment: HTML =
                if case .nonceReused(_, let nonces) = finding.reason {
                    "<dt>R.x</dt><dd><code>\(nonces.prefix(20).map(\.rx.hex).joined(separator: " "))</code></dd>"
                } else {
                    ""
                }
            let keys = finding.keys.prefix(20).map(\.hex).joined(separator: " ")
            let lines = summary.places(finding.lines, limit: 100)
            return """
                <section class="card bad critical"><h2>\(finding.title)</h2>
                <p>\(finding.meaning)</p>
                <p class="advice">\(finding.advice)</p>
                <p>\(finding.certainty)</p>
                <dl><dt>key</dt><dd><code>\(keys)</code></dd>
                <dt>account</dt><dd>\(AuditPage.list(finding.accounts))</dd>
                \(commitment)
                <dt>signatures</dt><dd>\(lines)</dd></dl>
                </section>

                """
        }
        return """
            <section id="critical">
            <h2>Critical findings <small>\(findings.count.grouped)</small></h2>
            \(cards)</section>
            """
    }

    private var observations: HTML {
        let notes = summary.paragraphs.filter { $0.kind == .note }
        guard !notes.isEmpty else { return "" }
        return """
            <section id="observations">
            <h2>What else was seen</h2>
            <ul>\(notes.map { "<li>\($0.text)</li>\n" as HTML })</ul>
            </section>
            """
    }

    // MARK: Tables

    private var causes: HTML {
        let causes = summary.causes
        let rows = causes.prefix(AuditPage.rowLimit).enumerated().map { index, cause -> HTML in
            let figures = cause
            let shown = cause.accounts.prefix(3).map { "\($0.count.grouped) of \($0.account)" }
            let rest =
                cause.accounts.count > 3 ? " and \((cause.accounts.count - 3).counted("account")) more" : ""
            let label: HTML = "<code>\(VisibleText.excerpt(cause.name, limit: 80))</code>"
            let link: HTML =
                summary.samples[cause.name].isEmpty
                ? label : "<a href=\"#\(AuditSamples.anchor(index))\">\(label)</a>"
            return """
                <tr>\(cell("cause", link))\(cell("records", "\(figures.lines.count.grouped)", "number"))\
                \(cell("accounts", "\(shown.joined(separator: ", ") + rest)"))\
                \(cell("lines", "\(summary.places(figures.lines))"))</tr>

                """
        }
        guard !rows.isEmpty else { return "" }
        return """
            <section id="causes">
            <h2>Why signatures are not valid</h2>
            \(table(["cause", "records", "accounts", "lines"], rows, more: causes.count - rows.count))
            </section>
            """
    }

    private var accounts: HTML {
        let accounts = summary.accounts.sorted { a, b in
            let (left, right) = (a.records - a.valid, b.records - b.valid)
            return left == right ? a.account < b.account : left > right
        }
        guard !accounts.isEmpty else { return "" }
        let shown = accounts.prefix(AuditPage.rowLimit)
        let wanted = Set(shown.map(\.account))
        // The most frequent cause of each account that is shown; causes come the most frequent first.
        var chief: [AccountID: (name: String, count: Int)] = [:]
        for cause in summary.causes {
            for (account, count) in cause.accounts
            where wanted.contains(account) && count > chief[account]?.count ?? 0 {
                chief[account] = (cause.name, count)
            }
        }
        let rows = shown.map { figures -> HTML in
            let account = figures.account
            let cause: HTML =
                chief[account].map {
                    "<code>\(VisibleText.excerpt($0.name, limit: 80))</code>, \($0.count.grouped)"
                } ?? ""
            return """
                <tr>\(cell("account", "\(account.description)"))\(cell("records", "\(figures.records.grouped)", "number"))\
                \(cell("valid", "\(figures.valid.grouped)", "number"))\
                \(cell("invalid", "\((figures.records - figures.valid).grouped)", "number"))\
                \(cell("chief cause", cause))</tr>

                """
        }
        return """
            <section id="accounts">
            <h2>By account</h2>
            \(table(["account", "records", "valid", "invalid", "chief cause"], rows, more: accounts.count - rows.count))
            </section>
            """
    }

    private var keys: HTML {
        let keys = summary.keys.sorted { a, b in
            a.exposureRank == b.exposureRank ? a.signatures > b.signatures : a.exposureRank > b.exposureRank
        }
        guard !keys.isEmpty else { return "" }
        let rows = keys.prefix(AuditPage.rowLimit).map { key -> HTML in
            """
            <tr>\(cell("key", "<code>\(key.key.hex)</code>"))\(cell("account", AuditPage.list(key.accounts)))\
            \(cell("signatures", "\(key.signatures.grouped)", "number"))\(cell("valid", "\(key.valid.grouped)", "number"))\
            \(cell("unreduced S", "\(key.unreducedS.grouped)", "number"))\(cell("exposed by", "\(key.exposureName)"))</tr>

            """
        }
        return """
            <section id="keys">
            <h2>By key</h2>
            \(table(["key", "account", "signatures", "valid", "unreduced S", "exposed by"], rows, more: keys.count - rows.count))
            </section>
            """
    }

    // MARK: Building blocks

    private func cell(_ name: String, _ content: HTML, _ kind: String = "") -> HTML {
        "<td class=\"\(kind)\" data-name=\"\(name)\">\(content)</td>"
    }

    /// A table; on a narrow page each row becomes a list of its cells with their names.
    private func table(_ names: [String], _ rows: [HTML], more: Int) -> HTML {
        let rest: HTML =
            more > 0
            ? "<p class=\"quiet\">And \(more.grouped) more, which the summary for programs has.</p>" : ""
        return """
            <table><thead><tr>\(names.map { "<th>\($0)</th>" as HTML })</tr></thead>
            <tbody>
            \(rows)</tbody></table>
            \(rest)
            """
    }

    /// The first few of many accounts.
    static func list(_ accounts: [AccountID]) -> HTML {
        guard !accounts.isEmpty else { return "none named" }
        let rest = accounts.count > 5 ? " and \((accounts.count - 5).grouped) more" : ""
        return "\(accounts.prefix(5).map(\.description).joined(separator: ", ") + rest)"
    }
}

extension KeyExposure {
    /// Keys that need attention first: how much of the secret the log gives away, in eighty-fourths.
    var exposureRank: Int {
        switch exposed {
        case .nonceReused?, .sharedNonce?, .weakKey?: .max
        case .unreducedS?, nil: unreducedS
        }
    }

    /// Why others know the key or can sign for it.
    var exposureName: String {
        switch exposed {
        case .nonceReused?: "a nonce used twice"
        case .sharedNonce?: "nonces shared with other keys"
        case .unreducedS?: "unreduced S"
        case .weakKey?: "its low order"
        case nil: unreducedS > 0 ? "not yet" : ""
        }
    }
}
