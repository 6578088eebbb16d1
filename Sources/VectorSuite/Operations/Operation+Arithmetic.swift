// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField
import StrictJSON

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

extension Operation {
    static let curve = [
        Operation(name: "curve.isOnCurve", input: ["p"], output: "result") { arguments in
            let (x, y) = try arguments.coordinates("p")
            return .boolean(try Point.satisfiesCurveEquation(FieldElement(hex: x), FieldElement(hex: y)))
        },
        Operation(name: "curve.isInSubgroup", input: ["p"], output: "result") {
            .boolean(try $0.point("p").isInSubgroup)
        },
        Operation(name: "curve.add", input: ["p", "q"], output: ["x", "y"]) { arguments, stages in
            stages = JSON.coordinates(try arguments.point("p") + arguments.point("q"))
        },
        Operation(name: "curve.multiply", input: ["scalar", "p"], output: ["x", "y"]) { arguments, stages in
            let scalar = try Integer256(hex: arguments.text("scalar"))
            stages = JSON.coordinates(try arguments.point("p").multipliedVariableTime(by: scalar))
        },
        Operation(name: "curve.pack", input: ["p"], output: "packed") { .text(try $0.point("p").packed.hex) },
        Operation(name: "curve.unpack", input: ["packed"], output: ["x", "y"]) { arguments, stages in
            stages = JSON.coordinates(try Point(packed: PackedPoint(hex: arguments.text("packed"))))
        },
    ]
}
