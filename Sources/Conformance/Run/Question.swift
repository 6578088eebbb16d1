// SPDX-License-Identifier: Apache-2.0
import VectorSuite

/// A test that can be sent to a testee, because it names an operation.
package struct Question: Sendable {
    package let file: String
    package let test: VectorTest
    package let operation: VectorSuite.Operation

    /// The result of the test before any answer is judged.
    var unjudged: TestResult {
        TestResult(
            file: file, tcId: test.tcId, op: operation.name, comment: test.comment, flags: test.flags,
            status: .passed, isRejectionExpected: test.expectation != .valid)
    }
}

extension VectorFile {
    /// The tests that name an operation.
    package var questions: [Question] {
        tests.compactMap { test in
            test.operation.map { Question(file: name, test: test, operation: $0) }
        }
    }
}
