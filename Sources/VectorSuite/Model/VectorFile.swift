// SPDX-License-Identifier: Apache-2.0
/// A vector file. Vectors/README.md describes the format.
public struct VectorFile: Equatable, Sendable {
    /// The name of the file. It includes as much of the path as distinguishes the file from the others of a
    /// run.
    public let name: String
    /// The file name of the JSON Schema.
    public let schema: String
    /// The note of each flag, by the flag's name.
    public let notes: [String: Note]
    /// The tests of all groups, in their order.
    public let tests: [VectorTest]
}

/// The meaning of a flag: a mistake that an implementation can make, and its effect.
public struct Note: Equatable, Sendable {
    /// The kind of mistake, as in Wycheproof: `MISSING_CHECK`, `ENCODING`, ….
    public let bugType: String
    /// The behavior that the tests with the flag check.
    public let description: String
    /// The effect of the mistake on the users of an implementation.
    public let effect: String
    /// References.
    public let links: [String]
}
