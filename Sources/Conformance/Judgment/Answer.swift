// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// The answer of a testee to a request.
package enum Answer: Equatable, Sendable {
    /// The members of `out`.
    case out(JSON.Object)
    /// A rejection, with a code and an optional text.
    case error(String, detail: String?)
    /// The testee does not have the operation.
    case unsupported

    /// Why a line is not an answer.
    package enum Problem: Error, Equatable {
        /// The line answers another request, or no request. The answer may still follow.
        case stray(ProtocolFault.Kind)
        /// The line answers the request, but not in the form of an answer. The text says what it is instead.
        case malformed(ProtocolFault.Kind, String)
    }

    /// Reads a line as the answer to the request with this id.
    package init(_ line: [UInt8], id: Int) throws(Problem) {
        guard let json = try? JSON(parsing: line) else { throw Answer.decoration(of: line, id: id) }
        try self.init(json, id: id)
    }

    /// Classifies a line that is not JSON: an answer after a byte order mark, an answer between color codes,
    /// or some other line.
    private static func decoration(of line: [UInt8], id: Int) -> Problem {
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return .stray(.emptyLine) }
        let text = String(decoding: line, as: UTF8.self)
        // Color codes are the sequences ESC [ … letter.
        let color = /\x{1B}\[[^@-Za-z{|}~]*[@-Za-z{|}~]?/.matchingSemantics(.unicodeScalar)
        let (kind, bare): (ProtocolFault.Kind, [UInt8]) =
            line.starts(with: [0xEF, 0xBB, 0xBF])
            ? (.byteOrderMark, Array(line.dropFirst(3)))
            : (.colorCodes, Array(text.replacing(color, with: "").utf8))
        guard bare.count != text.utf8.count else { return .stray(.strayLine) }
        let isAnswer = (try? JSON(parsing: bare)).map { (try? Answer($0, id: id)) != nil } ?? false
        return isAnswer ? .malformed(kind, "") : .stray(kind)
    }

    private init(_ json: JSON, id: Int) throws(Problem) {
        guard case .object(var members) = json, members["id"] == .integer(id) else {
            throw .stray(.strayLine)
        }
        members["id"] = nil
        switch (members["out"], members["error"], members["unsupported"]) {
        case (.object(let out), nil, nil) where members.count == 1:
            self = .out(out)
        case (nil, .text(let code), nil) where members.count == 1:
            self = .error(code, detail: nil)
        case (nil, .text(let code), nil) where members.count == 2:
            guard case .text(let detail) = members["detail"] else {
                throw .malformed(
                    .malformedAnswer, "an answer whose member next to error is not detail (a text): ")
            }
            self = .error(code, detail: detail)
        case (nil, nil, .boolean(true)) where members.count == 1:
            self = .unsupported
        default:
            throw .malformed(
                .malformedAnswer,
                "an answer that does not have exactly one of out (an object), error (a text) and "
                    + "unsupported (true): ")
        }
    }
}
