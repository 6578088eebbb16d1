// SPDX-License-Identifier: Apache-2.0
import SignatureDiagnosis

/// Why tests fail: a known bug, or a mistake of a signer that explains wrong signatures.
package struct Cause: Sendable {
    package enum Certainty: String, Encodable, Sendable {
        /// The wrong answers equal those of the bug.
        case confirmed
        /// The same tests fail, with other values.
        case failsLike
        /// The wrong signatures verify for the request as the mistake changes the request.
        case diagnosed
    }

    package let bug: KnownBug
    package let certainty: Certainty
    /// The number of tests that fail because of the bug and were asked.
    package let tests: Int
    /// The failures that the bug explains, in the order of the report.
    package let failures: [TestResult]
    /// The number of these failures that no earlier cause explains.
    package let explained: Int
    /// The operations that show the bug, in the order of the protocol; empty if all operations that could
    /// show it do.
    package let operations: [String]
    /// The consequence for the user of this testee.
    package let effect: String

    /// Whether the wrong answers show that the testee has the bug.
    package var isConfirmed: Bool { certainty != .failsLike }

    /// The words before the name in a report.
    package var prefix: String { isConfirmed ? "" : "fails like " }
}

extension KnownBug {
    /// Describes the mistakes that SignatureDiagnosis found, if no bug of the catalog explains the
    /// signatures.
    init(_ mistakes: [Mistake]) {
        self.init(
            name: mistakes.map(\.name).joined(separator: "+"),
            summary: mistakes.map(\.explanation).joined(separator: " "),
            consequence: .signsWhatIsRefused,
            advice: "See \(mistakes.map(\.requirement).joined(separator: ", ")) of SPEC.md.",
            module: "diagnosis",
            seenIn: "", symptoms: [:])
    }
}
