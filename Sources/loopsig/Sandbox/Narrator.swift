import OrderCancellation
import RequestSigning

/// The voice of the demo: headings, prose, values, requests and responses.
struct Narrator: Sendable {
    let terminal: Terminal

    func title(_ text: String) throws {
        try print(terminal.bold(text))
    }

    func step(_ number: Int, _ title: String) throws {
        try print("\n" + terminal.bold("── \(number). \(title) " + rule(after: title)))
    }

    func say(_ text: String) throws {
        try print(TextLayout.wrapped(text))
    }

    func values(_ values: [(name: String, value: String)]) throws {
        let width = values.map(\.name.count).max() ?? 0
        try print("")
        for (name, value) in values {
            try print("  \(TextLayout.padded(name, to: width))  \(terminal.accent(value))")
        }
    }

    func trace(_ trace: Trace) throws {
        let lines = trace.text(on: terminal).split(separator: "\n", omittingEmptySubsequences: false)
        try print("\n" + lines.map { "  " + $0 }.joined(separator: "\n"))
    }

    func request(_ method: String, _ url: String) throws {
        try print("\n  \(terminal.faint("→")) \(method) \(url)")
    }

    func request(_ call: CancelOrderCall) throws {
        try request(call.method, call.url)
        for (name, value) in call.maskedHeaders { try print(terminal.faint("    \(name): \(value)")) }
    }

    func response(_ response: TransportResponse) throws {
        let status =
            response.status == 200 ? terminal.good("HTTP 200") : terminal.bad("HTTP \(response.status)")
        let body = String(decoding: response.body, as: UTF8.self)
        try print("\n  \(terminal.faint("←")) \(status)\n    \(terminal.accent(TextLayout.visible(body)))")
    }

    func sides(of trace: Trace) throws {
        guard let verification = trace.verification else { return }
        try values([("S·B", verification.leftSide.x.hex), ("R + h·A", verification.rightSide.x.hex)])
        try print(
            "  " + terminal.bad("S·B ≠ R + h·A") + "  (their x; loopsig verify --trace shows every stage)")
    }

    func confirm(_ claim: String) throws {
        try print("  " + terminal.good("✓ ") + claim)
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
    }

    private func rule(after title: String) -> String {
        String(repeating: "─", count: max(2, TextLayout.width - title.count - 7))
    }

    private func print(_ text: String) throws { try StandardOutput.line(text) }
}
