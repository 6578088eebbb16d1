// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import Conformance
@testable import Reports

/// The Markdown of `conformance` shows the command, the counts, the causes, and the failing flags. Foreign
/// text cannot change its structure.
@Suite struct ConformanceMarkdownTests {
    @Test func itHasTheCountsAndEachFailingTestWithItsFlagAndEffect() throws {
        let markdown = try Sample.report(failures: 1).markdown
        for text in [
            "# Conformance of `python3 testee.py`\n\nOf 6 tests, 5 passed, 1 failed.\n\n| operation |",
            "| `field.add` | 5 | 0 | 1 | 0 | 0 | 0 |\n| **all** | 5 | 0 | 1 | 0 | 0 | 0 |\n",
            "\n\n## Sum in `field.add`: 1 of 6\n\nA sum.\n\n*Effect:* Everything \\<breaks\\> \\& ends.\n\n",
            "- `sample.json#1` failed: 1 + 2\n  - input: `{\"a\":\"0x1\",\"b\":\"0x2\"}`\n",
            "  - value: expected `0x3`, got `0x4`\n",
        ] { #expect(markdown.contains(text), "\(text)") }
        #expect(!markdown.contains("## Causes"))
    }

    @Test func itShowsTheFirstCasesOfAFlag() throws {
        let markdown = try Sample.report(failures: 6).markdown
        #expect(markdown.contains("- `sample.json#5` failed"))
        #expect(!markdown.contains("sample.json#6"))
        #expect(markdown.hasSuffix("\n- and 1 more\n"))
    }

    /// The order is: faults of the protocol, a leak of the key, the headline, the causes, the unexplained
    /// failures, the counts, the flags.
    @Test func theMostImportantComesFirst() throws {
        var report = try Sample.report(failures: 3, cause: "sum-is-four", form: .unreduced)
        report.results[5].fault = ProtocolFault(kind: .requestNotRead, detail: "")
        let markdown = report.markdown
        let places = try [
            "- 1 request was not read by your adapter", "**It signs in the unreduced form: each signature",
            "Of 6 tests, 3 passed, 3 failed.", "## Causes",
            "- **sum-is-four**: the sum is 4. Accepts invalid input; 1 of 2 tests.\n  - Add properly.\n"
                + "  - `sample.json#1` failed: 1 + 2\n    - input: ",
            "These causes explain 1 of 3 failures.", "## Not explained", "- `sample.json#2`", "| **all** |",
            "## Sum in",
        ].map { text in try #require(markdown.range(of: text)?.lowerBound, "\(text)") }
        #expect(places == places.sorted())
    }

    /// A special character and a combining mark after it are one `Character` of Swift.
    @Test func aCombiningMarkHidesNoSpecialCharacter() throws {
        let foreign = "<\u{301}b>\u{301}*\u{301}|\u{301}``\u{301}"
        let markdown = try Sample.report(failures: 6, cause: foreign, foreign: foreign).markdown
        let text = String(String.UnicodeScalarView(markdown.unicodeScalars.filter { $0 != "\u{301}" }))
        #expect(text.contains(#"\<b\>\*\|\`\`**"#))
        #expect(text.contains(#"``` <b>*\|`` ```"#))
    }

    @Test(arguments: hostileTexts + ["`|", "``` x", "<script>\u{1B}[2J\u{202E}`|"])
    func hostileTextStaysText(text: String) throws {
        let reports = try [text, "plain"].map { foreign in
            try Sample.report(failures: 6, cause: foreign, foreign: foreign).markdown
        }
        #expect(HTMLPage.hiddenCharacters(in: reports[0]) == [])
        #expect(reports[0].split(separator: "\n").count == reports[1].split(separator: "\n").count)
        // Only code has the text as it is.
        let lines = reports[0].split(separator: "\n").map { $0.replacing(/(`+) .*? \1|`[^`]*`/, with: "") }
        for mark in ["<script", "<img", "<style", "<!--"] {
            #expect(!lines.contains { $0.contains(mark) && !$0.contains("\\" + mark) })
        }
    }

    /// Arguments can be as long as the shell allows.
    @Test func theCommandIsShortened() throws {
        let argument = "\u{1B}[2J" + String(repeating: "long ", count: 10_000)
        let markdown = try Sample.report(failures: 0, argument: argument).markdown
        #expect(markdown.contains("\\u{1B}[2Jlong "))
        #expect(markdown.components(separatedBy: "long ").count < 200)
    }
}
