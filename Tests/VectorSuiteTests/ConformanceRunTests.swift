import Foundation
import TestSupport
import Testing

@testable import VectorSuite

/// Testees that misbehave: each test falls into the right column, only the guilty one is blamed, and the run
/// ends.
@Suite struct ConformanceRunTests {
    /// Six tests of `field.add`, which Tests/VectorSuiteTests/Testees/testee.py knows how to spoil.
    private func report(
        _ mode: String, at id: Int? = nil, tests: Int = 6, timeLimit: Duration = .seconds(20),
        exactErrors: Bool = false
    ) throws -> ConformanceReport {
        let options = ConformanceRun.Options(exactErrors: exactErrors, timeLimit: timeLimit)
        return try ConformanceRun(files: [Sample.file(count: tests)], options: options)
            .report(on: ["python3", script, mode] + (id.map { ["\($0)"] } ?? []))
    }

    private let script = Repository.root.appending(path: "Tests/VectorSuiteTests/Testees/testee.py").path()

    private func columns(_ report: ConformanceReport) -> [Column] { report.results.map(\.column) }

    @Test func goodTestee() throws {
        let report = try report("good")
        #expect(report.counts == [.passed: 6])
        #expect(report.isAcceptable)
        #expect(report.starts == 1)
        #expect(report.warnings == [])
    }

    @Test(
        "A wrong answer fails, and only that one",
        arguments: [
            ("wrong-value", "value"), ("missing-member", "out"), ("further-member", "out"),
            ("error", "outcome"),
            ("two-outcomes", "answer"), ("echo", "answer"), ("markup", "value"),
        ])
    func wrongAnswer(mode: String, stage: String) throws {
        let report = try report(mode, at: 3)
        #expect(columns(report) == [.passed, .passed, .failed, .passed, .passed, .passed])
        #expect(report.results[2].problem?.stage == stage)
        #expect(report.starts == 1)
        #expect(!report.isAcceptable)
    }

    @Test(
        "A line that is no answer fails, and only that test",
        arguments: [
            "wrong-id", "text-id", "garbage", "not-json", "long-line", "endless-line", "endless-lines",
            "deep", "duplicate-member",
        ])
    func noAnswer(mode: String) throws {
        let report = try report(mode, at: 3)
        #expect(columns(report) == [.passed, .passed, .failed, .passed, .passed, .passed])
        #expect(report.results[2].problem?.stage == "answer")
        #expect((report.results[2].problem?.actual.utf8.count ?? 0) < 3000)
        #expect(report.starts == 2)
        #expect(!report.isAcceptable)
    }

    @Test(
        "A testee that dies is blamed for one test",
        arguments: ["crash", "exit", "exit-without-line-feed", "close-stdout", "close-stdin"])
    func crash(mode: String) throws {
        // The ids go on counting after a restart, so the script is told the id of the third test only.
        let report = try report(mode, at: 3, timeLimit: .seconds(mode == "close-stdin" ? 3 : 20))
        let expected: Column = mode == "close-stdin" ? .timedOut : .crashed
        #expect(columns(report) == [.passed, .passed, expected, .passed, .passed, .passed])
        #expect(report.starts == 2)
        #expect(!report.isAcceptable)
    }

    @Test func crashesAreDescribed() throws {
        #expect(
            try report("crash", at: 2).results[1].problem?.actual.hasPrefix(
                "the testee was killed by signal 11") == true)
        #expect(
            try report("exit", at: 2).results[1].problem?.actual
                == "the testee exited with status 3; standard error: cannot go on")
    }

    /// A stack trace names its reason at one of its ends.
    @Test func firstAndLastWordsOfACrashAreKept() throws {
        let words = try report("talks-and-exits", at: 2).results[1].problem?.actual ?? ""
        #expect(words.contains("standard error: first words"))
        #expect(words.hasSuffix("last words"))
    }

    @Test("A testee that hangs is killed with what it started", arguments: ["hang", "hang-with-children"])
    func hang(mode: String) throws {
        let report = try report(mode, at: 3, timeLimit: .seconds(3))
        #expect(columns(report) == [.passed, .passed, .timedOut, .passed, .passed, .passed])
        #expect(report.duration < .seconds(30))
    }

    /// A line too many costs the test that meets it, and the program goes on.
    @Test func extraLines() throws {
        let before = try report("extra-line-before", at: 3)
        #expect(columns(before) == [.passed, .passed, .failed, .passed, .passed, .passed])
        #expect(before.starts == 1)
        let after = try report("extra-line-after", at: 3)
        #expect(columns(after) == [.passed, .passed, .passed, .failed, .passed, .passed])
        #expect(after.starts == 1)
        let always = try report("extra-line-after")
        #expect(always.counts == [.passed: 1, .failed: 5])
    }

    /// What comes before the first answer is no answer to a test, and is told.
    @Test(
        "Output before input",
        arguments: [("banner", "testee 1.0, ready"), ("answers-before-input", #"{"id": 1"#)])
    func outputBeforeInput(mode: String, text: String) throws {
        let report = try report(mode)
        #expect(report.counts == [.passed: 6])
        #expect(report.warnings.first?.hasPrefix("before the first answer: ") == true)
        #expect(report.warnings.first?.contains(text) == true)
    }

    @Test(
        "A testee that never answers is given up at once",
        arguments: [("dies-at-once", "exited with status 1"), ("ignores-input", "no answer within")])
    func neverAnswers(mode: String, reason: String) throws {
        let start = ContinuousClock.now
        #expect {
            try report(mode, tests: 40, timeLimit: .milliseconds(mode == "ignores-input" ? 200 : 20_000))
        } throws: { error in
            "\(error)".hasPrefix("the testee gives no answer: ") && "\(error)".contains(reason)
        }
        #expect(.now - start < .seconds(10))
    }

    /// One that answers once a start would cost the time limit for every test.
    @Test func theWholeRunIsLimited() throws {
        let options = ConformanceRun.Options(timeLimit: .seconds(60), wholeTimeLimit: .seconds(2))
        let report = try ConformanceRun(files: [Sample.file(count: 6)], options: options)
            .report(on: ["python3", script, "hang", "3"])
        #expect(columns(report) == [.passed, .passed, .timedOut, .timedOut, .timedOut, .timedOut])
        #expect(report.results[5].problem?.actual.hasPrefix("not asked") == true)
        #expect(report.duration < .seconds(10))
    }

    @Test("Children that have left the process group end too", arguments: ["hang", "crash"])
    func detachedChildren(how: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        let options = ConformanceRun.Options(timeLimit: .seconds(3))
        let report = try ConformanceRun(files: [Sample.file(count: 2)], options: options)
            .report(on: ["python3", script, "\(how)-with-detached-child", "1", file.path()])
        #expect(columns(report) == [how == "hang" ? .timedOut : .crashed, .passed])
        let child = try #require(pid_t(String(contentsOf: file, encoding: .utf8)))
        // It may be a zombie for a moment, until whoever has adopted it asks.
        for _ in 0..<1000 where kill(child, 0) == 0 && !isZombie(child) { usleep(1000) }
        #expect(kill(child, 0) != 0 || isZombie(child))
    }

    private func isZombie(_ process: pid_t) -> Bool {
        let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return stat?.contains(") Z ") == true
    }

    // MARK: Several at a time

    @Test func jobsGiveTheSameResults() throws {
        func report(_ jobs: Int) throws -> ConformanceReport {
            try ConformanceRun(files: [Sample.file(count: 40)], options: .init(jobs: jobs))
                .report(on: ["python3", script, "wrong-value", "3"])
        }
        let one = try report(1)
        #expect(one.counts == [.passed: 39, .failed: 1])
        let four = try report(4)
        // Each of the four counts its own requests.
        #expect(four.results.map(\.tcId) == one.results.map(\.tcId))
        #expect(four.counts[.failed] ?? 0 >= 1)
        #expect(four.results.count == 40)
        #expect(four.starts == 4)
        #expect(four.isAcceptable == false)
        #expect(
            try ConformanceRun(files: [Sample.file(count: 1)], options: .init(jobs: 4))
                .report(on: ["python3", script, "good"]).starts == 1)
    }

    /// Two testees that wait for each other before each answer: twenty tests take ten rounds, which is half of the time
    /// of one testee, however long an answer takes.
    @Test func jobsRunAtTheSameTime() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let report = try ConformanceRun(files: [Sample.file(count: 20)], options: .init(jobs: 2))
            .report(on: ["python3", script, "meets", "all", folder.path()])
        #expect(report.counts == [.passed: 20])
        let numbers = try FileManager.default.contentsOfDirectory(atPath: folder.path()).map {
            $0.prefix { $0 != "-" }
        }
        #expect(Set(numbers).count == 10)
    }

    @Test func unsupported() throws {
        let some = try report("unsupported", at: 2)
        #expect(some.counts == [.passed: 5, .unsupported: 1])
        #expect(some.isAcceptable)
        let all = try report("unsupported")
        #expect(all.counts == [.unsupported: 6])
        #expect(!all.isAcceptable, "nothing was shown")
    }

    @Test(
        "The end of the input",
        arguments: [
            ("never-ends", "did not end"), ("ends-badly", "exited with status 7"),
            ("last-word", "another line"),
        ])
    func end(mode: String, warning: String) throws {
        let report = try report(mode, tests: 1, timeLimit: .seconds(2))
        #expect(report.counts == [.passed: 1])
        #expect(report.warnings.first?.contains(warning) == true)
    }

    @Test func standardErrorDoesNotBlock() throws {
        #expect(try report("stderr-flood").counts == [.passed: 6])
    }

    /// Requests that the testee does not read are more than the pipe holds.
    @Test func writingDoesNotBlock() throws {
        let huge = Sample.test(1) { $0["a"] = .text(String(repeating: "x", count: 1 << 20)) }
        let file = try VectorFile(name: "sample.json", json: Sample.file([huge]))
        func run(_ timeLimit: Duration) -> ConformanceRun {
            ConformanceRun(files: [file], options: .init(timeLimit: timeLimit))
        }
        #expect(throws: TesteeLaunchError.self) { try run(.milliseconds(300)).report(on: ["sleep", "3600"]) }
        #expect(throws: TesteeLaunchError.self) {
            try run(.seconds(1)).report(on: ["sh", "-c", "exec <&-; sleep 3600"])
        }
    }

    @Test func programsThatCannotBeStarted() throws {
        let run = ConformanceRun(files: [try Sample.file(count: 1)])
        for command in [["/nonexistent/testee"], ["no-such-program-anywhere"], ["/"], []] {
            #expect(throws: TesteeLaunchError.self) { try run.report(on: command) }
        }
    }

    @Test func progress() throws {
        var seen: [Int] = []
        let run = ConformanceRun(files: [try Sample.file(count: 3)])
        _ = try run.report(on: ["cat"]) { seen.append($0.done) }
        #expect(seen == [1, 2, 3])
    }
}

/// Implementations that are wrong in a known way.
@Suite struct KnownBugTests {
    private func report(on arguments: [String], files: [String]) throws -> ConformanceReport {
        let testee = Repository.root.appending(path: "Vectors").path()
        return try ConformanceRun(
            files: files.map(RepositoryFiles.vectors),
            options: .init(exactErrors: true, timeLimit: .seconds(60))
        )
        .report(on: ["python3", testee, "testee"] + arguments)
    }

    @Test func theReferenceIsRight() throws {
        let report = try report(on: [], files: ["eddsa_sign", "order_hash", "cancel_order"])
        #expect(report.counts == [.passed: report.results.count])
        #expect(report.isAcceptable)
        #expect(report.warnings == [])
    }

    /// An implementation that drops the zero low bytes of k before it hashes the nonce: the tests with such a
    /// key fail and no other, and the first flag named is the one for exactly that.
    @Test func nonceDropsZeroLowBytes() throws {
        let report = try report(on: ["--bug", "nonce-drops-zero-low-bytes"], files: ["eddsa_sign"])
        let failed = report.results.filter { $0.column != .passed }
        #expect(failed.count >= 8)
        #expect(
            failed.allSatisfy {
                $0.column == .failed && $0.flags.contains("NonceKeyLowZeroBytes")
                    && $0.problem?.stage == "nonce"
            })
        #expect(report.flagSummaries.map(\.name) == ["NonceKeyLowZeroBytes"])
        let all = report.results.count { $0.flags.contains("NonceKeyLowZeroBytes") }
        #expect(report.flagSummaries.first?.failed == all)
        #expect(report.markdown.contains("## NonceKeyLowZeroBytes in `eddsa.sign`"))
    }
}
