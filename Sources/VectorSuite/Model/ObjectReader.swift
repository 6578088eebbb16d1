/// Takes the members of a JSON object one by one and complains about what is left.
struct ObjectReader {
    private var members: [String: JSON]
    /// Where the object is, for errors.
    var place: String

    init(_ value: JSON, at place: String) throws(VectorFileError) {
        guard case .object(let members) = value else {
            throw .wrongKind("it", at: place, expected: "an object")
        }
        self.members = members
        self.place = place
    }

    /// The member, which is taken out; nil if there is none.
    mutating func optional(_ name: String) -> JSON? {
        members.removeValue(forKey: name)
    }

    mutating func value(_ name: String) throws(VectorFileError) -> JSON {
        guard let value = optional(name) else { throw .missing(name, at: place) }
        return value
    }

    mutating func text(_ name: String) throws(VectorFileError) -> String {
        guard case .text(let text) = try value(name) else {
            throw .wrongKind(name, at: place, expected: "text")
        }
        return text
    }

    mutating func integer(_ name: String) throws(VectorFileError) -> Int {
        guard case .integer(let integer) = try value(name) else {
            throw .wrongKind(name, at: place, expected: "an integer")
        }
        return integer
    }

    mutating func array(_ name: String) throws(VectorFileError) -> [JSON] {
        guard case .array(let elements) = try value(name) else {
            throw .wrongKind(name, at: place, expected: "an array")
        }
        return elements
    }

    mutating func texts(_ name: String) throws(VectorFileError) -> [String] {
        var texts: [String] = []
        for element in try array(name) {
            guard case .text(let text) = element else {
                throw .wrongKind(name, at: place, expected: "an array of texts")
            }
            texts.append(text)
        }
        return texts
    }

    mutating func object(_ name: String) throws(VectorFileError) -> [String: JSON] {
        guard case .object(let members) = try value(name) else {
            throw .wrongKind(name, at: place, expected: "an object")
        }
        return members
    }

    /// Everything that has not been taken.
    var rest: [String: JSON] { members }

    /// Throws if anything has not been taken.
    func finish() throws(VectorFileError) {
        if let unknown = members.keys.min() { throw .unknownMember(unknown, at: place) }
    }
}
