// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import PrimeField

extension Operation {
    /// `field.*` and `scalar.*`.
    static let arithmetic = [
        Operation("field.add", in: ["a", "b"], out: "value") {
            .hex(try $0.fieldElement("a") + $0.fieldElement("b"))
        },
        Operation("field.subtract", in: ["a", "b"], out: "value") {
            .hex(try $0.fieldElement("a") - $0.fieldElement("b"))
        },
        Operation("field.multiply", in: ["a", "b"], out: "value") {
            .hex(try $0.fieldElement("a") * $0.fieldElement("b"))
        },
        Operation("field.negate", in: ["a"], out: "value") { .hex(try -$0.fieldElement("a")) },
        Operation("field.square", in: ["a"], out: "value") { .hex(try $0.fieldElement("a").squared()) },
        Operation("field.invert", in: ["a"], out: "value") { .hex(try $0.fieldElement("a").inverted()) },
        Operation("field.squareRoot", in: ["a"], out: "value") {
            .hex(try $0.fieldElement("a").squareRoot())
        },
        Operation("scalar.add", in: ["a", "b"], out: "value") { .hex(try $0.scalar("a") + $0.scalar("b")) },
        Operation("scalar.subtract", in: ["a", "b"], out: "value") {
            .hex(try $0.scalar("a") - $0.scalar("b"))
        },
        Operation("scalar.multiply", in: ["a", "b"], out: "value") {
            .hex(try $0.scalar("a") * $0.scalar("b"))
        },
        Operation("scalar.invert", in: ["a"], out: "value") { .hex(try $0.scalar("a").inverted()) },
    ]
}
