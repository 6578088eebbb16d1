// SPDX-License-Identifier: Apache-2.0
import SignatureDiagnosis

/// Why tests fail: a known bug, or a mistake of a signer that explains wrong signatures.
public struct Cause: Sendable {
    /// How certain the cause is.
    public enum Certainty: String, Encodable, Sendable {
        /// The wrong answers equal those of the bug.
        case confirmed
        /// The same tests fail, with other values.
        case failsLike
        /// The wrong signatures verify for the request as the mistake changes the request.
        case diagnosed
    }

    /// The bug.
    public let bug: KnownBug
    /// How certain the cause is.
    public let certainty: Certainty
    /// The number of tests that fail because of the bug and were asked.
    public let tests: Int
    /// The failures that the bug explains, in the order of the report.
    public let failures: [TestResult]
    /// The number of these failures that no earlier cause explains.
    public let explained: Int
    /// The operations that show the bug, in the order of the protocol; empty if all operations that could
    /// show it do.
    public let operations: [String]
    /// The consequence for the user of this testee.
    public let effect: String

    /// Whether the wrong answers show that the testee has the bug.
    public var isConfirmed: Bool { certainty != .failsLike }

    /// The words before the name in a report.
    public var prefix: String { isConfirmed ? "" : "fails like " }
}

/// The purpose of a testee: whether its user signs or verifies with it. The purpose decides which bugs matter
/// most to the user.
struct TesteePurpose {
    /// Whether it answers requests to sign.
    let signs: Bool
    /// Whether it answers requests to verify.
    let verifies: Bool

    init(_ results: [TestResult]) {
        func answers(_ ops: Set<String>) -> Bool {
            results.contains {
                ops.contains($0.op) && ($0.status == .passed || $0.status == .partial || $0.status == .failed)
            }
        }
        signs = answers(["eddsa.sign", "request.sign"])
        verifies = answers(["eddsa.verify", "request.verify"])
    }

    /// The consequence of a bug for the user of the testee.
    func effect(of bug: KnownBug) -> String {
        bug.consequence == .acceptsForgeries && !verifies ? "accepts invalid input" : bug.consequence.words
    }

    /// The rank of a bug, the worst first: leaked keys, then requests that the exchange refuses if the testee
    /// signs, then forgeries if it verifies, then the rest.
    /// - Parameter isValidInputWrong: whether the bug changes a result of valid input.
    func rank(of bug: KnownBug, isValidInputWrong: Bool) -> Int {
        switch bug.consequence {
        case .leaksKeys: 0
        case .signsWhatIsRefused: signs && isValidInputWrong ? 1 : isValidInputWrong ? 3 : 4
        case .acceptsForgeries: verifies ? 2 : 5
        case .refusesWhatItShouldTake: 6
        case .style: 7
        }
    }
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
