// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

/// A vector file. Vectors/README.md describes the format.
public struct VectorFile: Equatable, Sendable {
    /// The name of the file. It includes as much of the path as distinguishes the file from the others of a
    /// run.
    public let name: String
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

extension VectorFile {
    /// Reads a vector file from disk.
    /// - Parameters:
    ///   - url: the location of the file.
    ///   - name: the name for reports; by default the file name without its folder.
    /// - Throws: ``VectorFileError``.
    public init(contentsOf url: URL, name: String? = nil) throws(VectorFileError) {
        try self.init(name: name ?? url.lastPathComponent, ObjectReader(contentsOf: url))
    }

    /// Reads a vector file strictly: a missing or unknown member, an unused note and a wrong count are
    /// errors.
    /// - Throws: ``VectorFileError``.
    package init(name: String, _ reader: ObjectReader) throws(VectorFileError) {
        // This member comes first, because it distinguishes a vector file from any other JSON file.
        let groups = try reader.required("testGroups", .array)
        self.name = name
        _ = try reader.required("algorithm", .text)
        _ = try reader.required("schema", .text)
        _ = try reader.required("header", .texts)
        let stated = try reader.required("numberOfTests", .integer)
        var notes: [String: Note] = [:]
        for (flag, value) in try reader.required("notes", .object) {
            notes[flag] = try Note(value, at: "note \(flag)")
        }
        self.notes = notes
        var tests: [VectorTest] = []
        for (index, group) in groups.enumerated() {
            tests += try VectorFile.tests(of: group, at: "group \(index + 1)")
        }
        self.tests = tests
        try reader.refuseRest()
        try check(numberOfTests: stated)
    }

    private static func tests(of group: JSON, at place: String) throws(VectorFileError) -> [VectorTest] {
        let reader = try ObjectReader(group, at: place)
        let name = try reader.required("type", .text)
        guard let type = GroupType.named[name] else { throw .invalid("type", at: place, value: name) }
        // The source of the values is documentation. It is checked, but not kept.
        let source = try ObjectReader(reader.required("source", .any), at: "the source of \(place)")
        _ = try source.required("name", .text)
        _ = try source.required("version", .text)
        try source.refuseRest()
        let tests = try reader.required("tests", .array).enumerated().map {
            (index, value) throws(VectorFileError) in
            try VectorTest(value, type: type, at: "test \(index + 1) of \(place)")
        }
        try reader.refuseRest()
        return tests
    }

    /// Checks the rules that concern all tests together: unique numbers, the count, flags with notes.
    private func check(numberOfTests stated: Int) throws(VectorFileError) {
        let tests = self.tests
        guard tests.count == stated else {
            throw .malformed("numberOfTests is \(stated), but there are \(tests.count) tests")
        }
        var ids: Set<Int> = []
        var unused = Set(notes.keys)
        for test in tests {
            guard ids.insert(test.tcId).inserted else {
                throw .malformed("two tests have the tcId \(test.tcId)")
            }
            for flag in test.flags {
                guard notes[flag] != nil else {
                    throw .malformed(#"test \#(test.tcId): no note describes the flag "\#(flag)""#)
                }
                unused.remove(flag)
            }
        }
        if let flag = unused.min() {
            throw .malformed(#"no test has the flag "\#(flag)", which a note describes"#)
        }
    }
}

extension Note {
    init(_ value: JSON, at place: String) throws(VectorFileError) {
        let reader = try ObjectReader(value, at: place)
        bugType = try reader.required("bugType", .text)
        description = try reader.required("description", .text)
        effect = try reader.required("effect", .text)
        links = try reader.required("links", .texts)
        try reader.refuseRest()
    }
}

/// A kind of test groups.
struct GroupType {
    /// The operations that the tests may name; none if the tests have no operation.
    let operations: [String]
    /// Members that the tests may have in addition to those of the operation.
    var additionalMembers: Set<String> = []

    static let named = [
        "FieldArithmetic": GroupType(operations: names(beginning: "field.")),
        "ScalarArithmetic": GroupType(operations: names(beginning: "scalar.")),
        "CurveOperation": GroupType(operations: names(beginning: "curve.")),
        "PoseidonHash": GroupType(operations: ["poseidon.hash"]),
        "PoseidonConstants": GroupType(
            operations: [], additionalMembers: ["kind", "index", "chain", "value", "t", "matrix"]),
        "EddsaSign": GroupType(operations: ["eddsa.publicKey", "eddsa.sign"]),
        "EddsaVerify": GroupType(operations: ["eddsa.verify"]),
        "KeyDerivation": GroupType(operations: ["key.derive"]),
        "RequestCanonicalize": GroupType(operations: ["request.canonicalize"]),
        "RequestSign": GroupType(operations: ["request.sign"]),
        "RequestVerify": GroupType(operations: ["request.verify"]),
        "OrderHash": GroupType(operations: ["order.hash"]),
        // Signed cancellations of orders, with the HTTP exchange around them.
        "CancelOrder": GroupType(
            operations: ["request.sign"], additionalMembers: ["apiKey", "request", "response", "outcome"]),
    ]

    private static func names(beginning prefix: String) -> [String] {
        Operation.all.map(\.name).filter { $0.hasPrefix(prefix) }
    }
}
