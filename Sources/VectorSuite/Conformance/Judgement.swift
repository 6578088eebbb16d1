import StrictJSON

/// What a testee answered to a request.
enum Answer: Equatable {
    /// The members of `out`.
    case out(JSON.Object)
    /// A rejection, with a code and perhaps a text.
    case error(String, detail: String?)
    /// The testee does not have the operation.
    case unsupported

    /// Why a line is no answer.
    enum Problem: Error, Equatable {
        /// The line answers another request, or none.
        case unexpected(String)
        /// The line answers the request, but not in the form of an answer.
        case malformed(String)
    }

    /// Reads a line as the answer to the request with this id.
    static func reading(_ line: [UInt8], id: Int) -> Result<Answer, Problem> {
        Result { () throws(Problem) in try Answer(line: line, id: id) }
    }

    private init(line: [UInt8], id: Int) throws(Problem) {
        guard let json = try? JSON(parsing: line) else { throw .unexpected("a line that is not JSON") }
        guard case .object(var members) = json else { throw .unexpected("a line that is not a JSON object") }
        guard let actual = members["id"] else { throw .unexpected("a line without an id") }
        members["id"] = nil
        guard actual == .integer(id) else { throw .unexpected("a line with the id \(actual), not \(id)") }
        switch (members["out"], members["error"], members["unsupported"]) {
        case (.object(let out), nil, nil) where members.count == 1:
            self = .out(out)
        case (nil, .text(let code), nil) where members.count == 1:
            self = .error(code, detail: nil)
        case (nil, .text(let code), nil) where members.count == 2:
            guard case .text(let detail) = members["detail"] else {
                throw .malformed("an answer with another member beside error than a text detail")
            }
            self = .error(code, detail: detail)
        case (nil, nil, .boolean(true)) where members.count == 1:
            self = .unsupported
        default:
            throw .malformed(
                "an answer that has not exactly one of out (an object), error (a text) and unsupported (true)"
            )
        }
    }
}

/// Whether an answer is what a test expects.
enum Judgement: Equatable {
    /// Every member that is there is right. `unanswered` are those that are not there; they count as not answered,
    /// and never as passed.
    case right(unanswered: [String])
    /// The first thing that is wrong.
    case wrong(Fault)

    /// What is wrong with an answer.
    struct Fault: Equatable {
        /// The member of `out` that differs; `outcome`, or the name of the verdict, where the outcome itself does;
        /// `out` where it is not of the form that the operation has.
        let stage: String
        let expected: String
        /// What came: the member, the whole of `out` under the stage `outcome`, or an error as text.
        let actual: Value

        /// The fault in the terms of the signatures of known bugs.
        func wrongAnswer(to operation: Operation) -> WrongAnswer {
            switch actual {
            case .error: return .refused
            case .json(.boolean(let verdict)) where stage == operation.verdict:
                return verdict ? .accepted : .refused
            case .json(.object(let out)) where stage == "outcome":
                // Output where a rejection is expected: the first member stands for all.
                guard let first = operation.output.first(where: { out[$0] != nil }), let value = out[first]
                else {
                    return .unknownValue
                }
                return operation.verdict == nil ? WrongAnswer(member: first, value) : .accepted
            case .json(let value):
                return operation.output.contains(stage) ? WrongAnswer(member: stage, value) : .unknownValue
            }
        }

        /// A value of an answer.
        enum Value: Equatable {
            case json(JSON)
            case error(String)

            var description: String {
                switch self {
                case .json(let json): json.description
                case .error(let text): text
                }
            }
        }
    }

    /// Judges an answer other than `unsupported`.
    ///
    /// A test that expects a rejection is passed by any: the verdict `false` where the operation has one, or
    /// any error. Only with `exactErrors` must an error be the very code, and a verdict be a verdict.
    /// - Parameter members: what the test states, output and intermediate values.
    static func of(
        _ answer: Answer, to operation: Operation, expecting outcome: Expectation.Outcome,
        members: JSON.Object, exactErrors: Bool
    ) -> Judgement {
        func wrong(_ stage: String, _ expected: String, _ actual: Fault.Value) -> Judgement {
            .wrong(Fault(stage: stage, expected: expected, actual: actual))
        }
        switch answer {
        case .unsupported:
            return .right(unanswered: operation.output)
        case .error(let code, let detail):
            let actual = Fault.Value.error("error \(code)" + (detail.map { " (\($0))" } ?? ""))
            let isRight =
                switch outcome {
                case .success: false
                case .refusal: !exactErrors
                case .error(let expected): !exactErrors || code == expected.rawValue
                }
            return isRight ? .right(unanswered: []) : wrong("outcome", outcome.description, actual)
        case .out(let out):
            let known = operation.output + operation.optionalOutput
            let answered = operation.output.filter { out[$0] != nil }
            guard !answered.isEmpty, out.names.allSatisfy(known.contains) else {
                let form = "members out of \(known.joined(separator: ", "))"
                return wrong("out", form, .json(.object(out)))
            }
            if let verdict = operation.verdict {
                let expected = JSON.boolean(outcome == .success)
                guard out[verdict] == expected else {
                    return wrong(verdict, expected.description, .json(out[verdict] ?? .null))
                }
                guard exactErrors, outcome.isError else { return .right(unanswered: []) }
            }
            guard outcome == .success else {
                return wrong("outcome", outcome.description, .json(.object(out)))
            }
            for name in known {
                guard let expected = members[name], let actual = out[name], actual != expected else {
                    continue
                }
                return wrong(name, expected.description, .json(actual))
            }
            return .right(unanswered: operation.output.filter { out[$0] == nil })
        }
    }
}

extension Expectation.Outcome {
    fileprivate var isError: Bool {
        if case .error = self { true } else { false }
    }
}
