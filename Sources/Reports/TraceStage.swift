// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import RequestSigning
import StrictJSON

/// One stage on the way from a request to a verdict, with what a reader should know about it.
package struct TraceStage {
    /// The name of the values.
    package let title: String
    /// The section of SPEC.md that defines the stage.
    package let section: String
    /// A sentence that explains the stage.
    package let meaning: String
    /// The values, a line each.
    package let values: [String]

    private init(_ title: String, _ section: String, _ values: [String], _ meaning: String) {
        self.title = title
        self.section = section
        self.values = values
        self.meaning = meaning
    }
}

extension TraceStage {
    /// The stages of a request that were reached, in order.
    package static func stages(of trace: Trace) -> [TraceStage] {
        let canonical = trace.canonical
        let parameters = canonical.parameterString
        let isReduced = trace.message.hex != canonical.sha256Hex
        return [
            TraceStage(
                "parameter string", "9.3", [parameters.isEmpty ? "(empty)" : VisibleText.visible(parameters)],
                canonical.request.method.signsBody
                    ? "The body, byte for byte as it is sent."
                    : "The query parameters, each percent-encoded, sorted by the bytes of their keys."),
            TraceStage(
                "signature base", "9.4", [canonical.signatureBase],
                "Method, URL and parameter string in one text. URL and parameter string are percent-encoded as a whole."
            ),
            TraceStage(
                "SHA-256", "9.5", [canonical.sha256Hex], "The digest of the signature base in UTF-8."),
            TraceStage(
                "message m = SHA-256 mod p", "9.5",
                [trace.message.hex + (isReduced ? "" : "  (already below p)")],
                "The digest as a big-endian integer mod p. The signer signs m."),
        ] + stages(of: trace.message, trace.publicKey, trace.signature, trace.verification)
    }

    /// The stages from key and signature on, as far as they are known.
    package static func stages(
        of message: Message, _ publicKey: PublicKey?, _ signature: Signature?, _ verification: Verification?
    ) -> [TraceStage] {
        var stages: [TraceStage] = []
        if let publicKey {
            stages.append(
                TraceStage(
                    "public key A", "7.1", lines(publicKey.point),
                    "A point of the curve: A = k·B for the secret key k."))
        }
        if let signature {
            stages += [
                TraceStage(
                    "R", "7.7", lines(signature.r),
                    "The first half of the signature: R = r·B for a secret nonce r."),
                TraceStage("S", "7.7", [signature.s.hex], "The second half of the signature: S = r + k·h."),
            ]
        }
        if let verification {
            stages += [
                TraceStage(
                    "challenge h = Poseidon(R.x, R.y, A.x, A.y, m)", "7.4", [verification.challenge.hex],
                    "The hash of R, the public key and the message."),
                TraceStage(
                    "left side S·B", "7.8", lines(verification.leftSide),
                    "The base point B, multiplied by S."),
                TraceStage(
                    "right side R + h·A", "7.8", lines(verification.rightSide),
                    "The value that S·B must have. It equals (r + k·h)·B, computed from public values alone."),
            ]
        }
        return stages
    }

    private static func lines(_ point: Point) -> [String] { ["x  \(point.x.hex)", "y  \(point.y.hex)"] }
}

/// The stages on a page.
package struct TraceView {
    let list: [TraceStage]
    let equation: (kind: Tone, sides: String)?

    init(_ stages: [TraceStage], _ verification: Verification?) {
        list = stages
        equation = verification.map {
            $0.equationHolds ? (.good, "S·B = R + h·A") : (.bad, "S·B ≠ R + h·A")
        }
    }

    package init(_ trace: Trace) {
        self.init(TraceStage.stages(of: trace), trace.verification)
    }
}
