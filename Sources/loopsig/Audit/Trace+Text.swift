/// The trace on paper: one numbered stage after the other, each with the section of SPEC.md that defines it.
extension Trace {
    func text(on terminal: Terminal) -> String {
        var stages: [Stage] = [
            Stage("parameter string", "9.3", [shown(parameterString)]),
            Stage("signature base", "9.4", [signatureBase]),
            Stage("SHA-256", "9.5", [sha256]),
            Stage("message m = SHA-256 mod p", "9.5", [message + (message == sha256 ? "  not reduced" : "")]),
        ]
        if let publicKey { stages.append(Stage("public key A", "7.1", lines(publicKey))) }
        if let R { stages.append(Stage("commitment R", "7.7", lines(R))) }
        if let S { stages.append(Stage("S", "7.7", [S])) }
        if let challenge {
            stages.append(Stage("challenge h = Poseidon(R.x, R.y, A.x, A.y, m)", "7.4", [challenge]))
        }
        if let leftSide, let rightSide {
            stages.append(Stage("left side S·B", "7.8", lines(leftSide)))
            stages.append(Stage("right side R + h·A", "7.8", lines(rightSide)))
        }
        let body = stages.enumerated().map { index, stage in stage.text(number: index + 1, on: terminal) }
        let request = terminal.bold("\(method) \(url)")
        return ([request] + body + [equation(on: terminal)].compactMap(\.self)).joined(separator: "\n")
    }

    private func equation(on terminal: Terminal) -> String? {
        guard let leftSide, let rightSide else { return nil }
        return leftSide == rightSide
            ? terminal.good("    S·B = R + h·A") : terminal.bad("    S·B ≠ R + h·A")
    }

    private func lines(_ point: PointOutput) -> [String] { ["x  \(point.x)", "y  \(point.y)"] }

    private func shown(_ text: String) -> String { text.isEmpty ? "(empty)" : TextLayout.visible(text) }

    private struct Stage {
        let title, section: String
        let values: [String]

        init(_ title: String, _ section: String, _ values: [String]) {
            self.title = title
            self.section = section
            self.values = values
        }

        func text(number: Int, on terminal: Terminal) -> String {
            let head = TextLayout.padded("\(number < 10 ? " " : "")\(number)  \(title)", to: 60)
            return ([head + terminal.faint("SPEC \(section)")] + values.map { "    " + terminal.accent($0) })
                .joined(separator: "\n")
        }
    }
}
