// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField
import StrictJSON

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
