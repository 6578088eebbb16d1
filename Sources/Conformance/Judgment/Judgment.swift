// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

/// The judgment of an answer: whether it is the answer that the test expects.
package enum Judgment: Equatable {
    /// Every answered member is right. `unanswered` has the missing members. A test with missing members
    /// counts as partial, never as passed.
    case right(unanswered: [String])
    /// A wrong verdict or wrong values. A known bug may explain them.
    ///
    /// - `stage`: the first wrong member of `out`; `outcome`, or the name of the verdict, if the outcome
    ///   differs.
    /// - `expected`: the value or outcome that the test expects there.
    /// - `actual`: the wrong member; the whole of `out` if the stage is `outcome`; or the error as text.
    case wrong(_ stage: String, _ expected: String, _ actual: JSON, WrongAnswer)
    /// A protocol fault. It says nothing about values. The stage may also be `out`, if its members are not
    /// those of the operation, or `answer`, if no answer came.
    case fault(_ stage: String, _ expected: String, _ actual: JSON, ProtocolFault)

    /// Judges the reply of a testee to a request.
    ///
    /// If a test expects a rejection, any rejection passes: the verdict `false`, if the operation has a
    /// verdict, or any error. With `exactErrors`, only the expected kind of rejection passes: the verdict
    /// `false`, or an error with the expected code.
    /// - Parameter members: the outputs and intermediate values that the test states.
    package static func of(
        _ reply: Result<Answer, ProtocolFault>, to operation: VectorSuite.Operation,
        expecting outcome: ExpectedOutcome, members: JSON.Object, exactErrors: Bool
    ) -> Judgment {
        switch reply {
        case .failure(let fault):
            let actual = fault.kind == .crash ? "the testee \(fault.detail)" : fault.detail
            return .fault("answer", "an answer", .text(actual), fault)
        case .success(.unsupported):
            return .right(unanswered: operation.output)
        case .success(.error(let code, let detail)):
            let isRight =
                switch outcome {
                case .success: false
                case .refusal: !exactErrors
                case .error(let expected): !exactErrors || code == expected.rawValue
                }
            guard !isRight else { return .right(unanswered: []) }
            let text = "error \(code)" + (detail.map { " (\($0))" } ?? "")
            guard outcome == .success, code == ErrorCode.malformedRequest.rawValue else {
                return .wrong("outcome", outcome.description, .text(text), .refused)
            }
            let fault = ProtocolFault(kind: .requestNotRead, detail: text)
            return .fault("outcome", outcome.description, .text(text), fault)
        case .success(.out(let out)):
            return departure(of: out, from: operation, members: members)
                ?? of(out, to: operation, expecting: outcome, members: members, exactErrors: exactErrors)
        }
    }

    /// How `out` departs from the form of the operation's answers: an unknown member, no member at all, or a
    /// member of another JSON type; `nil` if it does not. Departures are protocol faults.
    private static func departure(
        of out: JSON.Object, from operation: VectorSuite.Operation, members: JSON.Object
    ) -> Judgment? {
        let form = "members out of \(operation.results.joined(separator: ", "))"
        func fault(_ kind: ProtocolFault.Kind) -> Judgment {
            let detail = VisibleText.excerpt(JSON.object(out).description)
            return .fault("out", form, .object(out), ProtocolFault(kind: kind, detail: detail))
        }
        guard out.names.allSatisfy(operation.results.contains) else { return fault(.unknownMember) }
        guard operation.output.contains(where: { out[$0] != nil }) else { return fault(.missingMembers) }
        for name in operation.results {
            guard let value = out[name], !Shape(of: name).matches(value) else { continue }
            let detail = VisibleText.excerpt("\(name): \(VisibleText.excerpt(value.line, limit: 120))")
            return .fault(
                name, members[name]?.description ?? Shape(of: name).words, value,
                ProtocolFault(kind: .wrongType, detail: detail))
        }
        return nil
    }

    /// Judges the verdict or the values of an answer that has the form of the operation's answers.
    private static func of(
        _ out: JSON.Object, to operation: VectorSuite.Operation, expecting outcome: ExpectedOutcome,
        members: JSON.Object, exactErrors: Bool
    ) -> Judgment {
        // A verdict is the only output of its operation. It must be true if the test expects a success, and
        // false if not.
        if let verdict = operation.verdict, let actual = out[verdict] {
            let expected = JSON.boolean(outcome == .success)
            guard actual == expected else {
                return .wrong(
                    verdict, expected.description, actual, actual == .boolean(true) ? .accepted : .refused)
            }
            guard exactErrors, case .error = outcome else { return .right(unanswered: []) }
            return .wrong("outcome", outcome.description, .object(out), .refused)
        }
        guard outcome == .success else {
            let values = WrongValues(out, expected: nil)
            return .wrong("outcome", outcome.description, .object(out), .values(values))
        }
        // Compare the values in the order of computation, so that the first wrong one is named.
        let values = WrongValues(out, expected: members)
        guard let first = operation.results.first(where: { values.wrong[$0] != nil }) else {
            return .right(unanswered: operation.output.filter { out[$0] == nil })
        }
        return .wrong(first, members[first]?.description ?? "", out[first] ?? .null, .values(values))
    }
}

extension Shape {
    /// The shape of a member of `out`, in words.
    fileprivate var words: String {
        switch self {
        case .boolean: "true or false"
        case .point: "an object of x and y"
        case .text, .integer, .texts, .pairs: "text"
        }
    }
}
