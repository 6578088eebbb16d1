import BabyJubjub
import EdDSA
import StrictJSON
import RequestSigning

/// One step on the way from a request to a verdict, fit to be shown.
struct TraceStage {
    /// What the values are.
    let title: String
    /// The section of SPEC.md that defines it.
    let section: String
    /// What happens in it, in one sentence.
    let meaning: String
    /// The values, a line each.
    let values: [String]

    init(_ title: String, _ section: String, _ values: [String], _ meaning: String) {
        self.title = title
        self.section = section
        self.values = values
        self.meaning = meaning
    }
}

extension Trace {
    /// The stages that could be reached, in order.
    var stages: [TraceStage] {
        let parameters = canonical.parameterString
        let isBody = canonical.request.method.signsBody
        let isReduced = message.hex != canonical.sha256Hex
        return [
            TraceStage(
                "parameter string", "9.3", [parameters.isEmpty ? "(empty)" : VisibleText.visible(parameters)],
                isBody
                    ? "The body, byte for byte as it is sent."
                    : "The query parameters, each percent-encoded, sorted by the bytes of their keys."),
            TraceStage(
                "signature base", "9.4", [canonical.signatureBase],
                "Method, URL and parameter string in one text, URL and parameter string percent-encoded as a whole."
            ),
            TraceStage(
                "SHA-256", "9.5", [canonical.sha256Hex], "The digest of the UTF-8 of the signature base."),
            TraceStage(
                "message m = SHA-256 mod p", "9.5", [message.hex + (isReduced ? "" : "  not reduced")],
                "The digest as a big-endian integer mod p: what is signed."
                    + (isReduced ? "" : " It is below p as it is.")),
        ] + TraceStage.stages(of: message, publicKey, signature, verification)
    }

    /// The trace on paper: one numbered stage after the other, each with its section of SPEC.md.
    func text(on terminal: Terminal) -> String {
        let request = terminal.bold("\(canonical.request.method.rawValue) \(canonical.request.url.text)")
        let body = stages.enumerated().map { index, stage in
            let number = (index < 9 ? " " : "") + String(index + 1)
            let head =
                TextLayout.padded("\(number)  \(stage.title)", to: 60)
                + terminal.faint("SPEC \(stage.section)")
            return ([head] + stage.values.map { "    " + terminal.accent($0) }).joined(separator: "\n")
        }
        let equation = verification.map {
            $0.equationHolds ? terminal.good("    S·B = R + h·A") : terminal.bad("    S·B ≠ R + h·A")
        }
        return ([request] + body + [equation].compactMap(\.self)).joined(separator: "\n")
    }
}

extension TraceStage {
    /// The stages from key and signature on, as far as they are known.
    static func stages(
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
                    "commitment R", "7.7", lines(signature.r),
                    "The first half of the signature: R = r·B for a nonce r that nobody else knows."),
                TraceStage("S", "7.7", [signature.s.hex], "The second half of the signature: r + k·h."),
            ]
        }
        if let verification {
            stages += [
                TraceStage(
                    "challenge h = Poseidon(R.x, R.y, A.x, A.y, m)", "7.4", [verification.challenge.hex],
                    "The hash that binds key, commitment and message to each other."),
                TraceStage(
                    "left side S·B", "7.8", lines(verification.leftSide),
                    "The second half of the signature, times the base point."),
                TraceStage(
                    "right side R + h·A", "7.8", lines(verification.rightSide),
                    "What it has to be: (r + k·h)·B, computed from public values alone."),
            ]
        }
        return stages
    }

    private static func lines(_ point: Point) -> [String] { ["x  \(point.x.hex)", "y  \(point.y.hex)"] }
}
