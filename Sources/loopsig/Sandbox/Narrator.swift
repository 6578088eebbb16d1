import OrderCancellation

/// The voice of the demo: headings, prose, values, requests and responses.
struct Narrator: Sendable {
    let terminal: Terminal

    func title(_ text: String) {
        print(terminal.bold(text))
    }

    func step(_ number: Int, _ title: String) {
        print("\n" + terminal.bold("── \(number). \(title) " + rule(after: title)))
    }

    func say(_ text: String) {
        print(TextLayout.wrapped(text))
    }

    func values(_ values: [(name: String, value: String)]) {
        let width = values.map(\.name.count).max() ?? 0
        print("")
        for (name, value) in values {
            print("  \(TextLayout.padded(name, to: width))  \(terminal.accent(value))")
        }
    }

    func trace(_ trace: Trace) {
        let lines = trace.text(on: terminal).split(separator: "\n", omittingEmptySubsequences: false)
        print("\n" + lines.map { "  " + $0 }.joined(separator: "\n"))
    }

    func request(_ method: String, _ url: String) {
        print("\n  \(terminal.faint("→")) \(method) \(url)")
    }

    func request(_ call: CancelOrderCall) {
        request(call.method, call.url)
        for (name, value) in call.maskedHeaders { print(terminal.faint("    \(name): \(value)")) }
    }

    func response(_ response: TransportResponse) {
        let status =
            response.status == 200 ? terminal.good("HTTP 200") : terminal.bad("HTTP \(response.status)")
        let body = String(decoding: response.body, as: UTF8.self)
        print("\n  \(terminal.faint("←")) \(status)\n    \(terminal.accent(TextLayout.visible(body)))")
    }

    func sides(of trace: Trace) {
        guard let left = trace.leftSide, let right = trace.rightSide else { return }
        values([("S·B", left.x), ("R + h·A", right.x)])
        print("  " + terminal.bad("S·B ≠ R + h·A") + "  (their x; loopsig verify --trace shows every stage)")
    }

    func confirm(_ claim: String) {
        print("  " + terminal.good("✓ ") + claim)
    }

    func end() {
        print(
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

    private func print(_ text: String) { StandardOutput.line(text) }
}
