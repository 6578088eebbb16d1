// SPDX-License-Identifier: Apache-2.0

/// A mistake of the catalog in Vectors, with its signature: the tests that a testee which has it fails, and what it
/// answers there. Vectors/README.md, "Signatures of known bugs".
public struct KnownBug: Equatable, Sendable {
    /// What a mistake costs the user of an implementation, the worst first.
    public enum Consequence: String, CaseIterable, Encodable, Sendable {
        case acceptsForgeries = "accepts-forgeries"
        case leaksKeys = "leaks-keys"
        case signsWhatIsRefused = "signs-what-is-refused"
        case refusesWhatItShouldTake = "refuses-what-it-should-take"
        case style

        /// The consequence in a report.
        public var words: String {
            switch self {
            case .acceptsForgeries: "accepts forgeries"
            case .leaksKeys: "leaks keys"
            case .signsWhatIsRefused: "signs what the exchange refuses"
            case .refusesWhatItShouldTake: "refuses what it should accept"
            case .style: "style"
            }
        }
    }

    /// The name in the catalog.
    public let name: String
    /// What the mistake is.
    public let summary: String
    /// What it costs.
    public let consequence: Consequence
    /// What to do about it.
    public let advice: String
    /// The chapter of the reference that the mistake is in.
    public let module: String
    /// The public implementation that has it, or "".
    public let seenIn: String
    /// The tests that fail.
    package let symptoms: [TestName: Symptom]
}
