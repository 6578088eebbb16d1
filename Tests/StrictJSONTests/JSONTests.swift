// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import TestSupport
import Testing

@Suite("JSON")
struct JSONTests {
    @Test(
        "values of every kind are read",
        arguments: [
            ("null", JSON.null), ("true", .boolean(true)), (" false\r\n", .boolean(false)),
            ("0", .integer(0)), ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", .number("9223372036854775808")), ("-0", .number("-0")),
            ("4.0", .number("4.0")), ("1e0", .number("1e0")), ("-1.50E+2", .number("-1.50E+2")),
            (#""""#, .text("")), (#""a\"\\\/\b\f\n\r\t""#, .text("a\"\\/\u{8}\u{C}\n\r\t")),
            (#""\u00e9\uD83D\uDE00\u0000""#, .text("é😀\0")), ("\"é😀\"", .text("é😀")),
            ("[]", .array([])), ("[1,[2]]", .array([.integer(1), .array([.integer(2)])])),
            ("{}", .object([:])), (#"{ "a" : 1 , "b":{}}"#, .object(["a": .integer(1), "b": .object([:])])),
        ])
    func reads(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text.utf8) == value)
    }

    @Test(
        "text that is not JSON is refused, with the reason and the place",
        arguments: [
            ("", JSONError.Reason.unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("nul", .unexpectedEnd, 3),
            ("nulL", .unexpectedCharacter("L"), 3), ("True", .unexpectedCharacter("T"), 0),
            ("1 2", .trailingText, 2),
            ("01", .numberInvalid, 0), ("-", .numberInvalid, 0), ("1.", .numberInvalid, 0),
            ("1e", .numberInvalid, 0),
            (".5", .unexpectedCharacter("."), 0), ("+1", .unexpectedCharacter("+"), 0),
            ("NaN", .unexpectedCharacter("N"), 0),
            ("[1,]", .trailingComma, 3), (#"{"a":1,}"#, .trailingComma, 7),
            ("[1 2]", .unexpectedCharacter("2"), 3),
            ("[", .unexpectedEnd, 1), (#"{"a"}"#, .unexpectedCharacter("}"), 4),
            ("{1:2}", .unexpectedCharacter("1"), 1),
            (#"{"a":1"#, .unexpectedEnd, 6), ("[1}", .unexpectedCharacter("}"), 2),
            (#""a"#, .unexpectedEnd, 2),
            ("\"\n\"", .unexpectedCharacter("\u{0A}"), 1), (#""\x""#, .escapeInvalid, 1),
            (#""\u12g4""#, .escapeInvalid, 1),
            (#""\u12"#, .unexpectedEnd, 5), (#""\ud800""#, .halfSurrogatePair, 1),
            (#""\udc00""#, .halfSurrogatePair, 1),
            (#""\ud800\ud800""#, .halfSurrogatePair, 1), (#""\ud800x""#, .halfSurrogatePair, 1),
            ("\u{FEFF}{}", .unexpectedCharacter("\u{FEFF}"), 0), ("/* */1", .unexpectedCharacter("/"), 0),
            ("'a'", .unexpectedCharacter("'"), 0),
            (#"{"a":1,"a":1}"#, .duplicateMember("a"), 7), (#"{"a":1,"\u0061":2}"#, .duplicateMember("a"), 7),
            (#"[{"b":{"c":0,"c":0}}]"#, .duplicateMember("c"), 13),
        ])
    func refuses(text: String, reason: JSONError.Reason, offset: Int) {
        #expect(throws: JSONError(reason: reason, offset: offset)) { try JSON(parsing: text.utf8) }
    }

    @Test(
        "bytes that are not UTF-8 are refused, with the place",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC3, 0x22],
        ] as [[UInt8]])
    func refusesOtherEncodings(bytes: [UInt8]) {
        #expect(throws: JSONError(reason: .notUTF8, offset: 1)) { try JSON(parsing: bytes) }
    }

    @Test(
        "a character that is not allowed is named with its number, its Unicode name and its place",
        arguments: [
            ("\u{201C}a\u{201D}", #"unexpected "\u{201C}", LEFT DOUBLE QUOTATION MARK (byte 0)"#),
            ("{\"a\":\u{A0}1}", #"unexpected "\u{A0}", NO-BREAK SPACE (byte 5)"#),
            ("[1,\u{FEFF}2]", #"unexpected "\u{FEFF}", BYTE ORDER MARK (byte 3)"#),
            ("{}\u{2028}x", "there is more after the value (byte 2)"),
            ("[\u{2028}1]", #"unexpected "\u{2028}", LINE SEPARATOR (byte 1)"#),
            ("[1;2]", #"unexpected ";" (byte 2)"#),
        ])
    func namesCharacters(text: String, error: String) {
        do {
            _ = try JSON(parsing: text.utf8)
            Issue.record("\(text) is read")
        } catch let found as JSONError {
            #expect(found.description == error)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test("many escapes take time that is linear in the length") func manyEscapes() throws {
        let escapes = String(repeating: #"\n"#, count: 1_000_000)
        #expect(try JSON(parsing: "\"\(escapes)\"".utf8) == .text(String(repeating: "\n", count: 1_000_000)))
    }

    @Test("UTF-16 is refused") func refusesUTF16() {
        #expect(throws: JSONError.self) { try JSON(parsing: Array("{}".utf16).flatMap { [UInt8($0), 0] }) }
    }

    @Test("nesting is bounded") func bounds() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSON(parsing: nested(JSON.maximumDepth).utf8)
        let tooDeep = JSONError(reason: .tooDeep, offset: JSON.maximumDepth)
        #expect(throws: tooDeep) { try JSON(parsing: nested(JSON.maximumDepth + 1).utf8) }
        #expect(throws: tooDeep) { try JSON(parsing: String(repeating: "[", count: 1_000_000).utf8) }
    }

    @Test("texts are compared byte by byte") func comparesBytes() {
        #expect(JSON.text("\u{E9}") != .text("e\u{301}"))
    }

    @Test("every error is one printable line") func describes() {
        for reason in [
            JSONError.Reason.unexpectedCharacter("\u{1B}"), .unexpectedCharacter("\0"),
            .duplicateMember("\u{1B}[2J"),
        ] {
            let text = JSONError(reason: reason, offset: 3).description
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
            #expect(text.contains("byte 3"))
        }
    }

    @Test("a written value is read back, by this reader and by Foundation's") func roundTrip() throws {
        var generator = SeededGenerator(seed: 0x4A53_4F4E)
        for _ in 0..<300 {
            let value = JSONTests.random(depth: 4, &generator)
            #expect(try JSON(parsing: value.line) == value)
            _ = try JSONSerialization.jsonObject(with: Data(value.line), options: .fragmentsAllowed)
        }
    }

    @Test("both readers read a cut or changed text as the same value, or this reader refuses it")
    func agreesWithFoundation() {
        var generator = SeededGenerator(seed: 0x5246_4338)
        for _ in 0..<2000 {
            var bytes = JSONTests.random(depth: 3, &generator).line
            if Bool.random(using: &generator) {
                bytes.removeLast(Int.random(in: 0...min(3, bytes.count), using: &generator))
            } else {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: 1...127, using: &generator)
            }
            guard (try? JSON(parsing: bytes)) != nil else { continue }
            do {
                _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            } catch {
                // Foundation refuses numbers beyond its range; here they are kept as they are written.
                #expect("\(error)".contains("not representable"), "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    private static func random(depth: Int, _ generator: inout SeededGenerator) -> JSON {
        let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\u{1}", "é", "\u{301}", "😀", "/", "\u{7F}"]
        func text() -> String {
            String(
                String.UnicodeScalarView(
                    (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                        scalars.randomElement(using: &generator)!
                    }))
        }
        switch Int.random(in: depth > 0 ? 0...6 : 2...6, using: &generator) {
        case 0:
            return .array(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in random(depth: depth - 1, &generator)
                })
        case 1:
            return .object(
                JSON.Object(
                    (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                        (text(), random(depth: depth - 1, &generator))
                    }))
        case 2: return .null
        case 3: return .boolean(Bool.random(using: &generator))
        case 4: return .integer(Int.random(in: .min ... .max, using: &generator))
        case 5: return .number("\(Int.random(in: -99...99, using: &generator)).50e1")
        default: return .text(text())
        }
    }
}
