import EdDSA
import StrictJSON
import Foundation

/// Takes the members of a JSON object one by one and complains about what is left.
struct ObjectReader {
    private var members: JSON.Object
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
        defer { members[name] = nil }
        return members[name]
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

    mutating func object(_ name: String) throws(VectorFileError) -> JSON.Object {
        guard case .object(let members) = try value(name) else {
            throw .wrongKind(name, at: place, expected: "an object")
        }
        return members
    }

    /// Everything that has not been taken.
    var rest: JSON.Object { members }

    /// Throws if anything has not been taken.
    func finish() throws(VectorFileError) {
        if let unknown = members.names.map(ExactString.init).min()?.text {
            throw .unknownMember(unknown, at: place)
        }
    }
}

extension VectorFile {
    /// Reads a vector file from disk.
    /// - Parameters:
    ///   - url: where it is.
    ///   - name: what to call it; by default its name without its folder.
    /// - Throws: ``VectorFileError``.
    public init(contentsOf url: URL, name: String? = nil) throws(VectorFileError) {
        let data: Data
        do { data = try Data(contentsOf: url) } catch { throw .unreadable(error.localizedDescription) }
        let json: JSON
        do { json = try JSON(parsing: data) } catch { throw .notJSON(error.description) }
        try self.init(name: name ?? url.lastPathComponent, json: json)
    }

    /// Reads a vector file strictly: what is missing, unknown, unused or miscounted is an error.
    /// - Throws: ``VectorFileError``.
    public init(name: String, json: JSON) throws(VectorFileError) {
        var reader = try ObjectReader(json, at: "file")
        // First of all, since it tells a vector file from any other JSON file.
        let groups = try reader.array("testGroups")
        self.name = name
        algorithm = try reader.text("algorithm")
        schema = try reader.text("schema")
        header = try reader.texts("header")
        let stated = try reader.integer("numberOfTests")
        var notes: [String: Note] = [:]
        for (flag, value) in try reader.object("notes") {
            notes[flag] = try Note(value, at: "note \(flag)")
        }
        self.notes = notes
        self.groups = try groups.enumerated().map { (index, value) throws(VectorFileError) in
            try VectorGroup(value, at: "group \(index + 1)")
        }
        try reader.finish()
        try check(numberOfTests: stated)
    }

    /// What no single test can violate alone: numbers, count, flags.
    private func check(numberOfTests stated: Int) throws(VectorFileError) {
        let tests = self.tests
        guard tests.count == stated else { throw .wrongCount(stated: stated, counted: tests.count) }
        var ids: Set<Int> = []
        var unused = Set(notes.keys)
        for test in tests {
            guard ids.insert(test.tcId).inserted else { throw .repeatedTcId(test.tcId) }
            for flag in test.flags {
                guard notes[flag] != nil else { throw .unknownFlag(flag, at: "test \(test.tcId)") }
                unused.remove(flag)
            }
        }
        if let flag = unused.min() { throw .unusedNote(flag) }
    }
}

extension Note {
    init(_ value: JSON, at place: String) throws(VectorFileError) {
        var reader = try ObjectReader(value, at: place)
        bugType = try reader.text("bugType")
        description = try reader.text("description")
        effect = try reader.text("effect")
        links = try reader.texts("links")
        try reader.finish()
    }
}

extension VectorGroup {
    init(_ value: JSON, at place: String) throws(VectorFileError) {
        var reader = try ObjectReader(value, at: place)
        let name = try reader.text("type")
        guard let type = GroupType(rawValue: name) else { throw .invalid("type", at: place, value: name) }
        self.type = type
        source = try Source(reader.value("source"), at: "the source of \(place)")
        var tests: [VectorTest] = []
        for (index, value) in try reader.array("tests").enumerated() {
            tests.append(try VectorTest(value, type: type, at: "test \(index + 1) of \(place)"))
        }
        self.tests = tests
        try reader.finish()
    }
}

extension VectorGroup.Source {
    init(_ value: JSON, at place: String) throws(VectorFileError) {
        var reader = try ObjectReader(value, at: place)
        name = try reader.text("name")
        version = try reader.text("version")
        try reader.finish()
    }
}

extension VectorTest {
    init(_ value: JSON, type: GroupType, at position: String) throws(VectorFileError) {
        var reader = try ObjectReader(value, at: position)
        tcId = try reader.integer("tcId")
        let place = "test \(tcId)"
        reader.place = place
        comment = try reader.text("comment")
        flags = try reader.texts("flags")
        guard !flags.isEmpty else { throw .missing("a flag", at: place) }
        guard Set(flags).count == flags.count else {
            throw .invalid("flags", at: place, value: flags.joined(separator: ", "))
        }
        let operation = try VectorTest.operation(&reader, type: type, at: place)
        op = operation?.name
        expectation = try VectorTest.expectation(&reader, of: operation, at: place)
        members = reader.rest
        try checkMembers(operation, type: type, at: place)
    }

    private static func operation(
        _ reader: inout ObjectReader, type: GroupType, at place: String
    ) throws(VectorFileError) -> Operation? {
        guard !type.operations.isEmpty else { return nil }
        let name = try reader.text("op")
        guard type.operations.contains(name), let operation = Operation.named(name) else {
            throw .invalid("op", at: place, value: name)
        }
        return operation
    }

    private static func expectation(
        _ reader: inout ObjectReader, of operation: Operation?, at place: String
    ) throws(VectorFileError) -> Expectation {
        if let profiles = reader.optional("profiles") {
            guard operation?.hasProfiles == true else { throw .unknownMember("profiles", at: place) }
            return try verdicts(profiles, at: place)
        }
        let result = try reader.text("result")
        switch result {
        case "valid":
            return .valid
        case "invalid":
            guard let name = reader.optional("error") else {
                guard operation?.verdict != nil else { throw .missing("error", at: place) }
                return .invalid(nil)
            }
            guard case .text(let text) = name, let code = ErrorCode(rawValue: text) else {
                throw .invalid("error", at: place, value: name.description)
            }
            return .invalid(code)
        default:
            throw .invalid("result", at: place, value: result)
        }
    }

    private static func verdicts(_ value: JSON, at place: String) throws(VectorFileError) -> Expectation {
        var reader = try ObjectReader(value, at: place + ", profiles")
        var verdicts: [VerificationProfile: Bool] = [:]
        for profile in VerificationProfile.allCases {
            let word = try reader.text(profile.rawValue)
            guard ["valid", "invalid"].contains(word) else {
                throw .invalid(profile.rawValue, at: reader.place, value: word)
            }
            verdicts[profile] = word == "valid"
        }
        try reader.finish()
        guard Set(verdicts.values).count == 2 else {
            throw .contradiction("profiles that agree are written as result", at: place)
        }
        return .verdicts(verdicts)
    }

    /// Input, output and intermediates are those of the operation, and the output is there exactly when the
    /// operation is to succeed.
    private func checkMembers(
        _ operation: Operation?, type: GroupType, at place: String
    ) throws(VectorFileError) {
        guard let operation else {
            for name in members.sorted.map(\.name) where !type.additionalMembers.contains(name) {
                throw .unknownMember(name, at: place)
            }
            return
        }
        let outputs = operation.verdict == nil ? operation.output + operation.optionalOutput : []
        let inputs = operation.input(of: members).map(\.name).filter { $0 != Operation.profileMember }
        let known = Set(inputs).union(outputs).union(operation.intermediates).union(type.additionalMembers)
        for name in members.sorted.map(\.name) where !known.contains(name) {
            throw .unknownMember(name, at: place)
        }
        for name in inputs where members[name] == nil { throw .missing(name, at: place) }
        for name in outputs {
            switch (members[name], expectation) {
            case (nil, .valid) where operation.output.contains(name): throw .missing(name, at: place)
            case (.some, .invalid) where !operation.intermediates.contains(name):
                throw .contradiction("\(name) is given, but the input is to be rejected", at: place)
            default: break
            }
        }
    }
}
