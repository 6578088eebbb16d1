// SPDX-License-Identifier: Apache-2.0
import Reports
import RequestSigning

extension Trace {
    /// The trace for a terminal: numbered stages, each with its section of SPEC.md.
    func text(on terminal: Terminal) -> String {
        let request = terminal.bold("\(canonical.request.method.rawValue) \(canonical.request.url.text)")
        let body = TraceStage.stages(of: self).enumerated().map { index, stage in
            let number = (index < 9 ? " " : "") + String(index + 1)
            let head =
                TextLayout.padded("\(number)  \(stage.title)", to: 60)
                + terminal.faint("SPEC \(stage.section)")
            return ([head] + stage.values.map { "    " + terminal.accent($0) }).joined(separator: "\n")
        }
        let equation = verification.map {
            $0.equationHolds ? terminal.good("    S·B = R + h·A") : terminal.bad("    S·B ≠ R + h·A")
        }
        return ([request] + body + [equation].compactMap(\.self)).joined(separator: "\n")
    }
}
