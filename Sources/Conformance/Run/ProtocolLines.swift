// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import VectorSuite

/// Lines that test the envelope of the testee protocol: which lines are requests, and which are not. A vector
/// is always a request, so vectors cannot test this. The lines are in Vectors/protocol_lines.json.
public struct ProtocolLines: Sendable {
    /// A line, and the answer that the protocol prescribes.
    struct Entry: Sendable {
        let comment: String
        let line: String
        let answer: JSON
    }

    let entries: [Entry]

    /// The name of the file next to the vector files.
    package static let fileName = "protocol_lines.json"

    /// No lines.
    public static let none = ProtocolLines(entries: [])

    private init(entries: [Entry]) { self.entries = entries }

    /// Reads the lines next to the vector files of a folder.
    /// - Throws: ``VectorFileError``.
    public init(folder: URL) throws(VectorFileError) {
        let file = try ObjectReader(contentsOf: folder.appending(path: ProtocolLines.fileName))
        let lines = try file.required("lines", .array)
        entries = try lines.enumerated().map { index, value throws(VectorFileError) in
            let reader = try ObjectReader(value, at: "line \(index + 1)")
            return Entry(
                comment: try reader.required("comment", .text), line: try reader.required("line", .text),
                answer: try reader.required("answer", .any))
        }
    }

    /// Sends every line, and returns the comments of the lines that the testee answers wrongly.
    ///
    /// The testee may answer `unsupported` if it does not have the operation. A rejection may carry a detail.
    /// Its code may differ from the expected code, unless `malformed-request` is expected.
    func wronglyAnswered(
        by session: TesteeSession, before end: ContinuousClock.Instant
    ) throws(ConformanceError) -> [String] {
        var wrong: [String] = []
        for entry in entries where ContinuousClock.now < end {
            let answer = try session.line(answering: Array(entry.line.utf8), before: end)
            guard let answer, let json = try? JSON(parsing: answer), isRight(json, entry.answer) else {
                wrong.append(entry.comment)
                continue
            }
        }
        return wrong
    }

    private func isRight(_ actual: JSON, _ expected: JSON) -> Bool {
        if actual == expected { return true }
        guard actual["id"] == expected["id"], case .object(var answer) = actual else { return false }
        answer["detail"] = nil
        if .object(answer) == expected { return true }
        guard expected["id"] != .null else { return false }
        let isUnsupported = answer["unsupported"] == .boolean(true) && answer.count == 2
        let isMalformed = expected["error"] == .text(ErrorCode.malformedRequest.rawValue)
        if expected["error"] != nil, !isMalformed { return isUnsupported || answer["error"] != nil }
        return isUnsupported
    }
}
