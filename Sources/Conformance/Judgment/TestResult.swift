// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON

package enum TestStatus: String, CaseIterable, Encodable, Sendable {
    /// Every answer is as expected.
    case passed
    /// The answered members are right, and some members of `out` are missing.
    case partial
    /// An answer is wrong, or malformed.
    case failed
    /// The testee does not have the operation.
    case unsupported
    /// The testee ended, or closed a pipe, before it answered.
    case crashed
    /// The testee did not answer within the time limit.
    case timedOut = "timed out"

    /// Whether the test counts against the testee.
    package var isFailure: Bool {
        switch self {
        case .passed, .partial, .unsupported: false
        case .failed, .crashed, .timedOut: true
        }
    }
}

package struct TestResult: Encodable, Sendable {
    package let file: String
    package let tcId: Int
    package let op: String
    package let comment: String
    /// The flags: the behaviors that the test isolates.
    package let flags: [String]
    package var status: TestStatus
    /// The members of `out` that were not answered.
    package var unanswered: [String] = []
    /// Where and how the test failed; `nil` if it did not fail.
    package var problem: Problem?
    /// Whether the list of expected failures names the test.
    package var isExpectedToFail = false
    /// Whether the test expects a rejection under some profile.
    package let isRejectionExpected: Bool
    /// The first protocol fault in the test.
    package var fault: ProtocolFault?
    /// The evidence from the answers. Unsupported operations, and protocol faults other than a crash, give no
    /// evidence: then it is `nil`.
    package var observation: Observation?
    /// The wrong signature in the answer to a signing operation.
    package var wrongSignature: WrongSignature?

    private enum CodingKeys: String, CodingKey {
        case file, tcId, op, comment, flags, status = "column", unanswered, problem, isExpectedToFail
    }

    package struct Problem: Encodable, Equatable, Sendable {
        /// The verification profile, if the operation has one.
        package let profile: String?
        /// The member of `out` that differs; `outcome` if a success came instead of a rejection, or the
        /// reverse; `answer` if no well-formed answer came.
        package let stage: String
        /// The `in` of the request.
        package let input: JSON
        package let expected: String
        /// The actual value, shortened.
        package let actual: String
        /// A further finding about the answer.
        package var remark: String?
        /// The format of the value, if only its format is wrong.
        var format: ValueFormat?
    }

    package var name: TestName { TestName(file: file, tcId: tcId) }
}
