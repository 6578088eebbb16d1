/// What a testee answered to a request.
enum Answer: Equatable {
    /// The members of `out`.
    case out([String: JSON])
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
        guard let actual = members.removeValue(forKey: "id") else {
            throw .unexpected("a line without an id")
        }
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
