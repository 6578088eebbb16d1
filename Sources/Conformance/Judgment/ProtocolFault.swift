// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// A departure from the testee protocol. It says nothing about the values that the testee computes, so a test
/// with a protocol fault is not evidence of any known bug.
package struct ProtocolFault: Error, Hashable {
    package enum Kind: String, CaseIterable, Encodable, Sendable {
        /// The testee answers a valid request with `malformed-request`.
        case requestNotRead
        /// The testee prints a line that is not the answer to the request.
        case strayLine
        /// The testee prints a line that is empty, or has only white space.
        case emptyLine
        /// The testee prints a byte order mark.
        case byteOrderMark
        /// The testee prints color codes.
        case colorCodes
        /// The answer does not have exactly one outcome.
        case malformedAnswer
        /// `out` has none of the members of the operation.
        case missingMembers
        /// `out` has a member that the operation does not have.
        case unknownMember
        /// A member of `out` has another JSON type than the protocol requires.
        case wrongType
        /// The testee prints a line that is longer than the limit.
        case lineTooLong
        /// The testee ends, or closes a pipe, before it answers.
        case crash
        /// The testee does not answer within the time limit.
        case silence
        /// An operation refuses every input with the same error.
        case refusesEverything

        /// The status of a test that has the fault.
        package var status: TestStatus {
            switch self {
            case .crash: .crashed
            case .silence: .timedOut
            default: .failed
            }
        }
    }

    package let kind: Kind
    /// The output of the testee, or the way in which it ended; shortened.
    package let detail: String

    package init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }
}

/// One kind of protocol fault, reported once for all tests in which it occurred.
package struct ProtocolFaultSummary: Encodable, Sendable {
    package let kind: ProtocolFault.Kind
    /// The number of tests in which it occurred.
    package let count: Int
    /// A sentence for the report: the fault, how often it occurred, and how to correct it.
    package let sentence: String

    package init(_ kind: ProtocolFault.Kind, count: Int, example: String, requests: String?) {
        self.kind = kind
        self.count = count
        let times = count == 1 ? "once" : "\(count) times"
        let tests = count == 1 ? "1 request" : "\(count) requests"
        let shown = VisibleText.excerpt(example, limit: 160)
        sentence =
            switch kind {
            case .requestNotRead:
                "\(tests) \(count == 1 ? "was" : "were") not read by your adapter (malformed-request)"
                    + (requests.map { "; \($0)." } ?? ".")
            case .strayLine:
                "It prints lines that are not answers to standard output: \(shown) (\(times)). Print them to "
                    + "standard error."
            case .emptyLine:
                "It prints empty lines to standard output (\(times)). Print one line for each answer."
            case .byteOrderMark:
                "It prints a byte order mark before answers (\(times)). Write UTF-8 without a byte order mark."
            case .colorCodes:
                "It prints color codes around answers (\(times)). Switch colors off when standard output is not a "
                    + "terminal."
            case .malformedAnswer: "It answers \(tests) in another form than the protocol's: \(shown)."
            case .missingMembers: "Its out has none of the members of the operation (\(times)): \(shown)."
            case .unknownMember: "Its out has members that the operation does not have (\(times)): \(shown)."
            case .wrongType:
                "Members of its out have another JSON type than the protocol's (\(times)): \(shown)."
            case .lineTooLong: "It prints lines of more than \(TesteeProcess.lineLimit) bytes (\(times))."
            case .crash: "It ended before it answered (\(times)): it \(shown)."
            case .refusesEverything: "\(shown) (\(times))."
            case .silence: "It did not answer in time (\(times)): \(shown)."
            }
    }
}
