// SPDX-License-Identifier: Apache-2.0
import EdDSA
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

extension SignatureVerdict.Step {
    /// The step in a few words.
    package var title: String {
        switch self {
        case .record: "reading the record"
        case .account: "finding the key of the account"
        case .request: "reading the request (SPEC 9.2)"
        case .publicKey: "reading the public key (SPEC 7.1)"
        case .signature: "reading the signature (SPEC 7.7)"
        case .equation: "the equation S·B = R + h·A (SPEC 7.8)"
        case .profile: "the conditions of the profile (SPEC 7.8)"
        }
    }

    /// Advice on a signature that fails at this step.
    var advice: String {
        switch self {
        case .record: "Get the complete line from the system that exported the log."
        case .account: "Add the account to the file of accounts, and audit again."
        case .request: "This request cannot be signed. Find out what sent it."
        case .publicKey:
            """
            Ask for the key again. A public key is two coordinates of 0x and 64 digits each, as loopsig key public \
            prints them.
            """
        case .signature:
            """
            Compare it with what the signer sent, character by character. A signature is 0x and 192 digits: R.x, \
            R.y, S.
            """
        case .equation:
            """
            Compare the stages below with the values that the signer computed. At the first difference, the signer \
            departs from SPEC.md.
            """
        case .profile:
            """
            The relayer profile accepts this signature. Decide whether your application needs the strict profile.
            """
        }
    }
}

extension Finding {
    /// Advice on the finding.
    var advice: String {
        switch self {
        case .unreducedS: "Tell the owner of the key. Replace the key, and reduce S mod ℓ when signing."
        case .publicKeyIsIdentity, .publicKeySmallOrder: "Refuse the key."
        case .publicKeyOutsideSubgroup: "Refuse the key, or require the strict profile."
        case .rSmallOrder, .rOutsideSubgroup:
            """
            Find out what made the signature. Require the strict profile if several verifiers must agree on their \
            verdicts.
            """
        }
    }
}
