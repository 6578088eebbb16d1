import Testing
import VectorSuite

@Suite struct JSONTests {
    @Test func kindsAreKeptApart() throws {
        #expect(try JSON.parsed("1") == .integer(1))
        #expect(try JSON.parsed("true") == .boolean(true))
        #expect(try JSON.parsed("\"1\"") == .text("1"))
        #expect(try JSON.parsed("null") == .null)
        #expect(try JSON.parsed("0") != .boolean(false))
        #expect(try JSON.parsed("1.5") == .number(1.5))
        #expect(
            try JSON.parsed("[1, {\"a\": false}]") == .array([.integer(1), .object(["a": .boolean(false)])]))
    }

    @Test(
        "Text that is not JSON",
        arguments: [
            "", " ", "{", "{}x", "{} {}", "{'a': 1}", "{\"a\": 1,}", "[1,]", "01", "+1", "NaN", "nul",
            "\"\\ud800\"",
            "\"\u{1}\"", "{\"a\" 1}", "// c\n1", "\u{FEFF}{", String(repeating: "[", count: 100_000),
        ])
    func notJSON(text: String) {
        #expect(throws: (any Error).self) { try JSON.parsed(text) }
    }

    @Test(
        "Bytes that are not UTF-8",
        arguments: [[0xFF], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x31, 0, 0x31, 0]])
    func notUTF8(bytes: [UInt8]) {
        #expect(throws: (any Error).self) { try JSON(parsing: bytes) }
    }

    @Test func textsAreComparedByBytes() throws {
        let precomposed = JSON.text("\u{E9}")
        let decomposed = JSON.text("e\u{301}")
        #expect(precomposed != decomposed)
        #expect("\u{E9}" == "e\u{301}")
        #expect(try JSON.parsed("\"\\u00e9\"") == precomposed)
    }

    @Test func linesHaveNoLineFeeds() throws {
        let value = try JSON.parsed("{\"b\": [1, true, null], \"a\": \"x\\ny/\"}")
        #expect(String(decoding: value.line, as: UTF8.self) == "{\"a\":\"x\\ny/\",\"b\":[1,true,null]}")
    }

    /// Foundation's parser ends the process on a text that ends within 513 levels.
    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func nestingIsBounded(_ opening: String, _ closing: String) throws {
        func text(_ depth: Int, closed: Bool) -> [UInt8] {
            let ending = closed ? "1" + String(repeating: closing, count: depth) : ""
            return Array((String(repeating: opening, count: depth) + ending).utf8)
        }
        _ = try JSON(parsing: text(64, closed: true))
        for depth in [65, 511, 512, 513, 514, 100_000] {
            #expect(throws: DecodingError.self) { try JSON(parsing: text(depth, closed: true)) }
            #expect(throws: DecodingError.self) { try JSON(parsing: text(depth, closed: false)) }
        }
        // Brackets in a text are no levels.
        let brackets = String(repeating: "[", count: 1_000)
        #expect(try JSON(parsing: Array(#"["\"\#(brackets)"]"#.utf8)) == .array([.text("\"" + brackets)]))
    }
}
