// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import RequestCanonicalization

@Suite struct PercentEncodingTests {
    @Test func encodesEveryASCIICharacterExceptTheUnreserved() {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        for byte in UInt8(0)..<128 {
            let encoded = PercentEncoding.encode(String(Unicode.Scalar(byte)))
            let expected =
                unreserved.contains(byte) ? String(Unicode.Scalar(byte)) : String(format: "%%%02X", Int(byte))
            #expect(encoded == expected)
        }
    }

    @Test(arguments: [
        (" ", "%20"), ("+", "%2B"), ("%", "%25"), ("%20", "%2520"), ("\u{E9}", "%C3%A9"),
        ("e\u{301}", "e%CC%81"),
        ("\r\n", "%0D%0A"), ("\u{1F468}\u{200D}\u{1F469}", "%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9"), ("", ""),
    ])
    func encodesByUTF8(_ text: String, _ encoded: String) {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(encoded).map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test func decodingUndoesEncoding() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let text = randomText(using: &random, minimum: 0)
            let decoded = PercentEncoding.decode(PercentEncoding.encode(text))
            #expect(decoded.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test func decodesEitherCaseAndKeepsPlus() {
        #expect(PercentEncoding.decode("%2f%2F") == "//")
        #expect(PercentEncoding.decode("a+b") == "a+b")
        #expect(PercentEncoding.decode("%2520") == "%20")
    }

    @Test(arguments: [
        "%", "%2", "%2g", "%g2", "%%20", "%+1", "% 1", "a b", "a\nb", "a\u{7F}", "\u{E9}", "%FF", "%C3",
        "%C3%28",
        "%ED%A0%80", "%C0%AF", "%F4%90%80%80",
    ])
    func refusesMalformedText(_ text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }
}
