import BabyJubjub
import StrictJSON
import PrimeField

/// `field.*` and `scalar.*`.
enum ArithmeticOperations {
    static let all = field + scalar

    private static let field = [
        binary("field.add") { .hex(try $0.fieldElement("a") + $0.fieldElement("b")) },
        binary("field.subtract") { .hex(try $0.fieldElement("a") - $0.fieldElement("b")) },
        binary("field.multiply") { .hex(try $0.fieldElement("a") * $0.fieldElement("b")) },
        unary("field.negate") { .hex(try -$0.fieldElement("a")) },
        unary("field.square") { .hex(try $0.fieldElement("a").squared()) },
        unary("field.invert") { .hex(try $0.fieldElement("a").inverted()) },
        unary("field.squareRoot") { .hex(try $0.fieldElement("a").squareRoot()) },
    ]

    private static let scalar = [
        binary("scalar.add") { .hex(try $0.scalar("a") + $0.scalar("b")) },
        binary("scalar.subtract") { .hex(try $0.scalar("a") - $0.scalar("b")) },
        binary("scalar.multiply") { .hex(try $0.scalar("a") * $0.scalar("b")) },
        unary("scalar.invert") { .hex(try $0.scalar("a").inverted()) },
    ]

    private typealias Value = @Sendable (Arguments) throws -> JSON

    private static func unary(_ name: String, value: @escaping Value) -> Operation {
        operation(name, [.init(name: "a", shape: .text)], value)
    }

    private static func binary(_ name: String, value: @escaping Value) -> Operation {
        operation(name, [.init(name: "a", shape: .text), .init(name: "b", shape: .text)], value)
    }

    private static func operation(
        _ name: String, _ input: [Operation.Input], _ value: @escaping Value
    ) -> Operation {
        Operation(name: name, input: input, output: ["value"]) { arguments, stages in
            stages.record("value", try value(arguments))
        }
    }
}

/// `curve.*`.
enum CurveOperations {
    static let all = [isOnCurve, isInSubgroup, add, multiply, pack, unpack]

    private static let p = Operation.Input(name: "p", shape: .point)

    private static let isOnCurve = Operation(
        name: "curve.isOnCurve", input: [p], output: ["result"], verdict: "result"
    ) { arguments, stages in
        let (x, y) = try arguments.coordinates("p")
        let result = try Point.satisfiesCurveEquation(FieldElement(hex: x), FieldElement(hex: y))
        stages.record("result", .boolean(result))
    }

    private static let isInSubgroup = Operation(
        name: "curve.isInSubgroup", input: [p], output: ["result"], verdict: "result"
    ) { arguments, stages in
        stages.record("result", .boolean(try arguments.point("p").isInSubgroup))
    }

    private static let add = Operation(
        name: "curve.add", input: [p, .init(name: "q", shape: .point)], output: ["x", "y"]
    ) { arguments, stages in
        stages.recordCoordinates(try arguments.point("p") + arguments.point("q"))
    }

    private static let multiply = Operation(
        name: "curve.multiply", input: [.init(name: "scalar", shape: .text), p], output: ["x", "y"]
    ) { arguments, stages in
        let scalar = try Integer256(hex: arguments.text("scalar"))
        stages.recordCoordinates(try arguments.point("p").multipliedVariableTime(by: scalar))
    }

    private static let pack = Operation(
        name: "curve.pack", input: [p], output: ["packed"]
    ) { arguments, stages in
        stages.record("packed", .text(try arguments.point("p").packed.hex))
    }

    private static let unpack = Operation(
        name: "curve.unpack", input: [.init(name: "packed", shape: .text)], output: ["x", "y"]
    ) { arguments, stages in
        stages.recordCoordinates(try Point(packed: PackedPoint(hex: arguments.text("packed"))))
    }
}
