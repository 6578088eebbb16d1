// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Reports
import RequestSigning
import SignatureDiagnosis
import StrictJSON

extension SignatureVerdict {
    /// The verdict for people.
    func text(on terminal: Terminal, showingTrace: Bool) -> String {
        var blocks: [String] = []
        if showingTrace { blocks.append(trace.text(on: terminal)) }
        let verdict = isValid ? terminal.good("VALID") : terminal.bad("INVALID")
        var lines = [
            isJudged ? "\(verdict) under the \(profile.rawValue) profile" : terminal.warning("NOT JUDGED")
        ]
        if let failure {
            lines.append("  step  \(failure.step.title)")
            lines.append("  why   \(failure.reason)")
        }
        blocks.append(lines.joined(separator: "\n"))
        if let comparison {
            blocks.append(
                "Compared with the key's own signature:\n"
                    + TextLayout.wrapped(comparison.meaning, indentation: "  "))
        }
        if let diagnosis { blocks.append(diagnosis.text(on: terminal)) }
        blocks += findings.map { finding in
            terminal.warning("finding \(finding.rawValue)") + "\n"
                + TextLayout.wrapped(finding.meaning, indentation: "  ")
        }
        blocks += advice.map { advice in
            terminal.warning(advice.title) + "\n" + TextLayout.wrapped(advice.text, indentation: "  ")
        }
        return blocks.joined(separator: "\n\n")
    }

    /// The verdict for programs.
    func output(includingTrace: Bool) -> Output {
        Output(
            valid: isJudged ? .boolean(isValid) : .null, profile: profile.rawValue,
            findings: findings.map { Output.NameOutput(name: $0.rawValue, meaning: $0.meaning) },
            failure: failure.map {
                Output.FailureOutput(step: $0.step, error: $0.code, reason: $0.reason)
            },
            comparison: comparison.map { Output.NameOutput(name: $0.rawValue, meaning: $0.meaning) },
            diagnosis: diagnosis, advice: advice, trace: includingTrace ? trace : nil)
    }

    /// The JSON of a verdict.
    struct Output: Encodable {
        /// A name of this project's formats, and what it means.
        struct NameOutput: Encodable {
            let name, meaning: String
        }
        struct FailureOutput: Encodable {
            let step: Step
            let error, reason: String
        }

        /// `null` for a signature of another scheme.
        let valid: JSON
        let profile: String
        let findings: [NameOutput]
        let failure: FailureOutput?
        let comparison: NameOutput?
        let diagnosis: Diagnosis?
        let advice: [Advice]
        let trace: Trace?
    }
}

extension Diagnosis {
    /// The explanation for people.
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
