// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

/// A test that can be sent to a testee, because it names an operation.
package struct Question: Sendable {
    /// The name of the vector file.
    package let file: String
    /// The test.
    package let test: VectorTest
    /// The operation that the test names.
    package let operation: VectorSuite.Operation

    /// Creates the question of a test; `nil` if the test names no operation.
    package init?(file: String, test: VectorTest) {
        guard let name = test.op, let operation = VectorSuite.Operation.named(name) else { return nil }
        self.file = file
        self.test = test
        self.operation = operation
    }

    /// The result of the test before any answer is judged.
    var unjudged: TestResult {
        TestResult(
            file: file, tcId: test.tcId, op: operation.name, comment: test.comment, flags: test.flags,
            status: .passed, problem: nil, isRejectionExpected: test.expectation != .valid)
    }

    /// The members of `in`: the inputs of the test, the profile, and the form of S. A testee that signs in
    /// one form only is asked for that form.
    func arguments(under profile: VerificationProfile?, forms: SignerForms?) -> JSON.Object {
        var arguments = operation.arguments(of: test, profile: profile)
        if arguments[SigningForm.member] != nil, case .only(let form) = forms {
            arguments[SigningForm.member] = .text(form.rawValue)
        }
        return arguments
    }
}
