// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

/// A test that a testee can be asked: one that names an operation.
package struct Question: Sendable {
    package let file: String
    package let test: VectorTest
    package let operation: VectorSuite.Operation

    package init?(file: String, test: VectorTest) {
        guard let name = test.op, let operation = VectorSuite.Operation.named(name) else { return nil }
        self.file = file
        self.test = test
        self.operation = operation
    }

    /// The result of the test before anything has been found wrong.
    var unjudged: TestResult {
        TestResult(
            file: file, tcId: test.tcId, op: operation.name, comment: test.comment, flags: test.flags,
            status: .passed, problem: nil, isRejectionExpected: test.expectation != .valid)
    }

    /// The members of `in`: those of the test, the profile, and the form that the testee has, where it has only one.
    func arguments(under profile: VerificationProfile?, forms: SignerForms?) -> JSON.Object {
        var arguments = operation.arguments(of: test, profile: profile)
        if arguments[SigningForm.member] != nil, case .only(let form) = forms {
            arguments[SigningForm.member] = .text(form.rawValue)
        }
        return arguments
    }
}
