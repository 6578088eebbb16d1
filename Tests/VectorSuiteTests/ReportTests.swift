import StrictJSON
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

    @Test func whatATesteePrintsIsEscaped() throws {
        let text = try report("markup").markdown
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains("\u{202E}"))
        #expect(text.contains("\\u{1B}"))
        #expect(text.contains("\\u{202E}"))
    }

    /// Names and sentences of vector files are text of others as well.
    @Test func whatAVectorFileSaysIsEscaped() throws {
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
        let script = Repository.root.appending(path: "Tests/VectorSuiteTests/Testees/testee.py").path()
        let report = try ConformanceRun(files: [file]).report(on: ["python3", script, "wrong-value"])
        #expect(report.counts == [.failed: 1])
        #expect(!report.markdown.contains("\u{1B}"))
        #expect(!report.markdown.contains("\u{202E}"))
        // In Markdown, code is the one place where it stands as it is.
        let lines = report.markdown.split(separator: "\n").map { $0.replacing(/(`+) .*? \1/, with: "") }
        #expect(!lines.contains { $0.contains("<script") && !$0.contains("\\<script") })
    }

    /// Arguments are text of others, and as long as a shell takes.
    @Test func theCommandIsShortened() throws {
        let script = Repository.root.appending(path: "Tests/VectorSuiteTests/Testees/testee.py").path()
        let argument = "\u{1B}[2J" + String(repeating: "long ", count: 10_000)
        let report = try ConformanceRun(files: [Sample.file(count: 1)]).report(
            on: ["python3", script, "good", "1", argument])
        #expect(report.counts == [.passed: 1])
        #expect(report.markdown.contains("\\u{1B}[2Jlong "))
        #expect(report.markdown.components(separatedBy: "long ").count < 200)
        #expect(try JSON(parsing: report.json)["command"] == .array(report.command.map(JSON.text)))
    }

    @Test func markdown() throws {
        let markdown = try report("wrong-value").markdown
        #expect(markdown.contains("| `field.add` | 5 | 0 | 1 | 0 | 0 | 0 |"))
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
