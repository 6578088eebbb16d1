// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import loopsig

/// Runs `loopsig audit` as a program.
@Suite struct AuditTests {
    private let folder: TemporaryDirectory
    private let log: String
    private static let count = 200
    private static let sample = Result { try SampleLog(count: count) }

    init() async throws {
        folder = try TemporaryDirectory()
        log = folder.path("log.ndjson")
        try AuditTests.sample.get().write(to: log)
    }

    private var accounts: [String] { ["--accounts", log + ".accounts.json"] }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: name, encoding: .utf8)
    }

    @Test func verdictsGoToTheFileAndTheSummaryToStandardOutput() async throws {
        let output = folder.path("verdicts")
        let outcome = try await Loopsig.run(["audit", log, "--output", output, "--json"] + accounts)
        // On a slow machine, standard error has lines of progress, and nothing else.
        #expect(outcome.status == 1 && outcome.errorLines.allSatisfy { $0.contains(" records, ") })
        let summary = try outcome.json()
        #expect(summary["records"] as? Int == AuditTests.count)
        let answers = try #require(
            try JSONSerialization.jsonObject(with: Data(text(log + ".answers.json").utf8)) as? [String: Any])
        #expect(summary["valid"] as? Int == (answers["valid"] as? [String: Int])?["relayer"])
        let verdicts = try text(output)
        #expect(verdicts.split(separator: "\n").count == AuditTests.count)

        // Without --output, the verdicts go to standard output, and the summary for people to standard error.
        let piped = try await Loopsig.run(["audit", "-"] + accounts, input: text(log))
        #expect(piped.status == 1)
        #expect(piped.output == verdicts)
        #expect(piped.errors.contains("200 records:") && piped.errors.contains("invalid"))
        // Both summaries say how to treat the log.
        #expect(piped.errors.contains("Treat the log as a secret."))
        let advice = summary["advice"] as? [[String: String]]
        #expect(advice?.contains { $0["text"]?.contains("/api/v3/apiKey") == true } == true)
        #expect(advice?.contains { $0["text"]?.contains("until validUntil") == true } == true)
        // --stream prints the verdicts and nothing else.
        let stream = try await Loopsig.run(["audit", "--stream"] + accounts, input: text(log))
        #expect(stream.status == 0 && stream.errors.isEmpty)
        #expect(stream.output == verdicts)
        // A summary of the verdicts equals the summary of the audit.
        let report = try await Loopsig.run(["audit", "report", output, "--json"]).json()
        for name in ["records", "valid", "invalid", "malformed", "critical"] {
            #expect(report[name] as? Int == summary[name] as? Int, "\(name)")
        }
        #expect(report["keys"] as? NSArray == summary["keys"] as? NSArray)
        #expect(report["causes"] as? NSArray == summary["causes"] as? NSArray)
    }

    @Test func aResumedAuditContinuesAfterTheLastVerdict() async throws {
        let whole = folder.path("whole")
        _ = try await Loopsig.run(["audit", log, "--output", whole, "--no-diagnosis"] + accounts)
        let verdicts = try text(whole)
        // The audit ended in the middle of a line.
        let output = try folder.file(String(verdicts.prefix(verdicts.count / 3)), name: "part")
        let resumed = try await Loopsig.run(
            ["audit", log, "--output", output, "--no-diagnosis", "--resume", "--json"] + accounts)
        #expect(try text(output) == verdicts)
        #expect(try resumed.json()["records"] as? Int == AuditTests.count)
        // A file that does not contain verdicts stays as it is.
        let other = try folder.file("something else\n", name: "other")
        let refused = try await Loopsig.run(["audit", log, "--output", other, "--resume"] + accounts)
        #expect(refused.status == 1 && refused.errors.contains("cannot be continued"))
        #expect(try text(other) == "something else\n")
    }

    /// Control-C arrives while the audit waits for the rest of a line from a pipe.
    @Test func anAuditThatWaitsForInputCanBeInterrupted() async throws {
        let (process, input, errors) = (Process(), Pipe(), Pipe())
        let output = folder.path("interrupted")
        process.executableURL = Loopsig.executable
        process.arguments = ["audit", "-", "--output", output] + accounts
        process.standardInput = input
        process.standardOutput = Pipe()
        process.standardError = errors
        async let status = withCheckedContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(returning: -1) }
        }
        // On a busy machine, the process may not have started by then. Its identifier is then 0, which stands
        // for the process group of the tests.
        DispatchQueue.global().asyncAfter(deadline: .now() + 60) {
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        let records = try text(log).split(separator: "\n")
        let beginning = records.prefix(3).joined(separator: "\n") + "\n" + records[3].prefix(100)
        try input.fileHandleForWriting.write(contentsOf: Data(beginning.utf8))
        while !FileManager.default.fileExists(atPath: output) { try await Task.sleep(for: .milliseconds(10)) }
        process.interrupt()
        #expect(await status == 1)
        let verdicts = try text(output)
        let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        #expect(verdicts.isEmpty || verdicts.hasSuffix("\n"))
        #expect(
            said.contains("stopped after \(verdicts.split(separator: "\n").count) records; add --resume"))
    }

    @Test func progressIsALineEveryTenSecondsWithoutATerminal() {
        let start = ContinuousClock.now
        var (now, lines) = (start, [String]())
        let line = ProgressLine(isRewritten: false, now: { now }, write: { lines.append($0) })
        for second in 0...35 {
            now = start + .seconds(second)
            line.show("\(second)")
        }
        line.clear()
        #expect(lines == ["10\n", "20\n", "30\n"])
        // On a terminal, one line is rewritten at most ten times a second, and cleared at the end.
        lines = []
        let rewritten = ProgressLine(isRewritten: true, now: { now }, write: { lines.append($0) })
        for _ in 0..<4 {
            rewritten.show("x")
            now += .milliseconds(50)
        }
        rewritten.clear()
        #expect(lines == ["\r\u{1B}[Kx", "\r\u{1B}[Kx", "\r\u{1B}[K"])
    }

    @Test func aCleanLogExitsWithZero() async throws {
        let lines = try text(log).split(separator: "\n")
        let verdicts = try await Loopsig.run(
            ["audit", "--stream", "--profile", "strict"] + accounts, input: text(log))
        let good = zip(lines, verdicts.output.split(separator: "\n")).filter { $1.contains(#""valid":true"#) }
            .prefix(5)
        let outcome = try await Loopsig.run(
            ["audit", "-", "--profile", "strict"] + accounts, input: good.map { $0.0 }.joined(separator: "\n")
        )
        #expect(outcome.status == 0)
        #expect(outcome.output.split(separator: "\n").count == 5)
    }

    @Test(.enabled(if: hasFullDevice)) func outputThatCannotBeWrittenIsAnError() async throws {
        let full = try await Loopsig.run(["audit", log, "--output", "/dev/full"] + accounts)
        #expect(full.status == 1 && full.errors.contains("No space left on device"))
        let output = try await Loopsig.run(["audit", log] + accounts, shell: "> /dev/full")
        #expect(output.status == 1 && output.errors.contains("standard output cannot be written"))
    }

    @Test(arguments: [
        ["audit"], ["audit", "-", "-"], ["audit", "x", "--resume"], ["audit", "--stream", "x"],
        ["audit", "x", "--format", "xml"],
        ["audit", "x", "--profile", "lax"], ["audit", "report"],
    ])
    func aWrongCommandLineIsAUsageError(arguments: [String]) async throws {
        let outcome = try await Loopsig.run(arguments)
        #expect(outcome.status == 64 && outcome.output.isEmpty && !outcome.errors.isEmpty)
    }

    @Test func aFileThatCannotBeReadIsAnError() async throws {
        let accounts = try folder.file("[]", name: "accounts")
        for (arguments, reason) in [
            (["audit", folder.path("absent")], "cannot read the log"),
            (["audit", folder.url.path], "cannot read the log"),
            (["audit", log, "--accounts", folder.path("absent")], "cannot read the accounts"),
            (["audit", log, "--accounts", accounts], "not a JSON object"),
            (["audit", "report", log], "is not a verdict"),
        ] {
            let outcome = try await Loopsig.run(arguments)
            #expect(outcome.status == 1 && outcome.errors.contains(reason), "\(arguments)")
        }
    }
}
