// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestSigning
import SignatureDiagnosis

/// The page of `sign --report` and of `verify --report`.
package struct SignaturePage: Page {
    package static let template = "signature"

    package let model: Model

    /// The page of a new signature. `isUnreduced` says whether it has the unreduced form, which leaks the
    /// key.
    package init(signed trace: Trace, _ signature: Signature, isUnreduced: Bool) {
        let request = trace.canonical.request
        model = [
            "page": [
                "heading": "A signed request", "subject": SignaturePage.subject(of: trace),
                "verdict": pageVerdict(
                    "Signed", isGood: true, isUnreduced ? "in the unreduced form" : "in the reduced form"),
            ] as Model,
            "isLeaking": isUnreduced,
            "toSend": [
                "method": request.method.rawValue, "url": trace.canonical.urlToSend,
                "signature": signature.hex, "body": request.bodyText.map { $0.isEmpty ? "(empty)" : $0 },
            ] as Model,
            "trace": TraceView(trace),
        ]
    }

    /// The page of a verdict on a signature, which is given as it came over the wire.
    package init(of verdict: SignatureVerdict, on signature: String) {
        let isExplained = verdict.diagnosis?.mistakes.isEmpty == false
        model = [
            "page": [
                "heading": "Verdict on a signature", "subject": SignaturePage.subject(of: verdict.trace),
                "verdict": pageVerdict(
                    verdict.isValid ? "Valid" : verdict.isJudged ? "Invalid" : "Not judged",
                    isGood: verdict.isValid, "under the \(verdict.profile.rawValue) profile"),
            ] as Model,
            "judgment": verdict.model(of: signature, isExplained: isExplained),
        ]
    }

    private static func subject(of trace: Trace) -> String {
        "\(trace.canonical.request.method.rawValue) \(trace.canonical.urlToSend)"
    }
}
