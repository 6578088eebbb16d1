import EdDSA
import Foundation

extension VectorFile {
    /// Reads a vector file from disk.
    /// - Throws: ``VectorFileError``.
    public init(contentsOf url: URL) throws(VectorFileError) {
        let data: Data
        do { data = try Data(contentsOf: url) } catch { throw .unreadable(error.localizedDescription) }
        try self.init(name: url.lastPathComponent, json: VectorFile.parse(data))
    }

    /// Parses the bytes of a file as JSON.
    static func parse(_ data: Data) throws(VectorFileError) -> JSON {
        do {
            return try JSON(parsing: data)
        } catch DecodingError.dataCorrupted(let context) {
            let underlying = context.underlyingError.map {
                ": \(($0 as NSError).userInfo["NSDebugDescription"] ?? $0)"
            }
            throw .notJSON(context.debugDescription + (underlying ?? ""))
        } catch {
            throw .notJSON("\(error)")
        }
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
