// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import TestSupport
import Testing

@testable import Conformance
@testable import Reports
@testable import VectorSuite

/// The page of `conformance` shows verdict, causes, flags and failing cases. Foreign text stays text.
@Suite struct ConformancePageTests {
    @Test func noFlagIsOpenOnThePageOfAConformingTestee() throws {
        let page = try Page(Sample.report(failures: 0)).html(version: "1")
        for text in [
            "<p class=\"verdict good\">Conforms</p>", "All 6 tests passed.",
            "<span class=\"mark\">✓</span>Sum <b>6</b>", "<h2>field.add <small>6 passed</small></h2>",
        ] { #expect(page.contains(text), "\(text)") }
        for text in ["<details", "<h2>Causes", "<h2>Unexplained", "Flags that fail", "class=\"leak\""] {
            #expect(!page.contains(text), "\(text)")
        }
        #expect(HTMLPage.problems(in: page) == [])
    }

    @Test func aFailingFlagOpensToItsNoteAndItsFirstCases() throws {
        let page = try Page(Sample.report(failures: 6, cause: nil)).html(version: "1")
        for text in [
            "<p class=\"verdict bad\">Does not conform</p>", "data-op=\"field.add\" data-flag=\"Sum\" open>",
            "<code>sample.json#3</code>", "<p>A sum.</p>", "Everything &lt;breaks&gt; &amp; ends.",
            "<dt>a</dt><dd><code>0x1</code></dd>", "<code>0x<mark>3</mark></code>",
            "<code>0x<mark>4</mark></code>", "and 1 more; the JSON report has them all.", "<b>6 of 6</b>",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(page.components(separatedBy: "<details").count == 2)
        #expect(page.components(separatedBy: "<article>").count == 1 + Page.casesPerCell)
        #expect(HTMLPage.problems(in: page) == [])
    }

    /// The order is: a leak of the key, the verdict, the causes, the unexplained failures, the flags.
    @Test func theMostImportantComesFirst() throws {
        let page = try Page(Sample.report(failures: 3, cause: "sum-is-four", form: .unreduced))
            .html(
                version: "1")
        let places = try [
            "class=\"leak\"", "class=\"verdict", "<h2>Causes", "Add properly.", "<h2>Unexplained",
            "Flags that fail",
            "class=\"overview\"",
        ].map { text in try #require(page.range(of: text)?.lowerBound, "\(text)") }
        #expect(places == places.sorted())
        #expect(HTMLPage.problems(in: page) == [])
    }

    @Test(arguments: hostileTexts) func hostileTextStaysText(text: String) throws {
        let pages = try [text, "plain"].map { foreign in
            Page(try Sample.report(failures: 3, cause: foreign, foreign: foreign)).html(
                version: "1")
        }
        #expect(HTMLPage.problems(in: pages[0]) == [])
        #expect(HTMLPage.hiddenCharacters(in: pages[0]) == [])
        let elements = pages.map { page in
            HTMLPage.elements(of: page).filter { $0.name != "mark" }.map { [$0.name[...]] + $0.attributes }
        }
        #expect(elements[0] == elements[1])
    }
}

extension Sample {
    /// A report on six sums. The first `failures` of them fail. If `cause` is given, it explains the first
    /// failure.
    static func report(
        failures: Int, cause: String? = nil, form: SigningForm? = nil, foreign: String? = nil,
        argument: String = "testee.py"
    ) throws -> ConformanceReport {
        let note = Note(
            bugType: foreign ?? "BASIC", description: foreign ?? "A sum.",
            effect: foreign ?? "Everything <breaks> & ends.", links: foreign.map { [$0] } ?? [])
        let flag = foreign ?? "Sum"
        let results = (1...6).map { id in
            TestResult(
                file: "\(foreign ?? "sample").json", tcId: id, op: "field.add", comment: foreign ?? "1 + 2",
                flags: [flag], status: id <= failures ? .failed : .passed,
                problem: id > failures
                    ? nil
                    : TestResult.Problem(
                        profile: foreign, stage: "value",
                        input: .object(["a": .text("0x1"), "b": .text(foreign ?? "0x2")]),
                        expected: "0x3", actual: foreign ?? "0x4", remark: foreign),
                isRejectionExpected: false)
        }
        let file = VectorFile(name: "\(foreign ?? "sample").json", notes: [flag: note], tests: [])
        var report = ConformanceReport(
            command: [foreign ?? "python3", argument], run: ConformanceRun(files: [file]),
            profiles: [.relayer, .strict],
            forms: form.map { [$0] } ?? [], results: results,
            wronglyAnsweredLines: [], starts: 1,
            warnings: foreign.map { [$0] } ?? [], duration: .seconds(1))
        if let cause {
            let bug = KnownBug(
                name: cause, summary: foreign ?? "the sum is 4", consequence: .acceptsForgeries,
                advice: foreign ?? "Add properly.", seenIn: foreign ?? "a library",
                symptoms: [:])
            report.causes = [
                Cause(
                    bug: bug, certainty: foreign == nil ? .confirmed : .failsLike, tests: 2,
                    failures: [results[0].name], explained: 1, operations: [])
            ]
            report.unexplained = Array(results.prefix(failures).dropFirst())
        }
        return report
    }
}
