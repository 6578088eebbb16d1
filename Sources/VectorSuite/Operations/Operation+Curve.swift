// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField
import StrictJSON

extension Operation {
    /// `curve.*`.
    static let curve = [
        Operation("curve.isOnCurve", in: ["p"], out: "result") { arguments in
            let (x, y) = try arguments.coordinates("p")
            return .boolean(try Point.satisfiesCurveEquation(FieldElement(hex: x), FieldElement(hex: y)))
        },
        Operation("curve.isInSubgroup", in: ["p"], out: "result") {
            .boolean(try $0.point("p").isInSubgroup)
        },
        Operation("curve.add", in: ["p", "q"], out: ["x", "y"]) { arguments, stages in
            stages = JSON.coordinates(try arguments.point("p") + arguments.point("q"))
        },
        Operation("curve.multiply", in: ["scalar", "p"], out: ["x", "y"]) { arguments, stages in
            let scalar = try Integer256(hex: arguments.text("scalar"))
            stages = JSON.coordinates(try arguments.point("p").multipliedVariableTime(by: scalar))
        },
        Operation("curve.pack", in: ["p"], out: "packed") { .text(try $0.point("p").packed.hex) },
        Operation("curve.unpack", in: ["packed"], out: ["x", "y"]) { arguments, stages in
            stages = JSON.coordinates(try Point(packed: PackedPoint(hex: arguments.text("packed"))))
        },
    ]
}
