// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// The contents of the reports. The output of a testee cannot change their structure.
@Suite struct ReportTests {
    private func report(_ value: String) throws -> ConformanceReport {
        try ConformanceRun(files: [Sample.file(count: 6)]).report(
            on: ["testee"],
            starting: FakeTestee.starter(at: 3) { [.line($0.answer(out: ["value": .text(value)]))] })
    }

    @Test("The report escapes what a testee prints") func whatATesteePrintsIsEscaped() throws {
        let markdown = try report("<script>alert(1)</script>\u{1B}[31m\u{202E}").markdown
        #expect(!markdown.contains("\u{1B}"))
        #expect(!markdown.contains("\u{202E}"))
        #expect(markdown.contains("\\u{1B}"))
        #expect(markdown.contains("\\u{202E}"))
    }

    /// Names and sentences of vector files come from outside, too.
    @Test("The report escapes what a vector file says") func whatAVectorFileSaysIsEscaped() throws {
        let hostile = "<script>\u{1B}[2J\u{202E}`|"
        let note = JSON.object(
            ["bugType", "description", "effect"].reduce(
                into: ["links": .array([.text(hostile)])] as JSON.Object
            ) {
                $0[$1] = .text(hostile)
            })
        let test = Sample.test(3, flags: [hostile]) { $0["comment"] = .text(hostile) }
        let file = try VectorFile(
            name: hostile + ".json", json: Sample.file([test], notes: [hostile: note]))
        let report = try ConformanceRun(files: [file]).report(
            starting: FakeTestee.starter(at: nil) { [.line($0.answer(out: ["value": .text(Sample.two)]))] })
        #expect(report.counts == [.failed: 1])
        #expect(!report.markdown.contains("\u{1B}"))
        #expect(!report.markdown.contains("\u{202E}"))
        // In Markdown, only code has the text as it is.
        let lines = report.markdown.split(separator: "\n").map { $0.replacing(/(`+) .*? \1/, with: "") }
        #expect(!lines.contains { $0.contains("<script") && !$0.contains("\\<script") })
    }

    /// Arguments come from outside, and can be as long as the shell allows.
    @Test("The report shortens and escapes the command, and its JSON has the whole command")
    func theCommandIsShortened() throws {
        let argument = "\u{1B}[2J" + String(repeating: "long ", count: 10_000)
        let report = try ConformanceRun(files: [Sample.file(count: 1)]).report(
            on: ["testee", argument], starting: FakeTestee.starter { [.line($0.rightAnswer)] })
        #expect(report.counts == [.passed: 1])
        #expect(report.markdown.contains("\\u{1B}[2Jlong "))
        #expect(report.markdown.components(separatedBy: "long ").count < 200)
        #expect(try JSON(parsing: report.json)["command"] == .array(report.command.map(JSON.text)))
    }

    @Test("The Markdown has the counts, and each failing test with its flag and effect")
    func markdown() throws {
        let markdown = try report(Sample.two).markdown
        #expect(markdown.contains("| `field.add` | 5 | 0 | 1 | 0 | 0 | 0 |"))
        #expect(markdown.contains("## Sum in `field.add`: 1 of 6"))
        #expect(markdown.contains("*Effect:* Everything \\<breaks\\> \\& ends."))
        #expect(markdown.contains("- `sample.json#3` failed: 1 + 2"))
    }

    @Test("The JSON has the counts, and each result with its problem") func json() throws {
        let report = try ConformanceRun(files: [Sample.file(count: 6)]).report(
            starting: FakeTestee.starter(at: 3) { _ in [.exit("exited with status 1")] })
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
                    "passed": .integer(5), "partial": .integer(0), "failed": .integer(0),
                    "unsupported": .integer(0),
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
