// SPDX-License-Identifier: Apache-2.0
import SignatureDiagnosis

/// Why tests fail: a known bug, or a mistake of a signer that explains wrong signatures.
public struct Cause: Sendable {
    /// How sure it is.
    public enum Certainty: String, Encodable, Sendable {
        /// The wrong answers are those of the bug.
        case confirmed
        /// The same tests fail, with other values.
        case failsLike
        /// The wrong signatures verify for the request as the mistake changes it.
        case diagnosed
    }

    /// The bug.
    public let bug: KnownBug
    /// How sure it is.
    public let certainty: Certainty
    /// How many of the tests that the bug fails were asked.
    public let tests: Int
    /// The failures that the bug explains, in the order of the report.
    public let failures: [TestResult]
    /// How many of them no cause chosen before explains.
    public let explained: Int
    /// The operations that show it, in order; empty if all do that could.
    public let operations: [String]
    /// What it costs the user of this testee.
    public let effect: String

    /// Whether the wrong answers are those of the bug.
    public var isConfirmed: Bool { certainty != .failsLike }

    /// What comes before the name in a report.
    public var prefix: String { isConfirmed ? "" : "fails like " }
}

/// What a testee does for its user, which decides what matters to them.
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

    /// What a bug costs the user of the testee.
    func effect(of bug: KnownBug) -> String {
        bug.consequence == .acceptsForgeries && !verifies ? "accepts invalid input" : bug.consequence.words
    }

    /// The rank of a bug, the worst first: what the exchange refuses for a client that signs, forgeries for a verifier,
    /// then the rest.
    /// - Parameter isValidInputWrong: whether the bug spoils a result of valid input.
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
    /// A mistake that is not in the catalog, or not seen in any other way.
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
