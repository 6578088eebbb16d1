// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

/// A small vector file to change and to spoil, and pieces of it.
package enum Sample {
    package static let one = "0x" + String(repeating: "0", count: 63) + "1"
    package static let two = "0x" + String(repeating: "0", count: 63) + "2"
    package static let three = "0x" + String(repeating: "0", count: 63) + "3"

    /// A test of `field.add`; the sum is right.
    package static func test(
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

    package static let note = JSON.object([
        "bugType": .text("BASIC"), "description": .text("A sum."),
        "effect": .text("Everything <breaks> & ends."),
        "links": .array([]),
    ])

    package static func file(
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

    /// A file of `count` equal tests.
    package static func file(count: Int) throws -> VectorFile {
        try VectorFile(
            name: "sample.json", ObjectReader(file((1...count).map { test($0) }), at: "file"))
    }
}

extension JSON {
    /// A value from JSON text, for tests.
    package static func parsed(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }
}
