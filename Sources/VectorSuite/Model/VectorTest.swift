// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON

/// One test of a vector file.
public struct VectorTest: Equatable, Sendable {
    /// The number of the test, unique in its file.
    public let tcId: Int
    /// A description of the test.
    public let comment: String
    /// The flags: the behaviors that the test isolates. Each has a ``Note`` in the file.
    public let flags: [String]
    /// The operation; `nil` for a test of constants, which no operation of the protocol returns.
    public let op: String?
    /// The expected result.
    public let expectation: Expectation
    /// The inputs, outputs and intermediate values, by name.
    package let members: JSON.Object
}

extension VectorTest {
    /// The operation; `nil` for a test of constants.
    package var operation: Operation? { op.flatMap(Operation.named) }

    /// The members of `in`: the inputs of the test, and the profile if the operation takes one. A signing
    /// test requests the form of S that it states, unless `form` replaces it.
    package func arguments(under profile: VerificationProfile?, form: SigningForm?) -> JSON.Object {
        let names = operation?.input(of: members) ?? []
        var arguments = members.selecting(names.contains)
        if let profile, names.contains(Operation.profileMember) {
            arguments[Operation.profileMember] = .text(profile.rawValue)
        }
        if let form, names.contains(SigningForm.member) {
            arguments[SigningForm.member] = .text(form.rawValue)
        }
        return arguments
    }

    /// The values that the test states for a request with these arguments. `S` and `signature` have the
    /// reduced form. If the request has the unreduced form, `unreducedS` and `unreducedSignature` replace
    /// them.
    package func members(asked arguments: JSON.Object) -> JSON.Object {
        guard arguments[SigningForm.member] == .text(SigningForm.unreduced.rawValue),
            let s = members["unreducedS"], let signature = members["unreducedSignature"]
        else { return members }
        return members.merging(["S": s, "signature": signature])
    }

    /// Whether the test states both forms and they differ.
    package var hasDistinctForms: Bool {
        members["unreducedSignature"].map { $0 != members["signature"] } ?? false
    }
}
