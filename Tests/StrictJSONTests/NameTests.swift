// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import TestSupport
import Testing

@Suite("Names of members")
struct NameTests {
    /// Pairs that Swift's `String` calls equal.
    static let equivalents = [
        ("\u{E9}", "e\u{301}"), ("K", "\u{212A}"), ("\u{C5}", "\u{212B}"), (";", "\u{37E}"),
    ]

    @Test("canonically equivalent names are different members", arguments: equivalents)
    func comparesBytes(a: String, b: String) throws {
        #expect(a == b)
        let json = try JSON(parsing: #"{"\#(a)":1,"\#(b)":2}"#.utf8)
        #expect(json[a] == .integer(1))
        #expect(json[b] == .integer(2))
        #expect(try JSON(parsing: #"{"\#(a)":1}"#.utf8)[b] == nil)
        #expect(ExactString(a) != ExactString(b))
        #expect(Set([ExactString(a), ExactString(b)]).count == 2)
        #expect(JSON.object([a: .null]) != .object([b: .null]))
    }

    @Test(
        "small and large objects keep, find, replace and remove members in the same way",
        arguments: [3, 16, 17, 200])
    func editing(count: Int) {
        var object = JSON.Object((0..<count).map { ("name\($0)", .integer($0)) })
        #expect(object.count == count)
        #expect(object.names == (0..<count).map { "name\($0)" })
        for i in 0..<count { #expect(object["name\(i)"] == .integer(i)) }
        #expect(object["name\(count)"] == nil)
        object["name1"] = .text("other")
        #expect(object.count == count)
        #expect(object["name1"] == .text("other"))
        object["name0"] = nil
        #expect(object.count == count - 1)
        #expect(object["name0"] == nil)
        #expect(object["name2"] == .integer(2))
        object["name0"] = .integer(0)
        #expect(object.names.last == "name0")
    }

    @Test("a repeated name is found among few members and among many", arguments: [1, 15, 16, 17, 300])
    func repeated(count: Int) {
        let members = (0..<count).map { #""n\#($0)":0"# }.joined(separator: ",")
        #expect(throws: Never.self) { try JSON(parsing: "{\(members)}".utf8) }
        for name in ["n0", "n\(count - 1)"] {
            let error = JSONError(reason: .duplicateMember(name), offset: members.utf8.count + 2)
            #expect(throws: error) { try JSON(parsing: #"{\#(members),"\#(name)":1}"#.utf8) }
        }
    }

    @Test("objects are equal whatever the order of their members") func equality() {
        let a: JSON.Object = ["x": .integer(1), "y": .integer(2)]
        #expect(a == ["y": .integer(2), "x": .integer(1)])
        #expect(a != ["y": .integer(2)])
        #expect(a != ["y": .integer(2), "x": .integer(2)])
        #expect(a != ["y": .integer(2), "z": .integer(1)])
    }

    @Test("members are written in the order of the bytes of their names") func order() {
        let json = JSON.object(["é": .null, "b": .null, "B": .null, "😀": .null, "\u{FFFD}": .null])
        #expect(json.description == #"{"B":null,"b":null,"é":null,"\#u{FFFD}":null,"😀":null}"#)
    }

    @Test("a writer keeps the order of the calls") func writer() throws {
        var bytes = Array("[".utf8)
        let id = try UnreadJSON(finding: Array(" 1.0 ".utf8))
        bytes.append(UInt8(ascii: "{"))
        bytes.appendMember("line", .number("18446744073709551615"))
        bytes.appendName("id")
        bytes += id.bytes
        bytes.appendMember("a\"", .text("b\n{"))
        bytes.appendMember("valid", .boolean(false))
        bytes.appendMember("causes", .array([.text("x"), .text("y")]))
        bytes.appendMember("nothing", .null)
        bytes.append(UInt8(ascii: "}"))
        let expected =
            #"[{"line":18446744073709551615,"id":1.0,"a\"":"b\n{","valid":false,"causes":["x","y"],"nothing":null}"#
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }
}
