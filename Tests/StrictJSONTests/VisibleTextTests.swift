// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import Testing

@Suite("Foreign text made visible")
struct VisibleTextTests {
    @Test(
        "characters that move, hide or reorder others become escapes; all others stay",
        arguments: [
            ("plain ÄÖ 漢字 😀 e\u{301}", "plain ÄÖ 漢字 😀 e\u{301}"), ("\u{1B}[2J", "\\u{1B}[2J"),
            ("a\nb\r\tc", "a\\u{A}b\\u{D}\\u{9}c"),
            ("\0", "\\u{0}"), ("\u{7F}\u{9B}", "\\u{7F}\\u{9B}"), ("\u{202E}abc", "\\u{202E}abc"),
            ("\u{200B}\u{2028}\u{2029}", "\\u{200B}\\u{2028}\\u{2029}"),
            ("\u{E000}\u{FFFF}", "\\u{E000}\\u{FFFF}"),
        ])
    func visible(text: String, shown: String) {
        #expect(VisibleText.visible(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
    }

    @Test("an excerpt is bounded, and an escape is not cut in two") func bounds() {
        #expect(VisibleText.excerpt("abcdef", limit: 6) == "abcdef")
        #expect(VisibleText.excerpt("abcdefg", limit: 6) == "abcdef…")
        #expect(VisibleText.excerpt("ab\u{1B}cd", limit: 6) == "ab…")
        #expect(VisibleText.excerpt("ab\u{1B}", limit: 8) == "ab\\u{1B}")
        #expect(
            VisibleText.excerpt(Array(repeating: UInt8(ascii: "x"), count: 1_000_000), limit: 3) == "xxx…")
        #expect(VisibleText.excerpt([0x61, 0xFF, 0x62], limit: 3) == "a\u{FFFD}b")
        #expect(VisibleText.excerptOfEnd(Array("abcdefg".utf8), limit: 3) == "…efg")
        #expect(VisibleText.excerptOfEnd(Array("abc".utf8), limit: 3) == "abc")
        #expect(VisibleText.quoted("a\u{7}") == "\"a\\u{7}\"")
    }
}

@Suite("Text from bytes")
struct StrictUTF8Tests {
    @Test("every byte is kept, including a byte order mark") func isKept() {
        let marked: [UInt8] = [0xEF, 0xBB, 0xBF, 0x41]
        #expect(String(strictUTF8: marked).map { Array($0.utf8) } == marked)
        #expect(String(strictUTF8: Array("\r\n\0e\u{301}😀".utf8)) == "\r\n\0e\u{301}😀")
        #expect(String(strictUTF8: [UInt8]()) == "")
    }

    @Test(
        "bytes that are not UTF-8 are not text",
        arguments: [
            // A continuation byte alone; a truncated sequence; an overlong form; a surrogate; a number above
            // U+10FFFF; Latin-1.
            [0x80], [0xEF, 0xBF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0x61, 0xFC, 0x62],
        ] as [[UInt8]])
    func isRefused(_ bytes: [UInt8]) {
        #expect(String(strictUTF8: bytes) == nil)
    }
}
