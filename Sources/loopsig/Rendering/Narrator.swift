// SPDX-License-Identifier: Apache-2.0
import OrderCancellation
import Reports
import StrictJSON

/// Shows the demo on the terminal, and records it as a page. It is an actor, because responses arrive on the
/// threads of the transport.
actor Narrator {
    /// Values with their names.
    typealias Values = [(name: String, value: String)]

    private let terminal = Terminal.standardOutput
    private let title: String
    /// The steps shown so far, as chapters of the page.
    private var chapters: [(title: String, blocks: [Model])] = []

    init(title: String) throws {
        self.title = title
        try StandardOutput.line(terminal.bold(title))
    }

    /// Begins a step, with its title and a paragraph.
    func step(_ number: Int, _ title: String, _ text: String) throws {
        let rule = String(repeating: "─", count: max(2, TextLayout.width - title.count - 7))
        try StandardOutput.line("\n" + terminal.bold("── \(number). \(title) " + rule))
        chapters.append(("\(number). \(title)", []))
        try show(["paragraph": text], TextLayout.wrapped(text))
    }

    func show(values: Values) throws {
        try show(["values": ["list": values] as Model], "\n" + text(of: values))
    }

    func show(_ stages: TraceView) throws {
        let lines = stages.text(on: terminal).split(separator: "\n", omittingEmptySubsequences: false)
        try show(["stages": stages], "\n" + lines.map { "  " + $0 }.joined(separator: "\n"))
    }

    func show(request line: String, headers: Values? = nil) throws {
        let fields = (headers ?? []).map { "\n" + terminal.faint("    \($0): \($1)") }
        try show(
            ["request": ["line": line, "headers": headers.map { ["list": $0] as Model }] as Model],
            "\n  \(terminal.faint("→")) \(line)\(fields.joined())")
    }

    func show(_ answer: TransportResponse) throws {
        let (status, isGood) = (answer.status, answer.status == 200)
        let body = VisibleText.visible(String(decoding: answer.body, as: UTF8.self))
        let head = isGood ? terminal.good("HTTP \(status)") : terminal.bad("HTTP \(status)")
        try show(
            ["answer": ["status": status, "kind": isGood ? Tone.good : .bad, "body": body] as Model],
            "\n  \(terminal.faint("←")) \(head)\n    \(terminal.accent(body))")
    }

    /// Shows the two sides of the equation, which differ as expected.
    func show(inequality sides: Values) throws {
        let sentence = "  (x coordinates; loopsig verify --trace shows every stage)"
        try show(
            ["inequality": ["list": sides] as Model],
            "\n" + text(of: sides) + "\n  " + terminal.bad("S·B ≠ R + h·A") + sentence)
    }

    func confirm(_ claim: String) throws {
        try show(["confirmed": claim], "  " + terminal.good("✓ ") + claim)
    }

    /// Prints the text, and adds the block to the page.
    private func show(_ block: Model, _ text: String) throws {
        try StandardOutput.line(text)
        chapters[chapters.count - 1].blocks.append(block)
    }

    /// Prints what can be done next; returns the page.
    func end() throws -> Page {
        try StandardOutput.line(
            """

            \(terminal.bold("Next steps"))
              loopsig sandbox           run this exchange for your own client
              loopsig sign --trace      sign your own request and see every stage
              loopsig verify            check a signature, and find the signer's mistake
              SPEC.md                   implement the scheme in another language
            """)
        return Page(title: title, chapters: chapters)
    }

    /// A line for each value, after its name.
    private func text(of values: Values) -> String {
        let width = values.map(\.name.count).max() ?? 0
        return values.map { "  \(TextLayout.padded($0, to: width))  \(terminal.accent($1))" }
            .joined(separator: "\n")
    }
}
