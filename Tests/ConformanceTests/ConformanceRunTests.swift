// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

@Suite("A run over a testee, also one that misbehaves")
struct ConformanceRunTests {
    private func report(
        tests: Int = 6, jobs: Int = 1, wholeTimeLimit: Duration = .seconds(1800),
        _ start: @escaping TesteeStarter
    ) throws -> ConformanceReport {
        var run = ConformanceRun(files: [try Sample.file(count: tests)])
        run.jobs = jobs
        run.wholeTimeLimit = wholeTimeLimit
        return try run.report(starting: start)
    }

    private func report(
        at moment: Int? = 3, _ misbehave: @escaping @Sendable (FakeTestee.Request) -> [FakeTestee.Output]
    ) throws -> ConformanceReport {
        try report(FakeTestee.starter(at: moment, misbehaving: misbehave))
    }

    private func statuses(_ report: ConformanceReport) -> [TestStatus] { report.results.map(\.status) }

    @Test("A right testee conforms") func right() throws {
        let report = try report(FakeTestee.starter { [.line($0.rightAnswer)] })
        #expect(report.counts == [.passed: 6])
        #expect(report.isAcceptable)
        #expect(report.verdict == "conforms")
        #expect(report.starts == 1)
        #expect(report.warnings == [])
        #expect(report.faults.isEmpty)
    }

    @Test(
        "A wrong answer fails only its own test",
        arguments: [
            (#"{"id":3,"out":{"value":"0x00"}}"#, "value"), (#"{"id":3,"out":{}}"#, "out"),
            (#"{"id":3,"out":{"value":"0x00","more":true}}"#, "out"), (#"{"id":3,"error":"no"}"#, "outcome"),
            (#"{"id":3,"out":{},"error":"no"}"#, "answer"), (#"{"id":3,"op":"field.add","in":{}}"#, "answer"),
        ])
    func wrongAnswer(line: String, stage: String) throws {
        let report = try report { _ in [.line(line)] }
        #expect(statuses(report) == [.passed, .passed, .failed, .passed, .passed, .passed])
        #expect(report.results[2].problem?.stage == stage)
        #expect(report.starts == 1)
        #expect(!report.isAcceptable)
        #expect(report.verdict == "does not conform")
    }

    @Test(
        "A line that is not an answer fails only its own test",
        arguments: [
            #"{"id":4,"out":{"value":"0x00"}}"#, #"{"id":"3","out":{"value":"0x00"}}"#, "\u{FFFD}\u{0}",
            "hello",
            String(repeating: "[", count: 10_000), #"{"id":3,"id":3,"out":{}}"#,
            String(repeating: "y", count: 9000),
        ])
    func noAnswer(line: String) throws {
        let report = try report { _ in [.line(line)] }
        #expect(statuses(report) == [.passed, .passed, .failed, .passed, .passed, .passed])
        #expect(report.results[2].problem?.stage == "answer")
        #expect((report.results[2].problem?.actual.utf8.count ?? 0) < 3000)
        #expect(report.starts == 2)
    }

    @Test("A line that is too long fails only its own test") func tooLong() throws {
        let report = try report { _ in [.longLine] }
        #expect(statuses(report) == [.passed, .passed, .failed, .passed, .passed, .passed])
        #expect(report.starts == 2)
    }

    @Test("A testee that ends fails one test, and the report describes its end") func crash() throws {
        let report = try report { _ in [.exit("exited with status 3")] }
        #expect(statuses(report) == [.passed, .passed, .crashed, .passed, .passed, .passed])
        #expect(report.results[2].problem?.actual == "the testee exited with status 3")
        #expect(report.starts == 2)
        let closed = try self.report { _ in [.closedInput] }
        #expect(closed.results[2].problem?.actual == "the testee closed its standard input")
    }

    @Test("A testee that does not answer fails one test") func silence() throws {
        let report = try report { _ in [] }
        #expect(statuses(report) == [.passed, .passed, .timedOut, .passed, .passed, .passed])
        #expect(report.starts == 2)
    }

    @Test("An additional line fails the test that reads it, and the testee keeps running")
    func extraLines() throws {
        let before = try report { [.line("debug"), .line($0.rightAnswer)] }
        #expect(statuses(before) == [.passed, .passed, .failed, .passed, .passed, .passed])
        #expect(before.starts == 1)
        let after = try report { [.line($0.rightAnswer), .line("debug")] }
        #expect(statuses(after) == [.passed, .passed, .passed, .failed, .passed, .passed])
        #expect(after.starts == 1)
        let always = try report(at: nil) { [.line($0.rightAnswer), .line("debug")] }
        #expect(always.counts == [.passed: 1, .failed: 5])
    }

    @Test(
        "The report remarks on output before the first answer",
        arguments: ["testee 1.0, ready", #"{"id":1,"out":{}}"#])
    func outputBeforeInput(text: String) throws {
        let report = try report(FakeTestee.starter(beginning: [.line(text)]) { [.line($0.rightAnswer)] })
        #expect(report.counts == [.passed: 6])
        #expect(report.warnings == ["before the first answer it printed: \(text)"])
    }

    @Test("A run ends with an error if the testee answers neither of two requests")
    func neverAnswers() {
        let started = Counter()
        for (outputs, reason) in [
            ([FakeTestee.Output.exit("exited with status 1")], "exited with status 1"),
            ([], "no answer within"),
        ] as [([FakeTestee.Output], String)] {
            #expect {
                try report(tests: 40) { () throws(ConformanceError) in
                    started.increment()
                    return FakeTestee(beginning: [], end: []) { _ in outputs }
                }
            } throws: { error in
                "\(error)".hasPrefix("the testee gives no answer: ") && "\(error)".contains(reason)
            }
        }
        #expect(started.value == 4)
    }

    @Test("Tests that are not sent within the time limit of the run count as timed out")
    func wholeRun() throws {
        let report = try report(
            wholeTimeLimit: .zero, FakeTestee.starter { [.line($0.rightAnswer)] })
        #expect(report.counts == [.timedOut: 6])
        #expect(report.results[5].problem?.actual.hasPrefix("not asked") == true)
    }

    @Test("Several jobs give the same results as one") func jobs() throws {
        func report(_ jobs: Int, tests: Int = 40) throws -> ConformanceReport {
            try self.report(
                tests: tests, jobs: jobs,
                FakeTestee.starter { request in
                    [
                        .line(
                            request.id > 0
                                ? request.answer(out: ["value": .text(Sample.two)]) : request.rightAnswer)
                    ]
                })
        }
        let four = try report(4)
        #expect(four.results.map(\.tcId) == (try report(1)).results.map(\.tcId))
        #expect(four.counts == [.failed: 40])
        #expect(four.starts == 4)
        #expect(try report(4, tests: 1).starts == 1)
    }

    @Test("Jobs run at the same time: each waits for the other before each answer")
    func parallelJobs() throws {
        let meeting = Meeting(of: 2)
        let report = try report(
            tests: 20, jobs: 2,
            FakeTestee.starter { request in
                if request.id > 0 { meeting.wait() }
                return [.line(request.rightAnswer)]
            })
        #expect(report.counts == [.passed: 20])
        #expect(meeting.count == 10)
    }

    @Test("Unsupported operations do not count against a testee, unless it supports none")
    func unsupported() throws {
        let some = try report(at: 2) { [.line($0.answer(["unsupported": .boolean(true)]))] }
        #expect(some.counts == [.passed: 5, .unsupported: 1])
        #expect(some.isAcceptable)
        #expect(some.verdict == "conforms in what was asked")
        let all = try report(at: nil) { [.line($0.answer(["unsupported": .boolean(true)]))] }
        #expect(all.counts == [.unsupported: 6])
        #expect(!all.isAcceptable)
        #expect(all.remarks.contains("Not offered: field.add."))
    }

    @Test(
        "The report remarks on a testee that does not end properly",
        arguments: [
            ([], "did not end"), ([.exit("exited with status 7")], "exited with status 7"),
            ([.line("bye"), .exit("exited with status 0")], "another line"),
        ] as [([FakeTestee.Output], String)])
    func end(end: [FakeTestee.Output], warning: String) throws {
        let report = try report(tests: 1, FakeTestee.starter(end: end) { [.line($0.rightAnswer)] })
        #expect(report.counts == [.passed: 1])
        #expect(report.warnings.first?.contains(warning) == true)
    }

    @Test("The run reports progress after each test") func progress() throws {
        var seen: [Int] = []
        _ = try ConformanceRun(files: [Sample.file(count: 3)]).report(
            starting: FakeTestee.starter { [.line($0.rightAnswer)] }
        ) { seen.append($0.done) }
        #expect(seen == [1, 2, 3])
    }

    @Test("The run sends the protocol lines, and the report names those answered wrongly")
    func protocolLines() throws {
        let lines = try ProtocolLine.all(in: Repository.root.appending(path: "Vectors"))
        #expect(lines.count > 50)
        let run = ConformanceRun(files: [try Sample.file(count: 1)], lines: lines)
        let right = try run.report(starting: { () throws(ConformanceError) in OwnTestee() })
        #expect(right.wronglyAnsweredLines == [])
        #expect(right.run.lines.count == lines.count)
        let deaf = try run.report(starting: FakeTestee.starter { [.line($0.rightAnswer)] })
        #expect(deaf.wronglyAnsweredLines.contains("the empty line"))
        #expect(!deaf.wronglyAnsweredLines.contains("a request"))
        #expect(deaf.remarks.contains { $0.contains("lines of the protocol are answered wrongly") })
    }
}

/// The testee of this library, which also answers lines that are not requests.
private final class OwnTestee: TesteeConnection {
    private var answers: [[UInt8]] = []
    func send(_ bytes: [UInt8]) {
        for line in bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
            answers.append(Testee.answer(to: line))
        }
    }
    func nextEvent(until deadline: ContinuousClock.Instant) -> TesteeEvent {
        answers.isEmpty ? .outputEnded(rest: []) : .line(.complete(answers.removeFirst()))
    }
    func closeInput() {}
    func errors(limit: Int) -> String { "" }
    func exitDescription(until deadline: ContinuousClock.Instant) -> String? { "exited with status 0" }
    func kill() {}
}

/// A counter that several threads increment.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var number = 0
    var value: Int { lock.withLock { number } }
    func increment() { lock.withLock { number += 1 } }
}

/// Lets threads wait for each other: each waits until a full group has arrived.
private final class Meeting: @unchecked Sendable {
    private let condition = NSCondition()
    private let size: Int
    private var arrived = 0
    private(set) var count = 0

    init(of size: Int) { self.size = size }

    func wait() {
        condition.lock()
        defer { condition.unlock() }
        arrived += 1
        let round = (arrived - 1) / size
        if arrived.isMultiple(of: size) {
            count += 1
            condition.broadcast()
        }
        while arrived < (round + 1) * size { condition.wait() }
    }
}
