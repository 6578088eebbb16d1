// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// One test of a vector file.
public struct VectorTest: Equatable, Sendable {
    /// The number of the test, unique in its file.
    public let tcId: Int
    /// What the case is.
    public let comment: String
    /// The behaviors that the test isolates; each has a ``Note`` in the file.
    public let flags: [String]
    /// The operation, or `nil` for a test of constants, which no operation of the protocol shows.
    public let op: String?
    /// What is expected.
    public let expectation: Expectation
    /// Input, output and intermediate values by name.
    package let members: JSON.Object
}

extension VectorTest {
    /// What the test states, as it concerns a testee that has been asked with these arguments: `S` and `signature`,
    /// which are of the reduced form, are replaced by `unreducedS` and `unreducedSignature` if that form was asked for.
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
