import StrictJSON
import Foundation
import TestSupport
import Testing

@testable import VectorSuite

/// Which tests are run, and how often a failure has to be looked for.
@Suite struct SelectionTests {
    private func files() throws -> [VectorFile] {
        let tests = [
            Sample.test(1), Sample.test(2, flags: ["Sum", "Other"]),
            Sample.test(3) { test in
                test["op"] = .text("field.multiply")
                test["value"] = .text(Sample.two)
            },
        ]
        let json = Sample.file(tests, notes: ["Sum": Sample.note, "Other": Sample.note])
        return try ["a.json", "b.json"].map { try VectorFile(name: $0, json: json) }
    }

    private func selected(_ selection: TestSelection) throws -> [String] {
        try files().flatMap { file in
            file.tests.compactMap { Question(file: file.name, test: $0) }
        }.filter(selection.contains).map { "\($0.file):\($0.test.tcId)" }
    }

    @Test(
        "Operations, flags and tests",
        arguments: [
            (["field.multiply"], ["a.json:3", "b.json:3"]), (["Other"], ["a.json:2", "b.json:2"]),
            (["b.json:1"], ["b.json:1"]), (["b:1", "a#3"], ["a.json:3", "b.json:1"]),
            (["Other", "a:1"], ["a.json:1", "a.json:2", "b.json:2"]),
        ])
    func names(names: [String], expected: [String]) throws {
        #expect(try selected(TestSelection(names, of: files())) == expected)
    }

    @Test("Names of nothing", arguments: ["field.cube", "sum", "c:1", "a:4", "a:", ":1", "a", ""])
    func unknownNames(name: String) throws {
        let files = try files()
        #expect(throws: TestSelection.UnknownName(name: name)) { try TestSelection([name], of: files) }
    }

    @Test func everything() throws {
        #expect(try selected(.all).count == 6)
    }

    /// What a report lists as failed is what a run by it asks again.
    @Test func failuresOfAReport() throws {
        let script = Repository.root.appending(path: "Tests/VectorSuiteTests/Testees/testee.py").path()
        let files = [try Sample.file(count: 6)]
        let report = try ConformanceRun(files: files).report(on: ["python3", script, "crash", "3"])
        let selection = try TestSelection(failedIn: report.json)
        let again = try ConformanceRun(files: files, options: .init(selection: selection))
            .report(on: ["python3", script, "good"])
        #expect(again.results.map(\.tcId) == [3])
        #expect(again.counts == [.passed: 1])
        let none = try TestSelection(["sample:1"], of: files).intersection(selection)
        #expect(
            try ConformanceRun(files: files, options: .init(selection: none))
                .report(on: ["python3", script, "good"]).results.isEmpty)
    }

    @Test(
        "What is no report",
        arguments: [
            "", "[]", "{}", #"{"results": [{}]}"#, #"{"results": [{"file": "a", "tcId": 1, "column": "x"}]}"#,
        ])
    func noReports(text: String) {
        #expect(throws: TestSelection.ReportUnreadable.self) { try TestSelection(failedIn: Array(text.utf8)) }
    }
}

/// Where vector files are looked for, and what they are called.
@Suite struct VectorFolderTests {
    @Test func filesOfOneNameAreToldApart() {
        func names(_ paths: [String]) -> [String] {
            VectorFolder.distinctNames(of: paths.map { URL(filePath: $0) })
        }
        #expect(names(["/v/a.json", "/v/b.json"]) == ["a.json", "b.json"])
        #expect(names(["/v/a.json", "/w/a.json", "/w/b.json"]) == ["v/a.json", "w/a.json", "b.json"])
        #expect(names(["/x/v/a.json", "/y/v/a.json"]) == ["x/v/a.json", "y/v/a.json"])
    }

    @Test func aFileIsReadOnce() {
        let folder = Repository.root.appending(path: "Vectors")
        let file = folder.appending(path: "poseidon.json").path()
        let entries = VectorFolder.entries(at: [
            folder.path(), file, folder.path() + "/../Vectors/poseidon.json",
        ])
        #expect(entries.count { $0.url.lastPathComponent == "poseidon.json" } == 1)
    }

    @Test func badJSONIsReportedInOurWords() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        for (text, words) in [
            ("{", "is not JSON: the text ends early (byte 1)"),
            (#"{"a": 1, "a": 2}"#, #"is not JSON: the member "a" occurs twice (byte 9)"#),
        ] {
            try Data(text.utf8).write(to: file)
            guard case .failure(let error) = VectorFolder.entries(at: [file.path()])[0].content else {
                Issue.record("\(text) was read")
                continue
            }
            #expect(error.description == words)
        }
    }
}
