// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestSigning
import SignatureDiagnosis

/// The page of `sign --report` and of `verify --report`.
package struct SignaturePage: Page {
    package static let template = "signature"

    package var page: PageFrame
    /// Whether the signature has the form that leaks the key.
    let isLeaking: Bool
    let toSend: (method: String, url: String, signature: String, body: String?)?
    let judgment: VerdictView?
    let trace: TraceView?

    /// The page of a new signature. `isUnreduced` says whether it has the unreduced form.
    package init(signed trace: Trace, _ signature: Signature, isUnreduced: Bool) {
        let request = trace.canonical.request
        page = PageFrame(
            heading: "A signed request", subject: SignaturePage.subject(of: trace),
            verdict: PageVerdict(
                "Signed", isGood: true, isUnreduced ? "in the unreduced form" : "in the reduced form"))
        isLeaking = isUnreduced
        toSend = (
            request.method.rawValue, trace.canonical.urlToSend, signature.hex,
            request.bodyText.map { $0.isEmpty ? "(empty)" : $0 }
        )
        judgment = nil
        self.trace = TraceView(trace)
    }

    /// The page of a verdict on a signature, which is given as it came over the wire.
    package init(of verdict: SignatureVerdict, on signature: String) {
        page = PageFrame(
            heading: "Verdict on a signature", subject: SignaturePage.subject(of: verdict.trace),
            verdict: PageVerdict(
                verdict.isValid ? "Valid" : verdict.isJudged ? "Invalid" : "Not judged",
                isGood: verdict.isValid,
                "under the \(verdict.profile.rawValue) profile"))
        isLeaking = false
        toSend = nil
        judgment = VerdictView(
            verdict, of: signature, isExplained: verdict.diagnosis?.mistakes.isEmpty == false)
        trace = nil
    }

    private static func subject(of trace: Trace) -> String {
        "\(trace.canonical.request.method.rawValue) \(trace.canonical.urlToSend)"
    }
}
