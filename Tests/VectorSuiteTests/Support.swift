import StrictJSON
import Foundation
import TestSupport
import VectorSuite

/// A small vector file to change and to spoil, and pieces of it.
enum Sample {
    static let one = "0x" + String(repeating: "0", count: 63) + "1"
    static let two = "0x" + String(repeating: "0", count: 63) + "2"
    static let three = "0x" + String(repeating: "0", count: 63) + "3"

    /// A test of `field.add`; the sum is right.
    static func test(
        _ tcId: Int, flags: [String] = ["Sum"], _ change: (inout JSON.Object) -> Void = { _ in }
    ) -> JSON {
        var members: JSON.Object = [
            "tcId": .integer(tcId), "comment": .text("1 + 2"), "flags": .array(flags.map(JSON.text)),
            "op": .text("field.add"), "a": .text(one), "b": .text(two), "value": .text(three),
            "result": .text("valid"),
        ]
        change(&members)
        return .object(members)
    }

    static let note = JSON.object([
        "bugType": .text("BASIC"), "description": .text("A sum."),
        "effect": .text("Everything <breaks> & ends."),
        "links": .array([]),
    ])

    static func file(
        _ tests: [JSON], type: String = "FieldArithmetic", notes: JSON.Object = ["Sum": note],
        count: Int? = nil,
        _ change: (inout JSON.Object) -> Void = { _ in }
    ) -> JSON {
        var members: JSON.Object = [
            "algorithm": .text("F_p"), "schema": .text("field_arithmetic_schema.json"), "header": .array([]),
            "numberOfTests": .integer(count ?? tests.count), "notes": .object(notes),
            "testGroups": .array([
                .object([
                    "type": .text(type),
                    "source": .object(["name": .text("hand"), "version": .text("1")]),
                    "tests": .array(tests),
                ])
            ]),
        ]
        change(&members)
        return .object(members)
    }

    /// A file of so many equal tests.
    static func file(count: Int) throws -> VectorFile {
        try VectorFile(name: "sample.json", json: file((1...count).map { test($0) }))
    }
}

/// The files of the repository, each read once.
enum RepositoryFiles {
    private static let documents = Cache<JSON>()
    private static let files = Cache<VectorFile>()

    /// The JSON of a file below Vectors.
    static func json(_ path: String) throws -> JSON {
        try documents.value(path) {
            try JSON(parsing: Data(contentsOf: Repository.root.appending(path: "Vectors/\(path)")))
        }
    }

    /// The known bugs, whose signatures lie beside the vector files.
    static func bugs() throws -> [KnownBug] { try knownBugs.get().all }

    private static let knownBugs = Result {
        try KnownBugs(folder: Repository.root.appending(path: "Vectors"))
    }

    /// A vector file.
    static func vectors(_ name: String) throws -> VectorFile {
        try files.value(name) { try VectorFile(name: "\(name).json", json: json("\(name).json")) }
    }
}

/// Values that are made once, whichever test needs them first.
private final class Cache<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [String: Value] = [:]

    func value(_ key: String, _ make: () throws -> Value) throws -> Value {
        lock.lock()
        defer { lock.unlock() }
        if let value = values[key] { return value }
        let value = try make()
        values[key] = value
        return value
    }
}

extension JSON {
    /// A value from JSON text, for tests.
    static func parsed(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }
}
