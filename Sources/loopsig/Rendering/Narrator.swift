// SPDX-License-Identifier: Apache-2.0
import Foundation
import OrderCancellation
import Reports
import RequestSigning
import StrictJSON

/// Tells the demo on the terminal and on a page: headings, prose, values, requests and responses.
final class Narrator: Sendable {
    let terminal: Terminal
    private let lock = NSLock()
    /// What has been told. Guarded by `lock`, because responses are told from the threads of the transport.
    nonisolated(unsafe) private var told = DemoPage()

    init(terminal: Terminal) { self.terminal = terminal }

    /// What has been told, as a page.
    var page: DemoPage { lock.withLock { told } }

    private func tell(_ add: (inout DemoPage) -> Void) { lock.withLock { add(&told) } }

    func title(_ text: String) throws {
        try print(terminal.bold(text))
        tell { $0.begin(text) }
    }

    func step(_ number: Int, _ title: String) throws {
        try print("\n" + terminal.bold("── \(number). \(title) " + rule(after: title)))
        tell { $0.beginChapter("\(number). \(title)") }
    }

    func say(_ text: String) throws {
        try print(TextLayout.wrapped(text))
        tell { $0.addParagraph(text) }
    }

    func values(_ values: [(name: String, value: String)]) throws {
        let width = values.map(\.name.count).max() ?? 0
        try print("")
        for (name, value) in values {
            try print("  \(TextLayout.padded(name, to: width))  \(terminal.accent(value))")
        }
        tell { $0.addValues(values) }
    }

    func trace(_ trace: Trace) throws {
        let lines = trace.text(on: terminal).split(separator: "\n", omittingEmptySubsequences: false)
        try print("\n" + lines.map { "  " + $0 }.joined(separator: "\n"))
        tell { $0.addTrace(trace) }
    }

    func request(_ method: String, _ url: String) throws {
        try print("\n  \(terminal.faint("→")) \(method) \(url)")
        tell { $0.addRequest(method, url) }
    }

    func request(_ call: CancelOrderCall) throws {
        try request(call.method, call.url)
        let fields = call.maskedHeaders.fields
        for field in fields { try print(terminal.faint("    \(field.name): \(field.value)")) }
        tell { $0.addValues(fields.map { ($0.name, $0.value) }) }
    }

    func response(_ response: TransportResponse) throws {
        let isGood = response.status == 200
        let status = "HTTP \(response.status)"
        let body = VisibleText.visible(String(decoding: response.body, as: UTF8.self))
        try print(
            "\n  \(terminal.faint("←")) \(isGood ? terminal.good(status) : terminal.bad(status))\n"
                + "    \(terminal.accent(body))")
        tell { $0.addAnswer(status: response.status, body: body) }
    }

    func sides(of trace: Trace) throws {
        guard let verification = trace.verification else { return }
        try values([("S·B", verification.leftSide.x.hex), ("R + h·A", verification.rightSide.x.hex)])
        try print(
            "  " + terminal.bad("S·B ≠ R + h·A") + "  (their x; loopsig verify --trace shows every stage)")
        tell { $0.addInequality() }
    }

    func confirm(_ claim: String) throws {
        try print("  " + terminal.good("✓ ") + claim)
        tell { $0.addConfirmation(claim) }
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
        tell { $0.end() }
    }

    private func rule(after title: String) -> String {
        String(repeating: "─", count: max(2, TextLayout.width - title.count - 7))
    }

    private func print(_ text: String) throws { try StandardOutput.line(text) }
}
