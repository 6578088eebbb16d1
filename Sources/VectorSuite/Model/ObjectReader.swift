// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// Reads the members of an object of a vector file. Errors name the place of the object in the file.
package struct ObjectReader {
    /// All members.
    package let object: JSON.Object
    /// The place of the object in the file, as errors name it.
    package let place: String

    /// Creates a reader of an object.
    package init(_ value: JSON, at place: String) throws(VectorFileError) {
        guard case .object(let object) = value else {
            throw .wrongKind("it", at: place, expected: "an object")
        }
        self.init(object, at: place)
    }

    /// Creates a reader of an object.
    package init(_ object: JSON.Object, at place: String) {
        self.object = object
        self.place = place
    }

    /// The value of a member, which must be present.
    package func required<Value>(_ name: String, _ kind: MemberKind<Value>) throws(VectorFileError) -> Value {
        do { return try object.required(name, kind) } catch { throw VectorFileError(error, at: place) }
    }

    /// The value of a member; `nil` if it is absent.
    package func optional<Value>(_ name: String, _ kind: MemberKind<Value>) throws(VectorFileError) -> Value?
    {
        do { return try object.optional(name, kind) } catch { throw VectorFileError(error, at: place) }
    }

    /// Refuses members that are not named.
    package func refuseMembers(except names: [String]) throws(VectorFileError) {
        do { try object.refuseMembers(except: names) } catch { throw VectorFileError(error, at: place) }
    }
}
