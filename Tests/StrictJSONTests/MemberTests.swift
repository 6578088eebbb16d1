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
        #expect(try object.required("text", .text) == "a")
        #expect(try object.required("integer", .integer) == 7)
        #expect(try !object.required("boolean", .boolean))
        #expect(try object.required("texts", .texts) == ["a", "b"])
        #expect(try object.required("mixed", .array) == [.text("a"), .integer(1)])
        #expect(try object.required("object", .object) == ["x": .integer(1)])
        #expect(try object.required("fraction", .any) == .number("1.0"))
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
        #expect(error { _ = try object.required("absent", .text) } == "absent is missing")
        #expect(error { _ = try object.required("none", .text) } == "none is missing")
        #expect(error { _ = try object.optional("text", .integer) } == "text is not an integer")
        #expect(error { _ = try object.optional("fraction", .integer) } == "fraction is not an integer")
        #expect(error { _ = try object.optional("text", .boolean) } == "text is not a boolean")
        #expect(error { _ = try object.optional("mixed", .texts) } == "mixed is not an array of texts")
        #expect(error { _ = try object.optional("texts", .object) } == "texts is not an object")
    }
}
