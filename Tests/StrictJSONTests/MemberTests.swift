// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import Testing

@Suite("Members")
struct MemberTests {
    private static let object: JSON.Object = [
        "text": .text("a"), "integer": .integer(7), "fraction": .number("1.0"), "boolean": .boolean(false),
        "none": .null, "texts": .array([.text("a"), .text("b")]), "mixed": .array([.text("a"), .integer(1)]),
        "object": .object(["x": .integer(1)]),
    ]

    @Test("members of every kind are read") func kinds() throws {
        let object = MemberTests.object
        #expect(try object.optional("text", .text) == "a")
        #expect(try object.optional("integer", .integer) == 7)
        #expect(try object.optional("boolean", .boolean) == false)
        #expect(try object.optional("texts", .texts) == ["a", "b"])
        #expect(try object.optional("mixed", .array) == [.text("a"), .integer(1)])
        #expect(try object.optional("object", .object) == ["x": .integer(1)])
        #expect(try object.optional("fraction", .any) == .number("1.0"))
        for name in ["none", "absent"] {
            #expect(try object.optional(name, .text) == nil)
            #expect(try object.optional(name, .any) == nil)
        }
    }

    @Test("an error names the member and the expected kind") func errors() {
        let object = MemberTests.object
        func error(_ read: () throws -> Void) -> String? {
            do { try read() } catch { return "\(error)" }
            return nil
        }
        #expect(error { _ = try object.optional("text", .integer) } == "text is not an integer")
        #expect(error { _ = try object.optional("fraction", .integer) } == "fraction is not an integer")
        #expect(error { _ = try object.optional("text", .boolean) } == "text is not a boolean")
        #expect(error { _ = try object.optional("mixed", .texts) } == "mixed is not an array of texts")
        #expect(error { _ = try object.optional("texts", .object) } == "texts is not an object")
    }
}
