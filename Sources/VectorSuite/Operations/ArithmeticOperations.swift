// SPDX-License-Identifier: Apache-2.0
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
