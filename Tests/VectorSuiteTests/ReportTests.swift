import Foundation
import TestSupport
import Testing

@testable import VectorSuite

/// What the reports say, and that nothing a testee prints can change what they are.
@Suite struct ReportTests {
    private func report(_ mode: String, at id: Int = 3) throws -> ConformanceReport {
        let script = Repository.root.appending(path: "Tests/VectorSuiteTests/Testees/testee.py").path()
        return try ConformanceRun(files: [Sample.file(count: 6)]).report(on: [
            "python3", script, mode, "\(id)",
        ])
    }

    @Test func pageOfSuccess() throws {
        let html = try report("good").html
        #expect(html.contains("<p class=\"verdict yes\">Conforms</p>"))
        #expect(html.contains("All 6 tests passed."))
        #expect(!html.contains("<details"))
        #expect(html.contains("<span class=\"mark\">✓</span>Sum <b>6</b>"))
    }

    @Test func pageOfFailure() throws {
        let html = try report("wrong-value").html
        #expect(html.contains("<p class=\"verdict no\">Does not conform</p>"))
        #expect(html.components(separatedBy: "<details").count == 2)
        #expect(html.contains("data-op=\"field.add\" data-flag=\"Sum\""))
        #expect(html.contains("<code>sample.json#3</code>"))
        #expect(html.contains("<p>A sum.</p>"))
        #expect(html.contains("Everything &lt;breaks&gt; &amp; ends."))
        #expect(html.contains("<dt>a</dt><dd><code>\(Sample.one)</code></dd>"))
        #expect(html.contains(">\(Sample.three.dropLast())<mark>3</mark></code>"))
    }

    @Test func pageIsSelfContained() throws {
        let html = try report("wrong-value").html
        for link in ["http://", "https://", "<script", "<link", "<img", "url(", "@import"] {
            #expect(!html.contains(link), "\(link)")
        }
        #expect(html.contains("default-src 'none'"))
        #expect(html.contains("prefers-color-scheme: dark"))
    }

    @Test func whatATesteePrintsIsEscaped() throws {
        let report = try report("markup")
        for text in [report.html, report.markdown] {
            #expect(!text.contains("\u{1B}"))
            #expect(!text.contains("\u{202E}"))
            #expect(text.contains("\\u{1b}"))
            #expect(text.contains("\\u{202e}"))
        }
        #expect(!report.html.contains("<script"))
        #expect(report.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    @Test func escaping() {
        #expect(
            HTML.escape("<a href=\"x\" id='y'>&amp;")
                == "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;")
        let hostile = "</code><script>"
        let html: HTML = "<code>\(hostile)</code>"
        #expect(html.markup == "<code>&lt;/code&gt;&lt;script&gt;</code>")
    }

    @Test func excerpts() {
        #expect(Excerpt.of("short") == "short")
        #expect(Excerpt.of(String(repeating: "x", count: 1000)).count == Excerpt.limit + 1)
        #expect(Excerpt.of([0xFF, 0x41, 0x0A]) == "\u{FFFD}A\\u{a}")
        #expect(Excerpt.ofEnd(Array((String(repeating: "x", count: 1000) + "end").utf8)).hasSuffix("end"))
    }

    @Test func markdown() throws {
        let markdown = try report("wrong-value").markdown
        #expect(markdown.contains("| `field.add` | 5 | 1 | 0 | 0 | 0 |"))
        #expect(markdown.contains("## Sum in `field.add`: 1 of 6"))
        #expect(markdown.contains("*Effect:* Everything \\<breaks\\> \\& ends."))
        #expect(markdown.contains("- `sample.json#3` failed: 1 + 2"))
    }

    @Test func json() throws {
        let report = try report("crash")
        guard case .object(let members) = try JSON(parsing: report.json),
            case .array(let results) = members["results"]
        else {
            Issue.record("not an object with results")
            return
        }
        #expect(members["isAcceptable"] == .boolean(false))
        #expect(
            members["counts"]
                == .object([
                    "passed": .integer(5), "failed": .integer(0), "unsupported": .integer(0),
                    "crashed": .integer(1),
                    "timed out": .integer(0),
                ]))
        #expect(results.count == 6)
        guard case .object(let third) = results[2], case .object(let problem) = third["problem"] else {
            Issue.record("no problem")
            return
        }
        #expect(third["column"] == .text("crashed"))
        #expect(problem["input"] == .object(["a": .text(Sample.one), "b": .text(Sample.two)]))
        #expect(problem["stage"] == .text("answer"))
    }
}
