// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON

/// What came of a test.
public enum TestStatus: String, CaseIterable, Encodable, Sendable {
    /// Every answer is as expected.
    case passed
    /// What is answered is as expected, but not every member of `out` is answered.
    case partial
    /// An answer is not as expected, or is no answer.
    case failed
    /// The testee does not have the operation.
    case unsupported
    /// The testee ended, or closed a pipe, before it answered.
    case crashed
    /// The testee did not answer within the time limit.
    case timedOut = "timed out"

    /// Whether the test counts against the testee.
    public var isFailure: Bool {
        switch self {
        case .passed, .partial, .unsupported: false
        case .failed, .crashed, .timedOut: true
        }
    }
}

/// What came of one test.
public struct TestResult: Encodable, Sendable {
    /// The vector file.
    public let file: String
    /// The number of the test in it.
    public let tcId: Int
    /// The operation.
    public let op: String
    /// What the case is.
    public let comment: String
    /// The behaviors that it isolates.
    public let flags: [String]
    /// What came of it.
    public var status: TestStatus
    /// The members of `out` that were not answered.
    public var unanswered: [String] = []
    /// Where and how it went wrong; `nil` if it did not.
    public var problem: Problem?
    /// Whether the list of expected failures has it.
    public var isExpectedToFail = false
    /// Whether the test expects a rejection under some profile.
    package let isRejectionExpected: Bool
    /// The fault of the protocol that the test met.
    package var fault: ProtocolFault?
    /// What the answer shows about the testee; `nil` if it shows nothing: a fault of the protocol, or no answer.
    package var observation: Observation?
    /// The answer to a signing operation, if it is wrong.
    package var wrongSignature: WrongSignature?

    private enum CodingKeys: String, CodingKey {
        case file, tcId, op, comment, flags, status = "column", unanswered, problem, isExpectedToFail
    }

    /// How a test went wrong.
    public struct Problem: Encodable, Equatable, Sendable {
        /// The verification profile, if the operation has one.
        public let profile: String?
        /// The member of `out` that differs; `outcome` if the answer is accepted instead of rejected or the
        /// reverse; `answer` if there is no proper answer.
        public let stage: String
        /// What was sent as `in`.
        public let input: JSON
        /// What the vector states.
        public let expected: String
        /// What came, shortened.
        public let actual: String
        /// What else is known about the answer.
        public var remark: String?
        /// How the value is written, if it is right except for that.
        var format: ValueFormat?
    }

    /// The test as a list of expected failures names it.
    public var name: String { "\(file)#\(tcId)" }

    package var testName: TestName { TestName(file: file, tcId: tcId) }
}
