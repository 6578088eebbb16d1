// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// A vector file. Vectors/README.md describes the format.
public struct VectorFile: Equatable, Sendable {
    /// The name of the file, without its folder where that tells it from the others of a run.
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

extension VectorFile: CustomStringConvertible {
    /// The file in one line.
    public var description: String {
        let (tests, flags) = (tests.count, notes.count)
        return "\(VisibleText.excerpt(name)): \(tests) tests, \(flags) flags"
    }
}
