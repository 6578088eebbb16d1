// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

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
        case byteOrderMark
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

/// A trait of requests. It helps to say which requests an adapter cannot read. The raw value continues
/// "all of them …".
enum RequestTrait: String, CaseIterable {
    case longArray = "contain an array of two or more elements"
    case emptyArray = "contain an empty array"
    case nestedArray = "contain an array in an array"
    case array = "contain an array"
    case nonASCII = "contain a character beyond ASCII"
    case escape = "contain a character that JSON escapes"
    case emptyText = "contain an empty text"
    case object = "contain an object inside an object, such as a point"
    case number = "contain a JSON number"
    case boolean = "contain true or false"

    /// Whether a value, or a value inside it, has the trait.
    func isIn(_ value: JSON) -> Bool {
        let isHere =
            switch (self, value) {
            case (.longArray, .array(let elements)): elements.count >= 2
            case (.emptyArray, .array(let elements)): elements.isEmpty
            case (.nestedArray, .array(let elements)):
                elements.contains { if case .array = $0 { true } else { false } }
            case (.nonASCII, .text(let text)): text.utf8.contains { $0 >= 0x80 }
            case (.escape, .text(let text)): text.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
            case (.emptyText, .text(let text)): text.isEmpty
            case (.array, .array), (.object, .object), (.number, .integer), (.number, .number),
                (.boolean, .boolean):
                true
            default: false
            }
        guard !isHere else { return true }
        return switch value {
        case .array(let elements): elements.contains(where: isIn)
        case .object(let members): isIn(members)
        default: false
        }
    }

    private func isIn(_ members: JSON.Object) -> Bool { members.contains { isIn($0.value) } }

    /// The trait that all unread requests have and the fewest read requests have, in words. Returns `nil` if
    /// more than a tenth of the read requests have it.
    static func common(to unread: [JSON.Object], amongRead read: [JSON.Object]) -> String? {
        let shared = allCases.filter { trait in unread.allSatisfy(trait.isIn) }
        let best = shared.map { trait in (trait, read.count { trait.isIn($0) }) }.min { $0.1 < $1.1 }
        guard let best, best.1 * 10 <= read.count else { return nil }
        return "all of them \(best.0.rawValue)"
    }
}
