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

    package init(_ value: JSON, at place: String) throws(VectorFileError) {
        guard case .object(let object) = value else {
            throw .malformed("\(place): it is not an object")
        }
        self.object = object
        self.place = place
    }

    package convenience init(contentsOf url: URL) throws(VectorFileError) {
        let data: Data
        do { data = try Data(contentsOf: url) } catch { throw .unreadable(error.localizedDescription) }
        try self.init(parsing: data)
    }

    package convenience init(parsing text: some Collection<UInt8>) throws(VectorFileError) {
        let json: JSON
        do { json = try JSON(parsing: text) } catch { throw .malformed("is not JSON: \(error)") }
        try self.init(json, at: "file")
    }

    package func required<Value>(_ name: String, _ kind: MemberKind<Value>) throws(VectorFileError) -> Value {
        guard let value = try optional(name, kind) else { throw .missing(name, at: place) }
        return value
    }

    package func optional<Value>(_ name: String, _ kind: MemberKind<Value>) throws(VectorFileError) -> Value?
    {
        do {
            guard let value = try object.optional(name, kind) else { return nil }
            read.append(name)
            return value
        } catch { throw .malformed("\(place): \(error)") }
    }

    /// The members that have not been read, including those that are `null`.
    package var rest: JSON.Object { object.selecting { !read.contains($0) } }

    /// Refuses members that have not been read.
    package func refuseRest() throws(VectorFileError) {
        if let unknown = rest.sorted.first { throw .unknownMember(unknown.name, at: place) }
    }
}
