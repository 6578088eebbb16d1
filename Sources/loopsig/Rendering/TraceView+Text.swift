// SPDX-License-Identifier: Apache-2.0
import Reports

extension TraceView {
    /// The trace for a terminal: numbered stages, each with its section of SPEC.md.
    func text(on terminal: Terminal) -> String {
        var lines = [terminal.bold(request ?? "")]
        for (index, stage) in list.enumerated() {
            let number = (index < 9 ? " " : "") + String(index + 1)
            lines.append(
                TextLayout.padded("\(number)  \(stage.title)", to: 60)
                    + terminal.faint("SPEC \(stage.section)"))
            lines += stage.values.map { "    " + terminal.accent($0) }
        }
        if let (kind, sides) = equation {
            lines.append(kind == .good ? terminal.good("    \(sides)") : terminal.bad("    \(sides)"))
        }
        return lines.joined(separator: "\n")
    }
}
