// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON
import VectorSuite

/// The forms in which a testee signs.
public enum SignerForms: Equatable, Sendable {
    /// Both forms. Each test requests the form that it states.
    case both
    /// One form. Each test requests this form.
    case only(SigningForm)

    /// The form, or "both".
    public var word: String {
        switch self {
        case .both: "both"
        case .only(let form): form.rawValue
        }
    }

    /// The number of signatures to request in each form. One does not suffice: with the nonce of another
    /// function, an unreduced S is below ℓ with probability 1/8.
    private static let probes = 4

    /// Determines the form that a testee emits, from a few signatures in each form. A signature with S ≥ ℓ is
    /// unreduced, whichever form was requested.
    /// - Returns: `nil` if the testee does not sign.
    static func found(
        by session: TesteeSession, _ questions: [Question], before end: ContinuousClock.Instant
    ) throws(TesteeLaunchError) -> SignerForms? {
        for op in ["eddsa.sign", "request.sign"] {
            let signing = questions.filter {
                $0.operation.name == op && $0.test.expectation == .valid && $0.test.hasDistinctForms
            }
            let probes = signing.prefix(SignerForms.probes)
            guard !probes.isEmpty else { continue }
            var answered: Set<SigningForm> = []
            var isUnreduced: [SigningForm: Bool] = [:]
            for form in SigningForm.allCases {
                for question in probes {
                    let arguments = question.arguments(under: nil, forms: .only(form))
                    guard case .answer(.out(let out)) = try session.ask(op, arguments, before: end),
                        let s = s(of: out)
                    else { break }
                    answered.insert(form)
                    if (try? Scalar(hex: s.hex)) == nil { isUnreduced[form] = true }
                }
            }
            guard !answered.isEmpty else { continue }
            // An unreduced signature on a request for a reduced one: the testee signs unreduced only.
            // Unreduced signatures only on request: it signs in both forms.
            // No unreduced signature: it signs reduced only.
            // If it does not answer requests for reduced signatures, it signs unreduced only.
            return switch (isUnreduced[.reduced] ?? false, isUnreduced[.unreduced] ?? false) {
            case (true, _): .only(.unreduced)
            case (false, true): answered.contains(.reduced) ? .both : .only(.unreduced)
            case (false, false): answered.contains(.reduced) ? .only(.reduced) : .only(.unreduced)
            }
        }
        return nil
    }

    /// The S in an answer to a signing operation: the member `S`, or the last 64 digits of the signature.
    private static func s(of out: JSON.Object) -> Integer256? {
        if case .text(let text)? = out["S"] { return try? Integer256(hex: text) }
        guard case .text(let text)? = out["signature"] else { return nil }
        return try? Integer256(hex: "0x" + text.suffix(64))
    }
}
