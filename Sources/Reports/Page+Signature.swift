// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestSigning
import SignatureDiagnosis

extension Page {
    /// The page of `sign --report`. `isUnreduced` says whether the signature has the unreduced form, which
    /// leaks the key.
    package init(signed trace: Trace, _ signature: Signature, isUnreduced: Bool) {
        let request = trace.canonical.request
        let form = isUnreduced ? "in the unreduced form" : "in the reduced form"
        self.init(
            "signature", heading: "A signed request", subject: Page.subject(of: trace),
            verdict: ("Signed", true, form),
            [
                "isLeaking": isUnreduced,
                "toSend": [
                    "method": request.method.rawValue, "url": trace.canonical.urlToSend,
                    "signature": signature.hex, "body": request.bodyText.map { $0.isEmpty ? "(empty)" : $0 },
                ] as Model,
                "trace": TraceView(trace),
            ])
    }

    /// The page of `verify --report`: a verdict on a signature, which is given as it came over the wire.
    package init(of verdict: SignatureVerdict, on signature: String) {
        let isExplained = verdict.diagnosis?.mistakes.isEmpty == false
        let word = verdict.isValid ? "Valid" : verdict.isJudged ? "Invalid" : "Not judged"
        self.init(
            "signature", heading: "Verdict on a signature", subject: Page.subject(of: verdict.trace),
            verdict: (word, verdict.isValid, "under the \(verdict.profile.rawValue) profile"),
            ["judgment": verdict.model(of: signature, isExplained: isExplained)])
    }

    private static func subject(of trace: Trace) -> String {
        "\(trace.canonical.request.method.rawValue) \(trace.canonical.urlToSend)"
    }
}
