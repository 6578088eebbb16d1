// SPDX-License-Identifier: Apache-2.0
import SignatureDiagnosis
import StrictJSON

extension SignatureVerdict {
    /// The verdict on a page: where the signature fails and why, the findings, and every stage.
    ///
    /// - Parameter isExplained: whether the cause of a failure is known. If so, no advice is given on how to
    ///   find it.
    func model(of signature: String, isExplained: Bool) -> Model {
        let signatureBase = trace.canonical.signatureBase
        let diagnosis = diagnosis.map { diagnosis -> Model in
            let explanation: Model = [
                "isSeveral": diagnosis.mistakes.count > 1, "mistakes": diagnosis.mistakes,
                "alternatives": diagnosis.alternatives.isEmpty
                    ? nil : ["mistakes": diagnosis.alternatives] as Model,
                "comparisons": [
                    SignatureVerdict.comparison(
                        ("what the signer signed", diagnosis.signedText),
                        ("what has to be signed", signatureBase)),
                    SignatureVerdict.comparison(
                        ("what the signer sent", signature),
                        ("what the signer should have sent", diagnosis.signatureAsSpecified)),
                ].compactMap(\.self),
            ]
            let isExplained = !diagnosis.mistakes.isEmpty
            return ["explanation": isExplained ? explanation : nil, "guesses": diagnosis.guesses]
        }
        return [
            "failure": failure?.model(isExplained: isExplained), "diagnosis": diagnosis,
            "comparison": comparison?.meaning,
            "findings": findings.map {
                ["name": $0.rawValue, "meaning": $0.meaning, "advice": $0.advice] as Model
            },
            "requestAdvice": advice, "hasNoFindings": isValid && findings.isEmpty,
            "stages": TraceView(trace),
        ]
    }

    /// Two texts side by side, with the differences marked in both; `nil` if one of the texts is unknown, or
    /// if they are the same.
    private static func comparison(
        _ left: (name: String, text: String?), _ right: (name: String, text: String?)
    ) -> Model? {
        guard let a = left.text, let b = right.text, !a.utf8.elementsEqual(b.utf8) else { return nil }
        let comparison = TextComparison(VisibleText.visible(a), VisibleText.visible(b))
        let sides = [(left.name, comparison.left), (right.name, comparison.right)]
        return ["sides": sides.map { ["name": $0, "pieces": $1] as Model }]
    }
}

extension SignatureVerdict.Failure {
    func model(isExplained: Bool) -> Model {
        // A reason begins in lower case and has no full stop.
        let reason = VisibleText.excerpt(reason, limit: 400)
        return [
            "step": step.title, "reason": reason.prefix(1).uppercased() + reason.dropFirst() + ".",
            "whatToDo": isExplained ? nil : step.advice,
        ]
    }
}
