// SPDX-License-Identifier: Apache-2.0
import Foundation
import Reports

/// Shows the demo on the terminal, and records it as a page. It is an actor, because responses arrive on the
/// threads of the transport.
actor Narrator {
    private let terminal = Terminal.standardOutput
    /// The steps shown so far.
    private(set) var page: DemoPage

    init(title: String) throws {
        page = DemoPage(title: title)
        try StandardOutput.line(terminal.bold(title))
    }

    /// Begins a step, with its title and a paragraph.
    func step(_ number: Int, _ title: String, _ text: String) throws {
        let rule = String(repeating: "─", count: max(2, TextLayout.width - title.count - 7))
        try StandardOutput.line("\n" + terminal.bold("── \(number). \(title) " + rule))
        page.beginChapter("\(number). \(title)")
        try show(.paragraph(text))
    }

    func show(_ block: DemoBlock) throws {
        try StandardOutput.line(text(of: block))
        page.add(block)
    }

    func end() throws {
        try StandardOutput.line(
            """

            \(terminal.bold("Next steps"))
              loopsig sandbox           run this exchange for your own client
              loopsig sign --trace      sign your own request and see every stage
              loopsig verify            check a signature, and find the signer's mistake
              SPEC.md                   implement the scheme in another language
            """)
        page.end()
    }

    private func text(of block: DemoBlock) -> String {
        switch block {
        case .paragraph(let text): return TextLayout.wrapped(text)
        case .values(let values): return "\n" + text(of: values)
        case .stages(let stages):
            let lines = stages.text(on: terminal).split(separator: "\n", omittingEmptySubsequences: false)
            return "\n" + lines.map { "  " + $0 }.joined(separator: "\n")
        case .request(let line, let headers):
            let fields = (headers?.list ?? []).map { "\n" + terminal.faint("    \($0): \($1)") }
            return "\n  \(terminal.faint("→")) \(line)\(fields.joined())"
        case .answer(let status, let kind, let body):
            let head = kind == .good ? terminal.good("HTTP \(status)") : terminal.bad("HTTP \(status)")
            return "\n  \(terminal.faint("←")) \(head)\n    \(terminal.accent(body))"
        case .inequality(let sides):
            return "\n" + text(of: sides) + "\n  " + terminal.bad("S·B ≠ R + h·A")
                + "  (x coordinates; loopsig verify --trace shows every stage)"
        case .confirmed(let claim): return "  " + terminal.good("✓ ") + claim
        }
    }

    /// A line for each value, after its name.
    private func text(of values: DemoValues) -> String {
        let width = values.list.map(\.name.count).max() ?? 0
        return values.list.map { "  \(TextLayout.padded($0, to: width))  \(terminal.accent($1))" }
            .joined(separator: "\n")
    }
}
