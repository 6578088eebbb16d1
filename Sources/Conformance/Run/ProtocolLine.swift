// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import VectorSuite

/// A line that tests the envelope of the testee protocol: which lines are requests, and which are not. A
/// vector is always a request, so vectors cannot test this. The lines are in Vectors/protocol_lines.json.
package struct ProtocolLine: Sendable {
    let comment: String
    private let line: String
    /// The answer that the protocol prescribes.
    private let answer: JSON

    /// Reads the lines next to the vector files of a folder.
    /// - Throws: ``VectorFileError``.
    package static func all(in folder: URL) throws(VectorFileError) -> [ProtocolLine] {
        let file = try ObjectReader(contentsOf: folder.appending(path: "protocol_lines.json"))
        return try file.required("lines", .array).enumerated().map { index, value throws(VectorFileError) in
            let reader = try ObjectReader(value, at: "line \(index + 1)")
            return ProtocolLine(
                comment: try reader.required("comment", .text), line: try reader.required("line", .text),
                answer: try reader.required("answer", .any))
        }
    }

    /// Sends the line. Returns whether the testee answers it rightly.
    ///
    /// The testee may answer `unsupported` if it does not have the operation. A rejection may carry a detail.
    /// Its code may differ from the expected code, unless `malformed-request` is expected.
    func isAnswered(
        by session: TesteeSession, before end: ContinuousClock.Instant
    ) throws(ConformanceError) -> Bool {
        let reply = try session.line(answering: Array(line.utf8), before: end)
        guard let reply, let actual = try? JSON(parsing: reply) else { return false }
        if actual == answer { return true }
        guard actual["id"] == answer["id"], case .object(var members) = actual else { return false }
        members["detail"] = nil
        if .object(members) == answer { return true }
        guard answer["id"] != .null else { return false }
        let isUnsupported = members["unsupported"] == .boolean(true) && members.count == 2
        let isMalformed = answer["error"] == .text(ErrorCode.malformedRequest.rawValue)
        let isOtherError = answer["error"] != nil && !isMalformed && members["error"] != nil
        return isUnsupported || isOtherError
    }
}
