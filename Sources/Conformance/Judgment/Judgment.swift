// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

/// The judgment of an answer: whether it is the answer that the test expects.
package enum Judgment: Equatable {
    /// Every answered member is right. `unanswered` has the missing members. A test with missing members
    /// counts as partial, never as passed.
    case right(unanswered: [String])
    /// The answer is wrong.
    case wrong(Difference)

    /// A difference between an answer and the expectation of the test.
    package struct Difference: Equatable {
        /// The place of the difference: the first wrong member of `out`; `outcome`, or the name of the
        /// verdict, if the outcome differs; `out`, if its members are not those of the operation.
        package let stage: String
        /// The value or outcome that the test expects there.
        package let expected: String
        /// The wrong member; the whole of `out` if the stage is `outcome` or `out`; or the error as text.
        package let actual: JSON
        /// The evidence that the answer gives.
        package let evidence: Evidence
    }

    /// The evidence that a wrong answer gives.
    package enum Evidence: Equatable, Sendable {
        /// A wrong verdict or wrong values. A known bug may explain them.
        case wrong(WrongAnswer)
        /// A protocol fault. It says nothing about values.
        case fault(ProtocolFault)
    }

    /// Judges an answer.
    ///
    /// If a test expects a rejection, any rejection passes: the verdict `false`, if the operation has a
    /// verdict, or any error. With `exactErrors`, only the expected kind of rejection passes: the verdict
    /// `false`, or an error with the expected code.
    /// - Parameter members: the outputs and intermediate values that the test states.
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
        // Departures from the form of the answer come first: an unknown member, no member at all, a member of
        // another JSON type. They are protocol faults.
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
        // A verdict is the only output of its operation. It must be true if the test expects a success, and
        // false if not.
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
        // Compare the values in the order of computation, so that the first wrong one is named.
        let values = WrongValues(out, expected: members)
        guard let first = known.first(where: { values.wrong[$0] != nil }) else {
            return .right(unanswered: operation.output.filter { out[$0] == nil })
        }
        return wrong(first, members[first]?.description ?? "", out[first] ?? .null, .values(values))
    }
}

extension VectorSuite.Operation {
    /// The JSON type of a member of `out`, in words.
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
