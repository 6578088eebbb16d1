/// Whether an answer is what a test expects.
struct Judgement {
    /// The value of `out` that differs, or `outcome`.
    let stage: String
    let expected: String
    let actual: String

    /// What is wrong with an answer, or nil if nothing is.
    ///
    /// A test that expects a rejection is passed by any: the verdict `false` where the operation has one, or
    /// any error. Only with `exactErrors` must an error be the very code, and a verdict be a verdict.
    static func problem(
        of answer: Answer, to operation: Operation, expecting outcome: Expectation.Outcome,
        members: [String: JSON], exactErrors: Bool
    ) -> Judgement? {
        func wrong(_ stage: String, _ expected: String, _ actual: String) -> Judgement {
            Judgement(stage: stage, expected: expected, actual: actual)
        }
        switch answer {
        case .unsupported:
            return nil
        case .error(let code, let detail):
            let actual = "error \(code)" + (detail.map { " (\($0))" } ?? "")
            switch outcome {
            case .success: return wrong("outcome", outcome.description, actual)
            case .refusal: return exactErrors ? wrong("outcome", outcome.description, actual) : nil
            case .error(let expected):
                return exactErrors && code != expected.rawValue
                    ? wrong("outcome", outcome.description, actual) : nil
            }
        case .out(let out):
            let actual = JSON.object(out).description
            let missing = operation.output.filter { out[$0] == nil }
            let known = operation.output + operation.optionalOutput
            let unknown = out.keys.filter { !known.contains($0) }
            guard missing.isEmpty, unknown.isEmpty else {
                return wrong("out", "the members \(operation.output.joined(separator: ", "))", actual)
            }
            if let verdict = operation.verdict {
                let expected = JSON.boolean(outcome == .success)
                guard out[verdict] == expected else {
                    return wrong(verdict, expected.description, out[verdict]?.description ?? "")
                }
                return exactErrors && outcome.isError ? wrong("outcome", outcome.description, actual) : nil
            }
            guard outcome == .success else { return wrong("outcome", outcome.description, actual) }
            guard
                let name = known.first(where: { name in
                    guard let answered = out[name], let expected = members[name] else { return false }
                    return answered != expected
                })
            else { return nil }
            return wrong(name, members[name]?.description ?? "", out[name]?.description ?? "")
        }
    }
}

extension Expectation.Outcome {
    fileprivate var isError: Bool {
        if case .error = self { true } else { false }
    }
}
