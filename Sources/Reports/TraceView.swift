// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import RequestSigning
import StrictJSON

/// The stages on the way from a request to a verdict that were reached, in order.
package struct TraceView {
    /// The name of the values, the section of SPEC.md that defines the stage, and the values, a line each.
    /// The template explains the stage that `is` names.
    package typealias Stage = (is: Model, title: String, section: String, values: [String])

    /// The method and the URL, if there is a request.
    package private(set) var request: String?
    package private(set) var list: [Stage] = []
    /// The last line, and whether it says that the equation holds.
    package let equation: (kind: Tone, sides: String)?

    /// The stages of a request.
    package init(_ trace: Trace) {
        self.init(trace.publicKey, trace.signature, trace.verification)
        let canonical = trace.canonical
        request = "\(canonical.request.method.rawValue) \(canonical.request.url.text)"
        let isBody = canonical.request.method.signsBody
        let parameters = VisibleText.visible(canonical.parameterString)
        let isReduced = trace.message.hex != canonical.sha256Hex
        let message = trace.message.hex + (isReduced ? "" : "  (already below p)")
        let stages: [Stage] = [
            (
                [isBody ? "body" : "query": true], "parameter string", "9.3",
                [parameters.isEmpty ? "(empty)" : parameters]
            ),
            (["base": true], "signature base", "9.4", [canonical.signatureBase]),
            (["digest": true], "SHA-256", "9.5", [canonical.sha256Hex]),
            (["message": true], "message m = SHA-256 mod p", "9.5", [message]),
        ]
        list = stages + list
    }

    /// The stages from key and signature on, as far as they are known.
    init(_ publicKey: PublicKey?, _ signature: Signature?, _ verification: Verification?) {
        func lines(_ point: Point) -> [String] { ["x  \(point.x.hex)", "y  \(point.y.hex)"] }
        equation = verification.map {
            $0.equationHolds ? (.good, "S·B = R + h·A") : (.bad, "S·B ≠ R + h·A")
        }
        if let publicKey { list.append((["key": true], "public key A", "7.1", lines(publicKey.point))) }
        if let signature {
            list.append((["R": true], "R", "7.7", lines(signature.r)))
            list.append((["S": true], "S", "7.7", [signature.s.hex]))
        }
        if let verification {
            let title = "challenge h = Poseidon(R.x, R.y, A.x, A.y, m)"
            list.append((["challenge": true], title, "7.4", [verification.challenge.hex]))
            list.append((["left": true], "left side S·B", "7.8", lines(verification.leftSide)))
            list.append((["right": true], "right side R + h·A", "7.8", lines(verification.rightSide)))
        }
    }
}
