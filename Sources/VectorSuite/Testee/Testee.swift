// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// The library as a testee. It reads one JSON object on each line, and answers with one JSON object on each
/// line.
///
/// Vectors/README.md describes the protocol in section "Testee protocol".
public enum Testee {
    /// The longest request, in bytes. A longer line is malformed.
    static let requestLimit = 1 << 24

    /// The answer to one line. The line and the answer have no line feed. This never fails: the answer to a
    /// line that is not a request is `malformed-request`.
    public static func answer(to line: some Collection<UInt8>) -> [UInt8] {
        guard let request = TesteeRequest(line) else { return malformedRequest.line }
        return JSON.object(members(for: request)).line
    }

    /// Answers requests until the input ends.
    /// - Parameters:
    ///   - read: returns the bytes that have arrived; no bytes at the end of the input.
    ///   - write: sends an answer at once.
    public static func serve(read: () throws -> [UInt8], write: ([UInt8]) throws -> Void) rethrows {
        var lines = LineBuffer(limit: requestLimit)
        while case let bytes = try read(), !bytes.isEmpty {
            lines.append(bytes)
            while let line = lines.next() {
                switch line {
                case .complete(let line): try write(answer(to: line) + [0x0A])
                case .tooLong: try write(malformedRequest.line + [0x0A])
                }
            }
        }
        let rest = lines.rest()
        if !rest.isEmpty { try write(answer(to: rest) + [0x0A]) }
    }

    private struct TesteeRequest {
        let id: Int
        let op: String
        let arguments: JSON.Object

        init?(_ line: some Collection<UInt8>) {
            guard let json = try? JSON(parsing: line), case .object(let members) = json, members.count == 3,
                case .integer(let id) = members["id"], case .text(let op) = members["op"],
                case .object(let arguments) = members["in"]
            else { return nil }
            self.id = id
            self.op = op
            self.arguments = arguments
        }
    }

    private static let malformedRequest = JSON.object([
        "id": .null, "error": .text(ErrorCode.malformedRequest.rawValue),
    ])

    private static func members(for request: TesteeRequest) -> JSON.Object {
        let id = JSON.integer(request.id)
        guard let operation = Operation.named(request.op) else {
            return ["id": id, "unsupported": .boolean(true)]
        }
        let evaluation = operation.evaluate(request.arguments)
        if let error = evaluation.error {
            guard let code = ErrorCode(error) else {
                // The protocol has no code for this error. It must not occur.
                return ["id": id, "error": .text("internal-error"), "detail": .text("\(error)")]
            }
            return ["id": id, "error": .text(code.rawValue)]
        }
        var out: JSON.Object = [:]
        for name in operation.output + operation.optionalOutput { out[name] = evaluation.stages[name] }
        return ["id": id, "out": .object(out)]
    }
}
