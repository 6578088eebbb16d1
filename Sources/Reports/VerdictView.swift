// SPDX-License-Identifier: Apache-2.0
import RequestSigning
import SignatureDiagnosis
import StrictJSON

/// A verdict on a page: where the signature fails and why, the findings, and every stage.
struct VerdictView {
    /// Why the signature fails.
    let failure: FailureView?
    /// The result of the search for mistakes.
    let diagnosis: DiagnosisView?
    /// How the signature differs from the one that the key itself makes.
    let comparison: String?
    /// The findings about key and signature.
    let findings: [(name: String, meaning: String, advice: String)]
    /// Advice on a valid request.
    let requestAdvice: [(title: String, text: String)]
    /// Whether a valid signature has no findings.
    let hasNoFindings: Bool
    /// Every stage that was reached.
    let stages: TraceView?

    /// - Parameter isExplained: whether the cause of a failure is known. If so, no advice is given on how to
    ///   find it.
    init(_ verdict: SignatureVerdict, of signature: String, isExplained: Bool) {
        failure = verdict.failure.map { failure in
            FailureView(
                step: failure.step.title, reason: Self.sentence(failure.reason),
                whatToDo: isExplained ? nil : failure.step.advice)
        }
        diagnosis = verdict.diagnosis.map {
            DiagnosisView($0, of: signature, signatureBase: verdict.trace.canonical.signatureBase)
        }
        comparison = verdict.comparison?.meaning
        findings = verdict.findings.map {
            ($0.rawValue, $0.meaning, $0.advice)
        }
        requestAdvice = verdict.advice.map { ($0.title, $0.text) }
        hasNoFindings = verdict.isValid && verdict.findings.isEmpty
        stages = TraceView(verdict.trace)
    }

    /// A reason, which begins in lower case and has no full stop, as a sentence.
    private static func sentence(_ reason: String) -> String {
        reason.prefix(1).uppercased() + reason.dropFirst() + "."
    }
}

/// The step at which a signature fails.
struct FailureView {
    let step: String
    let reason: String?
    let whatToDo: String?
}

/// The result of the search for mistakes.
struct DiagnosisView {
    /// Mistakes that explain the signature.
    struct Explanation {
        let title: String
        let mistakes: [MistakeRow]
        let alternatives: (sentence: String, mistakes: [MistakeRow])?
        let comparisons: [TextPair]
        let advice: String
    }

    typealias MistakeRow = (sentence: String, requirement: String)

    let explanation: Explanation?
    let guesses: Int

    init(_ diagnosis: Diagnosis, of signature: String, signatureBase: String) {
        guesses = diagnosis.guesses
        guard !diagnosis.mistakes.isEmpty else {
            explanation = nil
            return
        }
        func rows(_ mistakes: [Mistake]) -> [MistakeRow] {
            mistakes.map { ($0.explanation, $0.requirement) }
        }
        let several = diagnosis.mistakes.count > 1
        explanation = Explanation(
            title: several ? "Mistakes of the signer, made together" : "A mistake of the signer",
            mistakes: rows(diagnosis.mistakes),
            alternatives: diagnosis.alternatives.isEmpty
                ? nil
                : ("For this request, these mistakes have the same effect:", rows(diagnosis.alternatives)),
            comparisons: [
                TextPair(
                    ("what the signer signed", diagnosis.signedText), ("what has to be signed", signatureBase)
                ),
                TextPair(
                    ("what the signer sent", signature),
                    ("what the signer should have sent", diagnosis.signatureAsSpecified)),
            ].compactMap(\.self),
            advice: several
                ? "Correct these mistakes in the signer; then the signature is valid."
                : "Correct this mistake in the signer; then the signature is valid.")
    }
}

/// Two texts side by side, with the differences marked in both.
struct TextPair {
    let sides: [(name: String, pieces: [TextComparison.Piece])]

    /// `nil` if one of the texts is unknown, or if they are the same.
    init?(_ left: (name: String, text: String?), _ right: (name: String, text: String?)) {
        guard let a = left.text, let b = right.text, !a.utf8.elementsEqual(b.utf8) else { return nil }
        let comparison = TextComparison(VisibleText.visible(a), VisibleText.visible(b))
        sides = [(left.name, comparison.left), (right.name, comparison.right)]
    }
}
