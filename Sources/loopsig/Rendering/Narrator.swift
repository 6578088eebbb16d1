// SPDX-License-Identifier: Apache-2.0
import Foundation
import OrderCancellation
import Reports
import RequestSigning
import StrictJSON

/// Shows the demo on the terminal, and records it as a page.
final class Narrator: Sendable {
    private let terminal = Terminal.standardOutput
    private let lock = NSLock()
    /// The steps shown so far. Guarded by `lock`, because responses arrive on the threads of the transport.
    nonisolated(unsafe) private var shown: DemoPage

    init(title: String) throws {
        shown = DemoPage(title: title)
        try StandardOutput.line(terminal.bold(title))
    }

    /// The steps shown so far, as a page.
    var page: DemoPage { lock.withLock { shown } }

    func step(_ number: Int, _ title: String) throws {
        let rule = String(repeating: "─", count: max(2, TextLayout.width - title.count - 7))
        try StandardOutput.line("\n" + terminal.bold("── \(number). \(title) " + rule))
        lock.withLock { shown.beginChapter("\(number). \(title)") }
    }

    func say(_ text: String) throws {
        try show(.paragraph(text), as: TextLayout.wrapped(text))
    }

    func values(_ values: [(name: String, value: String)]) throws {
        try show(.values(DemoValues(values)), as: "\n" + text(of: values))
    }

    func trace(_ trace: Trace) throws {
        let lines = trace.text(on: terminal).split(separator: "\n", omittingEmptySubsequences: false)
        try show(.stages(TraceView(trace)), as: "\n" + lines.map { "  " + $0 }.joined(separator: "\n"))
    }

    func request(_ method: String, _ url: String, headers: [(name: String, value: String)] = []) throws {
        let line = "\(method) \(url)"
        let fields = headers.map { "\n" + terminal.faint("    \($0.name): \($0.value)") }.joined()
        try show(
            .request(line: line, headers: headers.isEmpty ? nil : DemoValues(headers)),
            as: "\n  \(terminal.faint("→")) \(line)\(fields)")
    }

    func response(_ response: TransportResponse) throws {
        let isGood = response.status == 200
        let status = "HTTP \(response.status)"
        let body = VisibleText.visible(String(decoding: response.body, as: UTF8.self))
        try show(
            .answer(status: response.status, kind: isGood ? .good : .bad, body: body),
            as: "\n  \(terminal.faint("←")) \(isGood ? terminal.good(status) : terminal.bad(status))\n"
                + "    \(terminal.accent(body))")
    }

    func inequality(in trace: Trace) throws {
        guard let verification = trace.verification else { return }
        let sides = [("S·B", verification.leftSide.x.hex), ("R + h·A", verification.rightSide.x.hex)]
        try show(
            .inequality(DemoValues(sides)),
            as: "\n" + text(of: sides) + "\n  " + terminal.bad("S·B ≠ R + h·A")
                + "  (x coordinates; loopsig verify --trace shows every stage)")
    }

    func confirm(_ claim: String) throws {
        try show(.confirmed(claim), as: "  " + terminal.good("✓ ") + claim)
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
        lock.withLock { shown.end() }
    }

    private func show(_ block: DemoBlock, as text: String) throws {
        try StandardOutput.line(text)
        lock.withLock { shown.add(block) }
    }

    /// A line for each value, after its name.
    private func text(of values: [(name: String, value: String)]) -> String {
        let width = values.map(\.name.count).max() ?? 0
        return values.map { "  \(TextLayout.padded($0, to: width))  \(terminal.accent($1))" }
            .joined(separator: "\n")
    }
}
