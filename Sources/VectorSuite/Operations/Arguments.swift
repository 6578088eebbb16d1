// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import StrictJSON
import PrimeField

/// The members of an `in`, as types of the library. A member that is missing or of another kind makes the
/// request malformed.
extension JSON.Object {
    func value<Value>(_ name: String, _ kind: MemberKind<Value>) throws(ErrorCode) -> Value {
        guard let value = try? optional(name, kind) else { throw .malformedRequest }
        return value
    }

    package func text(_ name: String) throws(ErrorCode) -> String { try value(name, .text) }

    func fieldElement(_ name: String) throws -> FieldElement { try FieldElement(hex: text(name)) }

    func scalar(_ name: String) throws -> Scalar { try Scalar(hex: text(name)) }

    /// The coordinates of a point, as texts.
    func coordinates(_ name: String) throws(ErrorCode) -> (x: String, y: String) {
        let point = try value(name, .object)
        return (try point.text("x"), try point.text("y"))
    }

    package func point(_ name: String) throws -> Point {
        let (x, y) = try coordinates(name)
        return try Point(x: FieldElement(hex: x), y: FieldElement(hex: y))
    }

    package func publicKey(_ name: String) throws -> PublicKey {
        let (x, y) = try coordinates(name)
        return try PublicKey(x: x, y: y)
    }

    /// One of the values of an enumeration, by its raw value.
    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(ErrorCode) -> Choice {
        guard let choice = Choice(rawValue: try text(name)) else { throw .malformedRequest }
        return choice
    }
}

extension JSON {
    static func hex(_ value: FieldElement) -> JSON { .text(value.hex) }
    static func hex(_ value: Scalar) -> JSON { .text(value.hex) }
    static func hex(_ value: Integer256) -> JSON { .text(value.hex) }
    static func point(_ point: Point) -> JSON { .object(coordinates(point)) }

    /// The `out` of an operation that gives a point.
    static func coordinates(_ point: Point) -> Object { ["x": .hex(point.x), "y": .hex(point.y)] }
}
