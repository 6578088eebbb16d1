// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import PrimeField

extension Operation {
    /// `field.*` and `scalar.*`.
    static let arithmetic = rows.map { Operation(name: $0, input: $1, output: "value", value: $2) }

    private static let rows: [(String, [String], @Sendable (JSON.Object) throws -> JSON)] = [
        ("field.add", ["a", "b"], { .hex(try $0.fieldElement("a") + $0.fieldElement("b")) }),
        ("field.subtract", ["a", "b"], { .hex(try $0.fieldElement("a") - $0.fieldElement("b")) }),
        ("field.multiply", ["a", "b"], { .hex(try $0.fieldElement("a") * $0.fieldElement("b")) }),
        ("field.negate", ["a"], { .hex(try -$0.fieldElement("a")) }),
        ("field.square", ["a"], { .hex(try $0.fieldElement("a").squared()) }),
        ("field.invert", ["a"], { .hex(try $0.fieldElement("a").inverted()) }),
        ("field.squareRoot", ["a"], { .hex(try $0.fieldElement("a").squareRoot()) }),
        ("scalar.add", ["a", "b"], { .hex(try $0.scalar("a") + $0.scalar("b")) }),
        ("scalar.subtract", ["a", "b"], { .hex(try $0.scalar("a") - $0.scalar("b")) }),
        ("scalar.multiply", ["a", "b"], { .hex(try $0.scalar("a") * $0.scalar("b")) }),
        ("scalar.invert", ["a"], { .hex(try $0.scalar("a").inverted()) }),
    ]
}
