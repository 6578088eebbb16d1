// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import OrderCancellation

/// Bodies that are meant to confuse a parser or to exhaust its memory, stack or time.
@Suite struct HostileJSONTests {
    private func answer(_ body: [UInt8], status: Int = 200) -> CancelOrderAnswer {
        CancelOrderAnswer(status: status, body: body, redaction: Redaction(hiding: exampleAPIKey))
    }

    private func reason(_ body: String) -> String? {
        guard case .failure(.unreadableAnswer(_, let reason, _)) = answer(Array(body.utf8)) else {
            return nil
        }
        return reason
    }

    private let accepted = CancelOrderAnswer.accepted(
        CancelOrderResponse(hash: "0x1", clientOrderID: nil, status: .cancelled, isIdempotent: false))
    private let members = #""hash":"0x1","status":"cancelled","isIdempotent":false"#

    /// Bytes inside a text that are not UTF-8, which a lenient parser would replace with U+FFFD: overlong
    /// forms, a surrogate, a single continuation byte, a truncated sequence, and a value above U+10FFFF.
    @Test(
        arguments: [
            [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0x80], [0xFF], [0xE2, 0x82],
            [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func aBodyThatIsNotUTF8IsRefused(_ bytes: [UInt8]) {
        for place in ["hash", "clientOrderId", "more"] {
            let body = Array(#"{"\#(place)":""#.utf8) + bytes + Array(#"",\#(members)}"#.utf8)
            guard case .failure(.unreadableAnswer(_, let reason, _)) = answer(body) else {
                Issue.record("read \(place)")
                continue
            }
            #expect(reason == .notJSON)
        }
    }

    @Test(arguments: [
        "{", "}", "[", "\"", "nul", "{]", #"{"hash":}"#, "{'hash':1}", "{} {}", "01", "+1",
        "NaN", "Infinity", "0x10", "\u{0}", "{\u{A0}}", #"{"hash":"\x41"}"#, #"{"hash":"\u12"}"#,
        "{\"hash\":\"\n\"}",
        "//\n{}", "\u{FEFF}\u{FEFF}{}", "<html>", #"{"hash":"\ud800"}"#,
        #"{"hash":"\udc00\ud800"}"#, "1e", "--1",
    ])
    func aBodyThatIsNotJSONIsRefused(_ body: String) {
        #expect(reason(body) == .notJSON)
    }

    @Test(arguments: ["null", "true", "0", "1e5", "\"\"", "[]", "[{}]", "{}", " {} ", "[null]", "{\"a\":[]}"])
    func otherJSONIsNotAResponse(_ body: String) {
        #expect(reason(body) == .member("hash"))
    }

    @Test func anUnknownMemberChangesNothing() {
        for value in [
            "null", "true", "[]", "{}", "1e99999", "-0", "\"\\u0000\"", "[[[[{\"hash\":\"0x2\"}]]]]",
            String(repeating: "9", count: 100_000), "0." + String(repeating: "0", count: 100_000) + "1",
            "{\"code\":104005}", "\"\\ud83d\\ude00\"",
        ] {
            for body in ["{\"new\":\(value),\(members)}", "{\(members),\"new\":\(value)}"] {
                #expect(answer(Array(body.utf8)) == accepted, "\(value.prefix(40))")
            }
        }
    }

    /// JSON does not say which of two members with one name counts, and parsers differ. So the body is
    /// refused.
    @Test func aBodyWithARepeatedMemberIsRefused() {
        for other in [
            #""hash":"0x1""#, #""hash":"0x2""#, #""status":"cancelled""#, #""isIdempotent":true"#,
            #""\u0068ash":"0x1""#, #""new":{"a":1,"a":1}"#, #""new":[{"a":1,"a":2}]"#,
            #""code":0,"code":104005"#, #""code":104005,"code":0"#, #""resultInfo":{"code":104005,"code":0}"#,
        ] {
            for body in ["{\(members),\(other)}", "{\(other),\(members)}"] {
                #expect(reason(body) == .duplicateMember, "\(body)")
            }
        }
        let many = "{" + String(repeating: #""hash":"0x1","#, count: 50_000) + members + "}"
        #expect(reason(many) == .duplicateMember)
    }

    /// Bodies up to the size limit of the client: nesting of any depth, and many values at any depth.
    @Test func deepAndLongJSONIsReadOrRefused() {
        let size = AsyncHTTPClientTransport.bodyLimit
        // 64 levels are accepted, and 65 are refused.
        for depth in [10, 61, 62, 63, 64, 65, 511, 512, 513, 514, 10_000, 100_000, size / 2] {
            for (open, close, levels) in [
                ("[", "]", depth), (#"{"a":"#, "}", depth), ("[[],", "]", depth + 1),
            ]
            where open.count * depth < size {
                let deep =
                    String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)
                #expect(reason(deep) == (levels <= 64 ? .member("hash") : .notJSON))
                #expect(reason(String(repeating: open, count: depth)) == .notJSON)
                let member = "{\"new\":\(deep),\(members)}"
                #expect(levels < 64 ? answer(Array(member.utf8)) == accepted : reason(member) == .notJSON)
            }
        }
        let elements = String(repeating: "0,", count: size / 2 - 1_000) + "0"
        let deepAndLong = String(repeating: "[", count: 60) + elements + String(repeating: "]", count: 60)
        let texts = String(repeating: "\"\",", count: size / 3 - 1_000) + "\"\""
        let objects = String(repeating: "{},", count: size / 3 - 1_000) + "{}"
        for value in ["[\(elements)]", deepAndLong, "[\(texts)]", "[\(objects)]"] {
            #expect(answer(Array("{\"new\":\(value),\(members)}".utf8)) == accepted)
        }
        let names = (0..<60_000).map { "\"\($0)\":{}" }.joined(separator: ",")
        #expect(answer(Array("{\(names),\(members)}".utf8)) == accepted)
    }

    @Test func aByteOrderMarkAndOtherEncodingsAreRefused() {
        #expect(reason("\u{FEFF}{\(members)}") == .notJSON)
        // RFC 8259 does not allow UTF-16 and UTF-32. The second text hides deep nesting from a parser that
        // reads bytes: in UTF-16, U+2200 contains the byte of a quotation mark.
        for text in ["{\(members)}", "[\"\u{2200}\"," + String(repeating: "[", count: 512)] {
            for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32BigEndian] {
                let read = answer(Array(text.data(using: encoding) ?? Data()))
                guard case .failure(.unreadableAnswer(_, let reason, _)) = read else {
                    Issue.record("\(read)"); continue
                }
                #expect(reason == .notJSON)
            }
        }
    }

    @Test(arguments: [
        (#""isIdempotent":0"#, "isIdempotent"), (#""isIdempotent":[]"#, "isIdempotent"),
        (#""isIdempotent":null"#, "isIdempotent"), (#""isIdempotent":"falsE""#, "isIdempotent"),
    ])
    func aBooleanIsNotGuessed(_ member: String, _ name: String) {
        #expect(reason(#"{"hash":"0x1","status":"cancelled",\#(member)}"#) == .member(name))
    }

    /// A code is an integer of any size. A number with a fraction or an exponent is malformed, and malformed
    /// must not mean "no error".
    @Test func aCodeIsAnIntegerOfAnySize() {
        #expect(answer(Array("{\"code\":0,\(members)}".utf8)) == accepted)
        for number in ["0.0", "-0", "0e9", "1e400", "-1e400", "1e-400", "104005.0", "104005e0"] {
            #expect(reason("{\"code\":\(number),\(members)}") == .member("code"), "\(number)")
        }
        for number in ["1", "-1", String(repeating: "7", count: 150)] {
            let rejected = ExchangeError(
                ExchangeErrorCode(rawValue: number), "m", httpStatus: 400)
            #expect(
                answer(Array("{\"code\":\(number),\"msg\":\"m\"}".utf8), status: 400)
                    == .rejected(rejected))
        }
    }
}
