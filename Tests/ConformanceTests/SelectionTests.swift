// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// Which tests a run sends.
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
        return try ["a.json", "b.json"].map { try VectorFile(name: $0, ObjectReader(json, at: "file")) }
    }

    private func selected(_ selection: TestSelection) throws -> [String] {
        try files().flatMap(\.questions).filter(selection.contains).map { "\($0.file):\($0.test.tcId)" }
    }

    @Test(
        "Names of operations, flags and tests select these tests",
        arguments: [
            (["field.multiply"], ["a.json:3", "b.json:3"]), (["Other"], ["a.json:2", "b.json:2"]),
            (["b.json:1"], ["b.json:1"]), (["b:1", "a#3"], ["a.json:3", "b.json:1"]),
            (["Other", "a:1"], ["a.json:1", "a.json:2", "b.json:2"]),
        ])
    func names(names: [String], expected: [String]) throws {
        #expect(try selected(TestSelection(names, of: files())) == expected)
    }

    @Test(
        "A name that selects no test is an error",
        arguments: ["field.cube", "sum", "c:1", "a:4", "a:", ":1", "a", ""])
    func unknownNames(name: String) throws {
        let files = try files()
        #expect(throws: ConformanceError.unknownTests(name)) { try TestSelection([name], of: files) }
    }

    @Test("The selection of all tests selects every test") func everything() throws {
        #expect(try selected(TestSelection()).count == 6)
    }

    @Test("A run by an earlier report sends exactly the tests that failed") func failuresOfAReport() throws {
        let files = [try Sample.file(count: 6)]
        let report = try ConformanceRun(files: files).report(
            starting: FakeTestee.starter(at: 3) { _ in [.exit("exited with status 1")] })
        var selection = TestSelection()
        try selection.keepFailures(of: report.json)
        let again = try ConformanceRun(files: files, selection: selection)
            .report(starting: FakeTestee.starter { [.line($0.rightAnswer)] })
        #expect(again.results.map(\.tcId) == [3])
        #expect(again.counts == [.passed: 1])
        var none = try TestSelection(["sample:1"], of: files)
        try none.keepFailures(of: report.json)
        #expect(
            try ConformanceRun(files: files, selection: none)
                .report(starting: FakeTestee.starter { [.line($0.rightAnswer)] }).results.isEmpty)
    }

    @Test(
        "An input that is not a report is an error",
        arguments: [
            "", "[]", "{}", #"{"results": [{}]}"#, #"{"results": [{"file": "a", "tcId": 1, "column": "x"}]}"#,
        ])
    func noReports(text: String) {
        var selection = TestSelection()
        #expect(throws: ConformanceError.self) { try selection.keepFailures(of: Array(text.utf8)) }
    }
}
