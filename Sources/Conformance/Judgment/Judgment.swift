// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

/// Whether an answer is what a test expects.
package enum Judgment: Equatable {
    /// Every member that is answered is right. `unanswered` are the others; they count as not answered, and never as
    /// passed.
    case right(unanswered: [String])
    /// Something is wrong.
    case wrong(Difference)

    /// What is wrong with an answer.
    package struct Difference: Equatable {
        /// The first member of `out` that differs; `outcome`, or the name of the verdict, if the outcome itself does;
        /// `out` if it is not of the form that the operation has.
        package let stage: String
        package let expected: String
        /// The member that came, the whole of `out` under the stage `outcome`, or an error as text.
        package let actual: JSON
        /// What the answer is evidence for.
        package let evidence: Evidence
    }

    /// What a wrong answer is evidence for.
    package enum Evidence: Equatable, Sendable {
        /// A wrong verdict or wrong values, which a known bug may give.
        case wrong(WrongAnswer)
        /// A fault of the protocol, which says nothing about values.
        case fault(ProtocolFault)
    }

    /// Judges an answer other than `unsupported`.
    ///
    /// A test that expects a rejection is passed by any: the verdict `false` if the operation has one, or any error.
    /// Only with `exactErrors` must an error be the very code, and a verdict be a verdict.
    /// - Parameter members: what the test states, output and intermediate values.
    package static func of(
        _ answer: Answer, to operation: VectorSuite.Operation, expecting outcome: Expectation.Outcome,
        members: JSON.Object, exactErrors: Bool
    ) -> Judgment {
        switch answer {
        case .unsupported:
            return .right(unanswered: operation.output)
        case .error(let code, let detail):
            let isRight =
                switch outcome {
                case .success: false
                case .refusal: !exactErrors
                case .error(let expected): !exactErrors || code == expected.rawValue
                }
            guard !isRight else { return .right(unanswered: []) }
            let text = "error \(code)" + (detail.map { " (\($0))" } ?? "")
            let isNotRead = outcome == .success && code == ErrorCode.malformedRequest.rawValue
            return .wrong(
                Difference(
                    stage: "outcome", expected: outcome.description, actual: .text(text),
                    evidence: isNotRead ? .fault(ProtocolFault(.requestNotRead, text)) : .wrong(.refused)))
        case .out(let out):
            return of(out, to: operation, expecting: outcome, members: members, exactErrors: exactErrors)
        }
    }

    private static func of(
        _ out: JSON.Object, to operation: VectorSuite.Operation, expecting outcome: Expectation.Outcome,
        members: JSON.Object, exactErrors: Bool
    ) -> Judgment {
        let known = operation.output + operation.optionalOutput
        func fault(_ kind: ProtocolFault.Kind, _ stage: String, _ expected: String, _ actual: JSON)
            -> Judgment
        {
            let detail = stage == "out" ? actual.description : "\(stage): \(actual.line.shown)"
            return .wrong(
                Difference(
                    stage: stage, expected: expected, actual: actual,
                    evidence: .fault(ProtocolFault(kind, VisibleText.excerpt(detail)))))
        }
        let form = "members out of \(known.joined(separator: ", "))"
        guard out.names.allSatisfy(known.contains) else {
            return fault(.unknownMember, "out", form, .object(out))
        }
        let answered = operation.output.filter { out[$0] != nil }
        guard !answered.isEmpty else { return fault(.missingMembers, "out", form, .object(out)) }
        for name in known {
            guard let value = out[name], !operation.hasKind(of: value, member: name) else { continue }
            return fault(
                .wrongType, name, members[name]?.description ?? operation.kind(ofMember: name), value)
        }
        func wrong(_ stage: String, _ expected: String, _ actual: JSON, _ answer: WrongAnswer) -> Judgment {
            .wrong(
                Difference(stage: stage, expected: expected, actual: actual, evidence: .wrong(answer)))
        }
        if let verdict = operation.verdict, let actual = out[verdict] {
            let expected = JSON.boolean(outcome == .success)
            guard actual == expected else {
                return wrong(
                    verdict, expected.description, actual, actual == .boolean(true) ? .accepted : .refused)
            }
            guard exactErrors, case .error = outcome else { return .right(unanswered: []) }
            return wrong("outcome", outcome.description, .object(out), .refused)
        }
        guard outcome == .success else {
            return wrong("outcome", outcome.description, .object(out), .values(WrongValues(all: out)))
        }
        let values = WrongValues(out, expected: members)
        guard let first = known.first(where: { values.wrong[$0] != nil }) else {
            return .right(unanswered: operation.output.filter { out[$0] == nil })
        }
        return wrong(first, members[first]?.description ?? "", out[first] ?? .null, .values(values))
    }
}

extension VectorSuite.Operation {
    /// The JSON type of a member of `out`.
    fileprivate func kind(ofMember name: String) -> String {
        switch name {
        case verdict: "true or false"
        case "publicKey", "R": "an object of x and y"
        default: "text"
        }
    }

    fileprivate func hasKind(of value: JSON, member name: String) -> Bool {
        switch (name, value) {
        case (verdict, .boolean): true
        case (verdict, _): false
        case ("publicKey", .object(let point)), ("R", .object(let point)):
            point.count == 2 && ["x", "y"].allSatisfy { if case .text? = point[$0] { true } else { false } }
        case ("publicKey", _), ("R", _): false
        case (_, .text): true
        default: false
        }
    }
}

extension [UInt8] {
    fileprivate var shown: String { VisibleText.excerpt(self, limit: 120) }
}
