// SPDX-License-Identifier: Apache-2.0
import Reports
import SignatureDiagnosis

extension SignatureVerdict {
    func text(on terminal: Terminal, showingTrace: Bool) -> String {
        var blocks: [String] = []
        if showingTrace { blocks.append(TraceView(trace).text(on: terminal)) }
        let verdict = isValid ? terminal.good("VALID") : terminal.bad("INVALID")
        var lines = [
            isJudged ? "\(verdict) under the \(profile.rawValue) profile" : terminal.warning("NOT JUDGED")
        ]
        if let failure {
            lines.append("  step  \(failure.step.title)")
            lines.append("  why   \(failure.reason)")
        }
        blocks.append(lines.joined(separator: "\n"))
        func add(_ title: String, _ text: String) {
            blocks.append(title + "\n" + TextLayout.wrapped(text, indentation: "  "))
        }
        if let comparison { add("Compared with the key's own signature:", comparison.meaning) }
        if let diagnosis { blocks.append(diagnosis.text(on: terminal)) }
        for finding in findings { add(terminal.warning("finding \(finding.rawValue)"), finding.meaning) }
        for advice in advice { add(terminal.warning(advice.title), advice.text) }
        return blocks.joined(separator: "\n\n")
    }
}

extension Diagnosis {
    func text(on terminal: Terminal) -> String {
        guard !mistakes.isEmpty else {
            return TextLayout.wrapped(
                """
                No known mistake explains it (\(guesses) guesses tried). The signature belongs to another request \
                or another key, or it was altered.
                """)
        }
        func lines(_ mistake: Mistake) -> String {
            TextLayout.wrapped("\(mistake.explanation) [\(mistake.requirement)]", indentation: "  ")
        }
        let heading =
            mistakes.count == 1
            ? "Explained by a mistake of the signer:" : "Explained by mistakes of the signer, made together:"
        var blocks = [terminal.warning(heading)]
        blocks += mistakes.map(lines)
        if !alternatives.isEmpty {
            blocks.append("For this request, these mistakes have the same effect:")
            blocks += alternatives.map(lines)
        }
        return blocks.joined(separator: "\n")
    }
}
