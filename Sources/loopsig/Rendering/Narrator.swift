import StrictJSON
import Foundation
import OrderCancellation
import RequestSigning

/// The voice of the demo: headings, prose, values, requests and responses, on the terminal and on a page alike.
struct Narrator: Sendable {
    let terminal: Terminal
    /// What has been told, as a page.
    let story = Story()

    func title(_ text: String) throws {
        try print(terminal.bold(text))
        story.begin(text)
    }

    func step(_ number: Int, _ title: String) throws {
        try print("\n" + terminal.bold("── \(number). \(title) " + rule(after: title)))
        story.beginChapter("\(number). \(title)")
    }

    func say(_ text: String) throws {
        try print(TextLayout.wrapped(text))
        story.add("<p>\(text)</p>")
    }

    func values(_ values: [(name: String, value: String)]) throws {
        let width = values.map(\.name.count).max() ?? 0
        try print("")
        for (name, value) in values {
            try print("  \(TextLayout.padded(name, to: width))  \(terminal.accent(value))")
        }
        story.add("<dl>\(values.map { "<dt>\($0.name)</dt><dd><code>\($0.value)</code></dd>" as HTML })</dl>")
    }

    func trace(_ trace: Trace) throws {
        let lines = trace.text(on: terminal).split(separator: "\n", omittingEmptySubsequences: false)
        try print("\n" + lines.map { "  " + $0 }.joined(separator: "\n"))
        story.add(SignaturePage.stages(of: trace))
    }

    func request(_ method: String, _ url: String) throws {
        try print("\n  \(terminal.faint("→")) \(method) \(url)")
        story.add("<p class=\"wire\">→ <code>\(method) \(url)</code></p>")
    }

    func request(_ call: CancelOrderCall) throws {
        try request(call.method, call.url)
        let fields = call.maskedHeaders.fields
        for field in fields { try print(terminal.faint("    \(field.name): \(field.value)")) }
        story.add("<dl>\(fields.map { "<dt>\($0.name)</dt><dd><code>\($0.value)</code></dd>" as HTML })</dl>")
    }

    func response(_ response: TransportResponse) throws {
        let isGood = response.status == 200
        let status = "HTTP \(response.status)"
        let body = VisibleText.visible(String(decoding: response.body, as: UTF8.self))
        try print(
            "\n  \(terminal.faint("←")) \(isGood ? terminal.good(status) : terminal.bad(status))\n"
                + "    \(terminal.accent(body))")
        story.add(
            "<p class=\"wire\">← <b class=\"\(isGood ? "yes" : "no")\">\(status)</b> <code>\(body)</code></p>"
        )
    }

    func sides(of trace: Trace) throws {
        guard let verification = trace.verification else { return }
        try values([("S·B", verification.leftSide.x.hex), ("R + h·A", verification.rightSide.x.hex)])
        try print(
            "  " + terminal.bad("S·B ≠ R + h·A") + "  (their x; loopsig verify --trace shows every stage)")
        story.add("<p class=\"equation no\">S·B ≠ R + h·A</p>")
    }

    func confirm(_ claim: String) throws {
        try print("  " + terminal.good("✓ ") + claim)
        story.add("<p class=\"confirmed\">✓ \(claim)</p>")
    }

    func end() throws {
        try print(
            """

            \(terminal.bold("Where next"))
              loopsig sandbox           the same exchange, to try your own client on
              loopsig sign --trace      a request of yours, stage by stage
              loopsig verify            a signature of somebody's: right, or what is wrong with it
              SPEC.md                   the scheme, to implement it in another language
            """)
        story.end()
    }

    private func rule(after title: String) -> String {
        String(repeating: "─", count: max(2, TextLayout.width - title.count - 7))
    }

    private func print(_ text: String) throws { try StandardOutput.line(text) }
}

/// The demo as a page, chapter by chapter.
final class Story: Sendable {
    private struct Chapter {
        let title: String
        var blocks: [HTML] = []
    }

    private let lock = NSLock()
    /// Guarded by `lock`: responses are told from the threads of the transport.
    nonisolated(unsafe) private var title = ""
    nonisolated(unsafe) private var chapters: [Chapter] = []
    nonisolated(unsafe) private var isComplete = false

    func begin(_ title: String) { lock.withLock { self.title = title } }

    func beginChapter(_ title: String) { lock.withLock { chapters.append(Chapter(title: title)) } }

    /// Adds to the chapter that was begun last.
    func add(_ block: HTML) {
        lock.withLock {
            guard !chapters.isEmpty else { return }
            chapters[chapters.count - 1].blocks.append(block)
        }
    }

    /// All went as it should.
    func end() { lock.withLock { isComplete = true } }

    /// What has been told so far.
    var page: ReportPage {
        let (title, chapters, isComplete) = lock.withLock { (self.title, self.chapters, self.isComplete) }
        let contents = chapters.enumerated().map { index, chapter in
            "<li><a href=\"#chapter\(index + 1)\">\(chapter.title)</a></li>" as HTML
        }
        let bodies = chapters.enumerated().map { index, chapter in
            """
            <section class="chapter" id="chapter\(index + 1)">
            <h2>\(chapter.title)</h2>
            \(chapter.blocks.map { "\($0)\n" as HTML })</section>

            """ as HTML
        }
        return SignaturePage.page(
            title, "loopsig demo",
            isComplete
                ? "<p class=\"verdict yes\">Proven</p><p class=\"headline\">every step went as it should</p>"
                : "<p class=\"verdict no\">Incomplete</p>",
            """
            <nav aria-label="Steps"><ol class="contents">\(contents)</ol></nav>
            \(bodies)
            """)
    }
}
