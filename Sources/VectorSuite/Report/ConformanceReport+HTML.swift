import StrictJSON

extension ConformanceReport {
    /// The report as one page that needs nothing else: operations and their flags, each failing flag opening
    /// to its note and its cases.
    public var html: String {
        let verdict: HTML =
            isAcceptable
            ? "<p class=\"verdict yes\">Conforms</p>" : "<p class=\"verdict no\">Does not conform</p>"
        let failingCells = sections.flatMap(\.cells).count { !$0.problems.isEmpty }
        let failingFirst =
            sections.filter { $0.results.contains { $0.problem != nil } }
            + sections.filter { $0.results.allSatisfy { $0.problem == nil } }
        return ReportPage(
            title: "Conformance of \(commandLine)", style: ReportStyle.sheet,
            content: """
                <header>
                <p class="kind">EdDSA on Baby Jubjub with Poseidon, as Loopring signs requests</p>
                <h1>Conformance report</h1>
                \(leak.map { "<p class=\"leak\">\($0)</p>" as HTML } ?? "")
                <p class="command"><code>\(commandLine)</code></p>
                \(verdict)
                <p class="headline">\(headline)</p>
                </header>
                <main>
                \(causesAsRows)
                \(Self.bar(counts, of: results.count))
                \(tiles)
                \(options(remarks: remarks))
                \(leftByCauses)
                \(findings)
                \(overview)
                \(failingFirst.map { section($0, opensFailures: failingCells <= 3) })
                </main>
                <footer>Each flag isolates one behaviour; its note says what the mistake is and what it costs.
                A test with several flags stands under each of them.</footer>
                """
        ).markup
    }

    // MARK: Head

    private static func bar(_ counts: [Column: Int], of total: Int) -> HTML {
        guard total > 0 else { return "" }
        let parts = Column.allCases.compactMap { column -> HTML? in
            guard let count = counts[column] else { return nil }
            return "<i class=\"\(column.styleClass)\" style=\"flex-grow:\(count)\"></i>"
        }
        return "<div class=\"bar\" aria-hidden=\"true\">\(parts)</div>"
    }

    private var tiles: HTML {
        let tiles = Column.allCases.map { column -> HTML in
            let count = counts[column] ?? 0
            return """
                <div class="tile \(column.styleClass)\(count == 0 ? " none" : "")">\
                <b>\(count)</b><span>\(column.rawValue)</span></div>
                """
        }
        return "<div class=\"tiles\">\(tiles)</div>"
    }

    private func options(remarks: [String]) -> HTML {
        let profiles = options.profiles.map(\.rawValue).joined(separator: " and ")
        let errors =
            options.exactErrors
            ? "Error codes are compared." : "Any rejection passes where a rejection is expected."
        let items = ["Verification profile: \(profiles). \(errors)"] + remarks
        return "<ul class=\"remarks\">\(items.map { "<li>\($0)</li>" as HTML })</ul>"
    }

    /// A row for each cause, which opens to what to do and one example.
    private var causesAsRows: HTML {
        guard !causes.isEmpty else { return "" }
        let rows = causes.map { cause -> HTML in
            let bug = cause.bug
            let how: HTML = cause.isConfirmed ? "" : "<i>fails like</i> "
            let seen: HTML = bug.seenIn.isEmpty ? "" : "<p class=\"type\">Seen in \(visible(bug.seenIn)).</p>"
            return """
                <details class="cause \(bug.consequence.rawValue)"><summary>\
                <em>\(bug.consequence.words)</em><span>\(how)<b>\(visible(bug.name))</b>: \(visible(bug.summary))</span>\
                <strong>\(cause.failures.count)/\(cause.tests)</strong></summary>
                <div class="body"><p><b>What to do.</b> \(visible(bug.advice))</p>\(seen)
                \(cause.failures.prefix(1).map(Self.caseOfFailure))</div></details>

                """
        }
        return """
            <section class="causes">
            <h2>Causes <small>\(unexplainedSentence)</small></h2>
            \(rows)</section>

            """
    }

    /// The first failures that the causes do not account for.
    private var leftByCauses: HTML {
        guard !causes.isEmpty, !unexplained.isEmpty else { return "" }
        let shown = unexplained.prefix(Self.casesPerCell)
        let rest = unexplained.count - shown.count
        let more: HTML =
            rest == 0 ? "" : "<p class=\"more\">and \(rest) more; the JSON report has them all.</p>"
        return """
            <section class="left">
            <h2>Left <small>failures that no cause accounts for</small></h2>
            \(shown.map(Self.caseOfFailure))\(more)</section>

            """
    }

    /// The flags that fail, for those who read no further.
    private var findings: HTML {
        let summaries = flagSummaries
        guard !summaries.isEmpty else { return "" }
        let items = summaries.map { summary -> HTML in
            """
            <li><a href="#\(summary.op)/\(visible(summary.name))">\(visible(summary.name))</a> \
            <b>\(summary.failed) of \(summary.total)</b><span>\(visible(summary.note))</span></li>

            """
        }
        let first = Array(items.prefix(ConformanceReport.findingsShown))
        let rest = Array(items.dropFirst(ConformanceReport.findingsShown))
        let more: HTML =
            rest.isEmpty
            ? "" : "<details><summary>and \(rest.count) more flags</summary><ol>\n\(rest)</ol></details>"
        return """
            <section class="findings">
            <h2>Flags that fail</h2>
            <ol>
            \(first)</ol>\(more)
            </section>

            """
    }

    private var overview: HTML {
        let heads = Column.allCases.map { "<th scope=\"col\">\($0.rawValue)</th>" as HTML }
        let rows = sections.map { section -> HTML in
            let counts = Self.count(section.results)
            let cells = Column.allCases.map { column -> HTML in
                let count = counts[column] ?? 0
                return "<td class=\"\(count == 0 ? "none" : column.styleClass)\">\(count)</td>"
            }
            return """
                <tr><th scope="row"><a href="#\(section.op)">\(section.op)</a></th>\(cells)\
                <td class="wide">\(Self.bar(counts, of: section.results.count))</td></tr>

                """
        }
        return """
            <table class="overview">
            <thead><tr><th scope="col">operation</th>\(heads)<td class="wide"></td></tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>
            """
    }

    // MARK: Operations and flags

    private func section(_ section: OperationSection, opensFailures: Bool) -> HTML {
        let failing = section.cells.filter { !$0.problems.isEmpty }
        let others = section.cells.filter { $0.problems.isEmpty }
        return """
            <section id="\(section.op)">
            <h2>\(section.op) <small>\(Self.summary(section.results))</small></h2>
            <div class="cells">
            \(failing.map { Self.failing($0, op: section.op, isOpen: opensFailures) })\(others.map(Self.quiet))</div>
            </section>

            """
    }

    private static func summary(_ results: [TestResult]) -> String {
        let counts = count(results)
        return Column.allCases.compactMap { column in counts[column].map { "\($0) \(column.rawValue)" } }
            .joined(separator: ", ")
    }

    /// A flag without a failure: its note shows when the pointer rests on it.
    private static func quiet(_ cell: FlagCell) -> HTML {
        let mark = cell.column == .passed ? "✓" : "–"
        let note = cell.notes.map { visible($0.description) }.joined(separator: "\n")
        return """
            <span class="cell \(cell.column.styleClass)" title="\(note)">\
            <span class="mark">\(mark)</span>\(visible(cell.flag)) <b>\(cell.results.count)</b></span>

            """
    }

    private static func failing(_ cell: FlagCell, op: String, isOpen: Bool) -> HTML {
        let problems = cell.problems
        let isExpected = problems.allSatisfy(\.isExpectedToFail)
        let notes = cell.notes.map { note -> HTML in
            let links = note.links.map { "<li><code>\(visible($0))</code></li>" as HTML }
            let list: HTML = links.isEmpty ? "" : "<ul class=\"links\">\(links)</ul>"
            return """
                <div class="note"><p class="type">\(visible(note.bugType))</p><p>\(visible(note.description))</p>\
                <p class="effect"><b>Effect.</b> \(visible(note.effect))</p>\(list)</div>

                """
        }
        let shown = problems.prefix(casesPerCell)
        let more: HTML =
            problems.count > shown.count
            ? "<p class=\"more\">and \(problems.count - shown.count) more of the same; the JSON report has them all.</p>"
            : ""
        return """
            <details class="cell \(cell.column.styleClass)\(isExpected ? " expected" : "")" data-op="\(op)" \
            data-flag="\(visible(cell.flag))"\(isOpen ? " open" : "")>
            <summary><span class="mark">✗</span>\(visible(cell.flag)) <b>\(problems.count)/\(cell.results.count)</b>\
            <em>\(isExpected ? "expected" : cell.column.rawValue)</em></summary>
            <div class="body" id="\(op)/\(visible(cell.flag))">
            \(notes)\(shown.map(caseOfFailure))\(more)
            </div>
            </details>

            """
    }

    private static func caseOfFailure(_ result: TestResult) -> HTML {
        guard let problem = result.problem else { return "" }
        let profile: HTML = problem.profile.map { "<span class=\"profile\">profile \($0)</span>" } ?? ""
        let expected = excerpt(problem.expected)
        let remark: HTML = problem.remark.map { "\n<dt></dt><dd class=\"remark\">\($0)</dd>" } ?? ""
        return """
            <article>
            <h3><code>\(visible(result.file))#\(result.tcId)</code> \(visible(result.comment)) \(profile)</h3>
            <dl>\(inputRows(problem.input))
            <dt class="differs">\(problem.stage)</dt><dd><span class="label">expected</span>\
            <code>\(marked(expected, against: problem.actual))</code></dd>
            <dt></dt><dd><span class="label">actual</span>\
            <code>\(marked(problem.actual, against: expected))</code></dd>\(remark)</dl>
            </article>

            """
    }

    private static func inputRows(_ input: JSON) -> [HTML] {
        guard case .object(let members) = input else { return [] }
        return members.sorted.map { name, value in
            "<dt>\(name)</dt><dd><code>\(excerpt(value.description))</code></dd>\n"
        }
    }

    /// The text with everything highlighted from where it first differs from the other.
    private static func marked(_ text: String, against other: String) -> HTML {
        let common = zip(text.unicodeScalars, other.unicodeScalars).prefix { $0 == $1 }.count
        let scalars = text.unicodeScalars
        let head = String(scalars.prefix(common))
        let tail = String(scalars.dropFirst(common))
        return tail.isEmpty ? "\(head)" : "\(head)<mark>\(tail)</mark>"
    }
}

extension Column {
    /// The name of the column in the style sheet.
    fileprivate var styleClass: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .partial: "partial"
        case .unsupported: "unsupported"
        case .crashed: "crashed"
        case .timedOut: "timed-out"
        }
    }
}
