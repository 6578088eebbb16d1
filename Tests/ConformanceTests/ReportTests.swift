// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// The contents of the report as JSON.
@Suite struct ReportTests {
    /// Arguments come from outside, and can be as long as the shell allows.
    @Test("The JSON has the whole command")
    func command() throws {
        let argument = "\u{1B}[2J" + String(repeating: "long ", count: 10_000)
        let report = try ConformanceRun(files: [Sample.file(count: 1)]).report(
            on: ["testee", argument], starting: FakeTestee.starter { [.line($0.rightAnswer)] })
        #expect(report.counts == [.passed: 1])
        #expect(try JSON(parsing: report.json)["command"] == .array(report.command.map(JSON.text)))
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
