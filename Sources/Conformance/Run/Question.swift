// SPDX-License-Identifier: Apache-2.0
import VectorSuite

/// A test that can be sent to a testee, because it names an operation.
package struct Question: Sendable {
    /// The name of the vector file.
    package let file: String
    package let test: VectorTest
    package let operation: VectorSuite.Operation

    /// Creates the question of a test; `nil` if the test names no operation.
    package init?(file: String, test: VectorTest) {
        guard let operation = test.operation else { return nil }
        self.file = file
        self.test = test
        self.operation = operation
    }

    /// The result of the test before any answer is judged.
    var unjudged: TestResult {
        TestResult(
            file: file, tcId: test.tcId, op: operation.name, comment: test.comment, flags: test.flags,
            status: .passed, isRejectionExpected: test.expectation != .valid)
    }
}
