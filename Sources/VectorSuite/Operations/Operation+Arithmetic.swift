// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import PrimeField

extension Operation {
    /// `field.*` and `scalar.*`.
    static let arithmetic = [
        Operation(name: "field.add", input: ["a", "b"], output: "value") {
            .hex(try $0.fieldElement("a") + $0.fieldElement("b"))
        },
        Operation(name: "field.subtract", input: ["a", "b"], output: "value") {
            .hex(try $0.fieldElement("a") - $0.fieldElement("b"))
        },
        Operation(name: "field.multiply", input: ["a", "b"], output: "value") {
            .hex(try $0.fieldElement("a") * $0.fieldElement("b"))
        },
        Operation(name: "field.negate", input: ["a"], output: "value") { .hex(try -$0.fieldElement("a")) },
        Operation(name: "field.square", input: ["a"], output: "value") {
            .hex(try $0.fieldElement("a").squared())
        },
        Operation(name: "field.invert", input: ["a"], output: "value") {
            .hex(try $0.fieldElement("a").inverted())
        },
        Operation(name: "field.squareRoot", input: ["a"], output: "value") {
            .hex(try $0.fieldElement("a").squareRoot())
        },
        Operation(name: "scalar.add", input: ["a", "b"], output: "value") {
            .hex(try $0.scalar("a") + $0.scalar("b"))
        },
        Operation(name: "scalar.subtract", input: ["a", "b"], output: "value") {
            .hex(try $0.scalar("a") - $0.scalar("b"))
        },
        Operation(name: "scalar.multiply", input: ["a", "b"], output: "value") {
            .hex(try $0.scalar("a") * $0.scalar("b"))
        },
        Operation(name: "scalar.invert", input: ["a"], output: "value") {
            .hex(try $0.scalar("a").inverted())
        },
    ]
}
