import BabyJubjub
import EdDSA
import RequestSigning

/// The trace on paper: one numbered stage after the other, each with the section of SPEC.md that defines it.
extension Trace {
    func text(on terminal: Terminal) -> String {
        let m = message.hex
        var stages: [Stage] = [
            Stage("parameter string", "9.3", [shown(canonical.parameterString)]),
            Stage("signature base", "9.4", [canonical.signatureBase]),
            Stage("SHA-256", "9.5", [canonical.sha256Hex]),
            Stage(
                "message m = SHA-256 mod p", "9.5", [m + (m == canonical.sha256Hex ? "  not reduced" : "")]),
        ]
        if let publicKey { stages.append(Stage("public key A", "7.1", lines(publicKey.point))) }
        if let signature {
            stages.append(Stage("commitment R", "7.7", lines(signature.r)))
            stages.append(Stage("S", "7.7", [signature.s.hex]))
        }
        if let verification {
            stages += [
                Stage(
                    "challenge h = Poseidon(R.x, R.y, A.x, A.y, m)", "7.4", [verification.challenge.hex]),
                Stage("left side S·B", "7.8", lines(verification.leftSide)),
                Stage("right side R + h·A", "7.8", lines(verification.rightSide)),
            ]
        }
        let body = stages.enumerated().map { index, stage in stage.text(number: index + 1, on: terminal) }
        let request = terminal.bold("\(canonical.request.method.rawValue) \(canonical.request.url.text)")
        return ([request] + body + [equation(on: terminal)].compactMap(\.self)).joined(separator: "\n")
    }

    private func equation(on terminal: Terminal) -> String? {
        verification.map {
            $0.equationHolds
                ? terminal.good("    S·B = R + h·A") : terminal.bad("    S·B ≠ R + h·A")
        }
    }

    private func lines(_ point: Point) -> [String] { ["x  \(point.x.hex)", "y  \(point.y.hex)"] }

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
