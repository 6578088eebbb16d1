// SPDX-License-Identifier: Apache-2.0

/// A bug of the catalog in Vectors, with its signature: the tests that fail because of it, and the wrong
/// answers to them. Vectors/README.md describes both under "Signatures of known bugs".
package struct KnownBug: Equatable, Sendable {
    /// The consequence of a bug for the user of an implementation.
    package enum Consequence: String, CaseIterable, Encodable, Sendable {
        /// A verifier accepts a signature that the key's owner did not make, or a form that must be refused.
        case acceptsForgeries = "accepts-forgeries"
        /// The implementation reveals the secret key.
        case leaksKeys = "leaks-keys"
        /// The implementation computes a value that the exchange does not expect. The exchange refuses the
        /// request.
        case signsWhatIsRefused = "signs-what-is-refused"
        /// The implementation refuses valid input.
        case refusesWhatItShouldTake = "refuses-what-it-should-take"
        /// The implementation differs from others, without harm if both sides do the same.
        case style

        /// The consequence in a report.
        package var words: String {
            switch self {
            case .acceptsForgeries: "accepts forgeries"
            case .leaksKeys: "leaks keys"
            case .signsWhatIsRefused: "signs what the exchange refuses"
            case .refusesWhatItShouldTake: "refuses what it should accept"
            case .style: "style"
            }
        }
    }

    package let name: String
    /// The mistake, in a few words.
    package let summary: String
    package let consequence: Consequence
    /// How to correct the bug.
    package let advice: String
    /// The module of the reference that has the mistake.
    package let module: String
    /// The public implementation that has the bug, or "".
    package let seenIn: String
    /// The tests that fail because of the bug, and how.
    package let symptoms: [TestName: Symptom]
}
