/// One test of a vector file.
public struct VectorTest: Equatable, Sendable {
    /// The number of the test, unique in its file.
    public let tcId: Int
    /// What the case is.
    public let comment: String
    /// The behaviours that the test isolates; each has a ``Note`` in the file.
    public let flags: [String]
    /// The operation, or `nil` for a test of constants, which no operation of the protocol shows.
    public let op: String?
    /// What is expected.
    public let expectation: Expectation
    /// Input, output and intermediate values by name.
    public let members: [String: JSON]

    /// What the test states, as it concerns a testee that has been asked with these arguments: `S` and `signature`,
    /// which are of the reduced form, give way to `unreducedS` and `unreducedSignature` if that was asked for.
    func members(asked arguments: [String: JSON]) -> [String: JSON] {
        guard arguments["form"] == .text("unreduced"), let s = members["unreducedS"],
            let signature = members["unreducedSignature"]
        else { return members }
        return members.merging(["S": s, "signature": signature]) { $1 }
    }
}

/// Tests of one kind and one origin.
public struct VectorGroup: Equatable, Sendable {
    /// Where the figures of a group come from.
    public struct Source: Equatable, Sendable {
        /// A publication, or the independent reference.
        public let name: String
        /// Its version.
        public let version: String
    }

    /// What the tests have in common.
    public let type: GroupType
    /// Where the figures come from.
    public let source: Source
    /// The tests.
    public let tests: [VectorTest]
}

/// A vector file. Vectors/README.md describes the format.
public struct VectorFile: Equatable, Sendable {
    /// The name of the file without its folder.
    public let name: String
    /// What is tested.
    public let algorithm: String
    /// The file name of the JSON Schema.
    public let schema: String
    /// Sentences about the file.
    public let header: [String]
    /// The meaning of each flag.
    public let notes: [String: Note]
    /// The groups.
    public let groups: [VectorGroup]

    /// The tests of all groups, in their order.
    public var tests: [VectorTest] { groups.flatMap(\.tests) }
}
