// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import PrimeField
import StrictJSON
import VectorSuite

/// The questions before the first test. They show how a testee signs and verifies, so that the tests ask it
/// for nothing else.
extension TesteeSession {
    /// The number of signatures to request in each form. One does not suffice: with the nonce of another
    /// function, an unreduced S is below ℓ with probability 1/8.
    private static let probes = 4

    /// Determines the forms that the testee emits, from a few signatures in each form. A signature with
    /// S ≥ ℓ is unreduced, whichever form was requested.
    /// - Returns: no form if the testee does not sign.
    func emittedForms(
        _ questions: [Question], before end: ContinuousClock.Instant
    ) throws(ConformanceError) -> [SigningForm] {
        for op in ["eddsa.sign", "request.sign"] {
            let signing = questions.filter {
                $0.operation.name == op && $0.test.expectation == .valid && $0.test.hasDistinctForms
            }
            /// For each requested form that was answered, whether a signature was unreduced.
            var isUnreduced: [SigningForm: Bool] = [:]
            for form in SigningForm.allCases {
                for question in signing.prefix(TesteeSession.probes) {
                    let arguments = question.test.arguments(under: nil, form: form)
                    guard case .success(.out(let out)) = try ask(op, arguments, before: end),
                        let s = TesteeSession.s(of: out)
                    else { break }
                    isUnreduced[form] = isUnreduced[form] == true || (try? Scalar(hex: s.hex)) == nil
                }
            }
            // An unreduced signature on a request for a reduced one: the testee signs unreduced only.
            // Unreduced signatures only on request: it signs in both forms.
            // No unreduced signature: it signs reduced only.
            // If it does not answer requests for reduced signatures, it signs unreduced only.
            guard !isUnreduced.isEmpty else { continue }
            guard isUnreduced[.reduced] == false else { return [.unreduced] }
            return isUnreduced[.unreduced] == true ? [.reduced, .unreduced] : [.reduced]
        }
        return []
    }

    /// The S in an answer to a signing operation: the member `S`, or the last 64 digits of the signature.
    private static func s(of out: JSON.Object) -> Integer256? {
        if case .text(let text)? = out["S"] { return try? Integer256(hex: text) }
        guard case .text(let text)? = out["signature"] else { return nil }
        return try? Integer256(hex: "0x" + text.suffix(64))
    }

    /// Determines the verification profiles that the testee implements. The probes are tests whose verdict
    /// differs between the profiles, one test for each flag. A verifier that implements one profile gives the
    /// verdicts of that profile, whichever profile is requested.
    /// - Returns: all profiles also if the testee follows neither consistently, or does not verify.
    func implementedProfiles(
        _ questions: [Question], before end: ContinuousClock.Instant
    ) throws(ConformanceError) -> [VerificationProfile] {
        let all = VerificationProfile.allCases
        var flags: Set<String> = []
        let probes = questions.filter { question in
            guard case .verdicts = question.test.expectation, let flag = question.test.flags.first
            else { return false }
            return flags.insert(flag).inserted
        }
        guard probes.count > 1 else { return all }
        // Ask under every profile, and keep the profiles that agree with all answers. A verifier that
        // implements both profiles answers differently, so that no profile is left.
        var possible = all
        for question in probes where !possible.isEmpty {
            for asked in all {
                let arguments = question.test.arguments(under: asked, form: nil)
                guard case .success(let answer) = try ask(question.operation.name, arguments, before: end),
                    answer != .unsupported
                else { return all }
                var isAccepted = false
                if case .out(let out) = answer { isAccepted = out["valid"] == .boolean(true) }
                possible = possible.filter { profile in
                    (question.test.expectation.outcome(under: profile) == .success) == isAccepted
                }
            }
        }
        return possible.count == 1 ? possible : all
    }
}

/// A line that tests the envelope of the testee protocol: which lines are requests, and which are not. A
/// vector is always a request, so vectors cannot test this. The lines are in Vectors/protocol_lines.json.
package struct ProtocolLine: Sendable {
    let comment: String
    private let line: String
    /// The answer that the protocol prescribes.
    private let answer: JSON

    /// Reads the lines next to the vector files of a folder.
    package static func all(in folder: URL) throws(VectorFileError) -> [ProtocolLine] {
        let file = try ObjectReader(contentsOf: folder.appending(path: "protocol_lines.json"))
        return try file.required("lines", .array).enumerated().map { index, value throws(VectorFileError) in
            let reader = try ObjectReader(value, at: "line \(index + 1)")
            return ProtocolLine(
                comment: try reader.required("comment", .text), line: try reader.required("line", .text),
                answer: try reader.required("answer", .any))
        }
    }

    /// Sends the line. Returns whether the testee answers it rightly.
    ///
    /// The testee may answer `unsupported` if it does not have the operation. A rejection may carry a detail.
    /// Its code may differ from the expected code, unless `malformed-request` is expected.
    func isAnswered(
        by session: TesteeSession, before end: ContinuousClock.Instant
    ) throws(ConformanceError) -> Bool {
        let reply = try session.line(answering: Array(line.utf8), before: end)
        guard let reply, let actual = try? JSON(parsing: reply) else { return false }
        if actual == answer { return true }
        guard actual["id"] == answer["id"], case .object(var members) = actual else { return false }
        members["detail"] = nil
        if .object(members) == answer { return true }
        guard answer["id"] != .null else { return false }
        let isUnsupported = members["unsupported"] == .boolean(true) && members.count == 2
        let isMalformed = answer["error"] == .text(ErrorCode.malformedRequest.rawValue)
        let isOtherError = answer["error"] != nil && !isMalformed && members["error"] != nil
        return isUnsupported || isOtherError
    }
}
