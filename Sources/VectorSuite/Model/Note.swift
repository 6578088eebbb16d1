/// What a flag stands for: a mistake that an implementation can make, and what it costs.
public struct Note: Equatable, Sendable {
    /// The kind of mistake, in Wycheproof's manner: `MISSING_CHECK`, `ENCODING`, ….
    public let bugType: String
    /// What is tested.
    public let description: String
    /// What happens to those who get it wrong.
    public let effect: String
    /// Where to read on.
    public let links: [String]
}
