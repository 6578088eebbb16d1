import EdDSA
import StrictJSON

/// The column of the report that a test falls into.
public enum Column: String, CaseIterable, Encodable, Sendable {
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

    /// Whether a test in the column counts against the testee.
    public var isFailure: Bool {
        switch self {
        case .passed, .partial, .unsupported: false
        case .failed, .crashed, .timedOut: true
        }
    }
}

/// What came of one test.
public struct TestResult: Encodable, Equatable, Sendable {
    /// The vector file.
    public let file: String
    /// The number of the test in it.
    public let tcId: Int
    /// The operation.
    public let op: String
    /// What the case is.
    public let comment: String
    /// The behaviours that it isolates.
    public let flags: [String]
    /// What came of it.
    public var column: Column
    /// The members of `out` that were not answered.
    public var unanswered: [String] = []
    /// Where and how it went wrong; `nil` where it did not.
    public var problem: Problem?
    /// Whether the test expects a rejection under some profile.
    let isRejectionExpected: Bool
    /// What is wrong with the answer, in the terms of the signatures of known bugs; nil where nothing is.
    var wrongAnswer: WrongAnswer? = nil
    /// Whether the list of expected failures has it.
    public var isExpectedToFail = false

    /// What a report in JSON has.
    private enum CodingKeys: CodingKey {
        case file, tcId, op, comment, flags, column, unanswered, problem, isExpectedToFail
    }

    /// How a test went wrong.
    public struct Problem: Encodable, Equatable, Sendable {
        /// The verification profile, where the operation has one.
        public let profile: String?
        /// The member of `out` that differs; `outcome` where the answer is accepted in place of rejected or
        /// the reverse; `answer` where there is no proper answer.
        public let stage: String
        /// What was sent as `in`.
        public let input: JSON
        /// What the vector states.
        public let expected: String
        /// What came, shortened.
        public let actual: String
        /// What else is known about the answer.
        public var remark: String?
        /// How the value is written, where it is right but for that.
        var format: ValueFormat?
    }
}
