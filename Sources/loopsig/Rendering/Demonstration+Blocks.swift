// SPDX-License-Identifier: Apache-2.0
import OrderCancellation
import Reports
import StrictJSON

/// Shows the demo on the terminal, and records it as a page.
extension Demonstration {
    /// Values with their names.
    typealias Values = [(name: String, value: String)]

    /// Begins a step, with its title and a paragraph.
    func begin(_ number: Int, _ title: String, _ text: String) throws {
        let rule = String(repeating: "─", count: max(2, TextLayout.width - title.count - 7))
        try StandardOutput.line("\n" + terminal.bold("── \(number). \(title) " + rule))
        chapters.append(("\(number). \(title)", []))
        try show(["paragraph": text], TextLayout.wrapped(text))
    }

    func show(values: Values) throws {
        try show(["values": ["list": values] as Model], "\n" + text(of: values))
    }

    func show(request line: String, headers: HeaderFields? = nil) throws {
        let list = headers.map { $0.fields.map { (name: $0.name, value: $0.value) } }
        let fields = (list ?? []).map { "\n" + terminal.faint("    \($0): \($1)") }
        try show(
            ["request": ["line": line, "headers": list.map { ["list": $0] as Model }] as Model],
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

    /// Prints the text, and adds the block to the page.
    func show(_ block: Model, _ text: String) throws {
        try StandardOutput.line(text)
        chapters[chapters.count - 1].blocks.append(block)
    }

    func showNextSteps() throws {
        try StandardOutput.line(
            """

            \(terminal.bold("Next steps"))
              loopsig sandbox           run this exchange for your own client
              loopsig sign --trace      sign your own request and see every stage
              loopsig verify            check a signature, and find the signer's mistake
              SPEC.md                   implement the scheme in another language
            """)
    }

    /// A line for each value, after its name.
    func text(of values: Values) -> String {
        let width = values.map(\.name.count).max() ?? 0
        return values.map { "  \(TextLayout.padded($0, to: width))  \(terminal.accent($1))" }
            .joined(separator: "\n")
    }
}
