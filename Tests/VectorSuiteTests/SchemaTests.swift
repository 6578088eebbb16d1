import ForeignText
import Testing

@testable import VectorSuite

/// The vector files against their JSON Schemas, which is what implementers in other languages go by.
@Suite struct SchemaTests {
    @Test("Every file conforms to its schema", arguments: VectorFilesTests.names)
    func conformance(name: String) throws {
        let document = try RepositoryFiles.json("\(name).json")
        var schema = JSONSchema(try RepositoryFiles.json("schemas/\(name)_schema.json"))
        #expect(try schema.violations(of: document).prefix(5) == [])
    }

    /// The schemas would be of no use if they accepted anything.
    @Test("A schema notices a changed file", arguments: VectorFilesTests.names)
    func refusals(name: String) throws {
        var schema = JSONSchema(try RepositoryFiles.json("schemas/\(name)_schema.json"))
        guard case .object(let document) = try RepositoryFiles.json("\(name).json"),
            case .array(let groups) = document["testGroups"], case .object(let group) = groups[0],
            case .array(let tests) = group["tests"], case .object(let test) = tests[0]
        else {
            Issue.record("\(name).json has no test")
            return
        }
        func violations(_ change: (inout [String: JSON]) -> Void) throws -> Int {
            var (document, group, test) = (document, group, test)
            change(&test)
            group["tests"] = .array([.object(test)])
            document["testGroups"] = .array([.object(group)])
            return try schema.violations(of: .object(document)).count
        }
        #expect(try violations { _ in } == 0)
        #expect(try violations { $0["surprise"] = .null } > 0)
        #expect(try violations { $0["tcId"] = .text("1") } > 0)
        #expect(try violations { $0["tcId"] = .integer(0) } > 0)
        #expect(try violations { $0["flags"] = .array([]) } > 0)
        #expect(try violations { $0["result"] = .text("acceptable") } > 0)
        #expect(try violations { $0["comment"] = nil } > 0)
        for member in test.keys { #expect(try violations { $0[member] = .null } > 0, "\(member)") }
    }

    @Test func unknownKeywordsAreErrors() throws {
        var schema = JSONSchema(.object(["type": .text("string"), "maxLength": .integer(3)]))
        #expect(throws: JSONSchema.UnsupportedKeyword(keyword: "maxLength")) {
            try schema.violations(of: .text("text"))
        }
    }
}
