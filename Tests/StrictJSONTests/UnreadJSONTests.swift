// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import Testing

@Suite("JSON that is not read")
struct UnreadJSONTests {
    private func object(_ text: String) throws -> UnreadJSON.Object {
        try #require(try UnreadJSON(finding: Array(text.utf8)).object)
    }

    @Test(
        "errors inside a member that is not read do not matter",
        arguments: [
            #""\ud83d""#, #""\ud83d\ud83d""#, #"{"a":1,"a":2}"#, #"[{"b":{"c":0,"c":0}}]"#, #""\x""#,
            #""\u12g4""#,
            "NaN", "-Infinity", "01", "1.", ".5", "\"\t\"", "True",
        ])
    func ignores(value: String) throws {
        let object = try object(#"{"ignored":\#(value),"read":1}"#)
        #expect(try object.member("read")?.read() == .integer(1))
        #expect(throws: JSONError.self) { try object.member("ignored")?.read() }
    }

    @Test("bytes that are not UTF-8 matter only in a member that is read") func otherEncodings() throws {
        let text = Array(#"{"agent":""#.utf8) + [0xE9, 0xFF] + Array(#"","read":1}"#.utf8)
        let object = try #require(try UnreadJSON(finding: text).object)
        #expect(try object.member("read")?.read() == .integer(1))
        #expect(throws: JSONError(reason: .notUTF8, offset: 10)) { try object.member("agent")?.read() }
    }

    @Test("a member that occurs twice is refused when it is read, however its name is written")
    func duplicates() throws {
        let object = try object(#"{"a":1,"\u0061":2,"b":3,"caf\u00e9":4,"cafe\u0301":5}"#)
        #expect(throws: JSONError(reason: .duplicateMember("a"), offset: 7)) { try object.member("a") }
        #expect(try object.member("b")?.read() == .integer(3))
        #expect(try object.member("caf\u{E9}")?.read() == .integer(4))
        #expect(try object.member("cafe\u{301}")?.read() == .integer(5))
        #expect(object.all.map(\.name).count == 5)
    }

    @Test(
        "an error in the structure is refused, with the place",
        arguments: [
            ("", JSONError.Reason.unexpectedEnd, 0), ("{", .unexpectedEnd, 1),
            (#"{"a":1"#, .unexpectedEnd, 6),
            (#"{"a":"x"#, .unexpectedEnd, 7), (#"{"a":"\"#, .unexpectedEnd, 7),
            (#"{"a" 1}"#, .unexpectedCharacter("1"), 5),
            (#"{"a":1 2}"#, .unexpectedCharacter("2"), 7), (#"{"a":[1}}"#, .unexpectedCharacter("}"), 7),
            (#"{"a":1,}"#, .trailingComma, 7), (#"{"a":}"#, .unexpectedCharacter("}"), 5),
            (#"{"a":1}{"b":2}"#, .trailingText, 7),
            ("{\u{201C}a\u{201D}:1}", .unexpectedCharacter("\u{201C}"), 1),
            ("\u{FEFF}{}", .unexpectedCharacter("\u{FEFF}"), 0),
        ])
    func refuses(text: String, reason: JSONError.Reason, offset: Int) {
        #expect(throws: JSONError(reason: reason, offset: offset)) {
            try UnreadJSON(finding: Array(text.utf8))
        }
    }

    @Test("elements and members keep their bytes and their offsets") func parts() throws {
        let text = Array(#" [ 12e3 , {"x": [-0 , "y]}"] } , [ ] ] "#.utf8)
        let value = try UnreadJSON(finding: text)
        let elements = try #require(value.elements)
        #expect(
            elements.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "12e3", #"{"x": [-0 , "y]}"] }"#, "[ ]",
            ])
        #expect(elements[2].elements?.isEmpty == true)
        #expect(elements[0].elements == nil)
        #expect(elements[0].object == nil)
        #expect(value.object == nil)
        #expect(try elements[1].object?.member("x")?.elements?[0].read() == .number("-0"))
        #expect(try elements[1].object?.member("y") == nil)
        #expect(try value.read() == JSON(parsing: text))
        let broken = Array(#"{"a":{"b":tru}}"#.utf8)
        let inner = try UnreadJSON(finding: broken).object?.member("a")?.object?.member("b")
        #expect(throws: JSONError(reason: .unexpectedEnd, offset: 13)) { try inner?.read() }
    }

    @Test("nesting is bounded") func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try UnreadJSON(finding: nested(JSON.maximumDepth))
        let tooDeep = JSONError(reason: .tooDeep, offset: JSON.maximumDepth)
        #expect(throws: tooDeep) { try UnreadJSON(finding: nested(JSON.maximumDepth + 1)) }
        #expect(throws: tooDeep) { try UnreadJSON(finding: [UInt8](repeating: 0x5B, count: 1_000_000)) }
    }
}
