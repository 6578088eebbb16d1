// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// The library as a testee. It reads one JSON object on each line, and answers with one JSON object on each
/// line.
///
/// Vectors/README.md describes the protocol in section "Testee protocol".
public enum Testee {
    /// The answer to one line. The line and the answer have no line feed. This never fails: the answer to a
    /// line that is not a request is `malformed-request`.
    public static func answer(to line: some Collection<UInt8>) -> [UInt8] {
        guard let json = try? JSON(parsing: line), case .object(let request) = json, request.count == 3,
            case .integer(let id) = request["id"], case .text(let op) = request["op"],
            case .object(let arguments) = request["in"]
        else { return malformedRequest }
        let outcome = outcome(of: op, arguments)
        return JSON.object(outcome.merging(["id": .integer(id)])).line
    }

    /// Answers requests until the input ends.
    /// - Parameters:
    ///   - read: returns the bytes that have arrived; no bytes at the end of the input.
    ///   - write: sends an answer at once.
    public static func serve(read: () throws -> [UInt8], write: ([UInt8]) throws -> Void) rethrows {
        // A longer line is malformed.
        var lines = LineBuffer(limit: 1 << 24)
        while case let bytes = try read(), !bytes.isEmpty {
            lines.append(bytes)
            while let line = lines.next() {
                switch line {
                case .complete(let line): try write(answer(to: line) + [0x0A])
                case .tooLong: try write(malformedRequest + [0x0A])
                }
            }
        }
        if !lines.rest.isEmpty { try write(answer(to: lines.rest) + [0x0A]) }
    }

    private static let malformedRequest =
        JSON.object(["id": .null, "error": .text(ErrorCode.malformedRequest.rawValue)]).line

    private static func outcome(of op: String, _ arguments: JSON.Object) -> JSON.Object {
        guard let operation = Operation.named(op) else { return ["unsupported": .boolean(true)] }
        let evaluation = operation.evaluate(arguments)
        if let error = evaluation.error {
            guard let code = ErrorCode(error) else {
                // The protocol has no code for this error. It must not occur.
                return ["error": .text("internal-error"), "detail": .text("\(error)")]
            }
            return ["error": .text(code.rawValue)]
        }
        return ["out": .object(evaluation.stages.selecting(operation.results.contains))]
    }
}
