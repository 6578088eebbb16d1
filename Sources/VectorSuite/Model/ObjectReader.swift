// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

/// Reads the members of an object of a vector file, and remembers which ones have been read. Errors name the
/// place of the object in the file.
package final class ObjectReader {
    private let object: JSON.Object
    private var read: [String] = []
    /// The place of the object in the file, as errors name it.
    package var place: String

    /// Creates a reader of an object.
    package init(_ value: JSON, at place: String) throws(VectorFileError) {
        guard case .object(let object) = value else {
            throw .wrongKind("it", at: place, expected: "an object")
        }
        self.object = object
        self.place = place
    }

    /// Creates a reader of a JSON file.
    package convenience init(contentsOf url: URL) throws(VectorFileError) {
        let data: Data
        do { data = try Data(contentsOf: url) } catch { throw .unreadable(error.localizedDescription) }
        try self.init(parsing: data)
    }

    /// Creates a reader of the text of a JSON file.
    package convenience init(parsing text: some Collection<UInt8>) throws(VectorFileError) {
        let json: JSON
        do { json = try JSON(parsing: text) } catch { throw .malformed("is not JSON: \(error)") }
        try self.init(json, at: "file")
    }

    /// The value of a member, which must be present.
    package func required<Value>(_ name: String, _ kind: MemberKind<Value>) throws(VectorFileError) -> Value {
        guard let value = try optional(name, kind) else { throw .missing(name, at: place) }
        return value
    }

    /// The value of a member; `nil` if it is absent.
    package func optional<Value>(_ name: String, _ kind: MemberKind<Value>) throws(VectorFileError) -> Value?
    {
        do {
            guard let value = try object.optional(name, kind) else { return nil }
            read.append(name)
            return value
        } catch { throw .wrongKind(name, at: place, expected: kind.name) }
    }

    /// The members that have not been read, including those that are `null`.
    package var rest: JSON.Object { object.selecting { !read.contains($0) } }

    /// Refuses members that have not been read.
    package func refuseRest() throws(VectorFileError) {
        if let unknown = rest.sorted.first { throw .unknownMember(unknown.name, at: place) }
    }
}
