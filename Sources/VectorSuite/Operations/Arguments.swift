// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import StrictJSON
import PrimeField

/// The members of an `in`, and their conversion to the types of the library.
package struct Arguments {
    /// The members of `in`.
    package let members: JSON.Object

    package init(members: JSON.Object) { self.members = members }

    package func text(_ name: String) throws(ErrorCode) -> String {
        guard case .text(let text) = members[name] else { throw .malformedRequest }
        return text
    }

    func integer(_ name: String) throws(ErrorCode) -> Int {
        guard case .integer(let integer) = members[name] else { throw .malformedRequest }
        return integer
    }

    func boolean(_ name: String) throws(ErrorCode) -> Bool {
        guard case .boolean(let flag) = members[name] else { throw .malformedRequest }
        return flag
    }

    func texts(_ name: String) throws(ErrorCode) -> [String] {
        guard case .array(let elements) = members[name] else { throw .malformedRequest }
        return try elements.map { element throws(ErrorCode) in
            guard case .text(let text) = element else { throw .malformedRequest }
            return text
        }
    }

    func fieldElement(_ name: String) throws -> FieldElement {
        try FieldElement(hex: text(name))
    }

    func scalar(_ name: String) throws -> Scalar {
        try Scalar(hex: text(name))
    }

    /// The coordinates of a point, as texts.
    func coordinates(_ name: String) throws(ErrorCode) -> (x: String, y: String) {
        guard case .object(let members) = members[name], case .text(let x) = members["x"],
            case .text(let y) = members["y"]
        else { throw .malformedRequest }
        return (x, y)
    }

    package func point(_ name: String) throws -> Point {
        let (x, y) = try coordinates(name)
        return try Point(x: FieldElement(hex: x), y: FieldElement(hex: y))
    }

    package func publicKey(_ name: String) throws -> PublicKey {
        let (x, y) = try coordinates(name)
        return try PublicKey(x: x, y: y)
    }

    func profile() throws -> VerificationProfile {
        guard let profile = VerificationProfile(rawValue: try text(Operation.profileMember)) else {
            throw ErrorCode.malformedRequest
        }
        return profile
    }
}

extension JSON {
    static func hex(_ value: FieldElement) -> JSON { .text(value.hex) }
    static func hex(_ value: Scalar) -> JSON { .text(value.hex) }
    static func hex(_ value: Integer256) -> JSON { .text(value.hex) }

    static func point(_ point: Point) -> JSON {
        .object(["x": .hex(point.x), "y": .hex(point.y)])
    }
}

extension Stages {
    /// Records the coordinates of a point as `x` and `y`, for operations whose `out` is a point.
    mutating func recordCoordinates(_ point: Point) {
        record("x", .hex(point.x))
        record("y", .hex(point.y))
    }
}
