// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Conformance
import EdDSA
import Foundation
import Reports
import StrictJSON
import VectorSuite

struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Tests any implementation: starts a testee, sends it every test, and judges every answer.",
        discussion: """
            A testee is a program that reads one JSON object per line and answers each with one line; \
            Vectors/README.md describes the protocol. If a test expects a rejection, any rejection passes, unless \
            --exact-errors is given.

            Exit status 0: at least one test was answered, no test failed unexpectedly, and every test that is \
            expected to fail failed. 1: otherwise.
            """
    )

    @Option(
        help: """
            Verify under this profile only: relayer or strict. May be repeated. By default every profile that the \
            testee supports.
            """)
    var profile: [VerificationProfile] = []

    @Option(help: "The form of S to request: reduced or unreduced. By default the one that the testee emits.")
    var form: SigningForm?

    @Flag(help: "Compare error codes as well.")
    var exactErrors = false

    @Option(
        help: ArgumentHelp(
            "Run these tests only: an operation, a flag, or FILE:ID. May be repeated.", valueName: "tests"))
    var only: [String] = []

    @Option(
        help: ArgumentHelp(
            "Run only the tests that failed in this JSON report.", valueName: "report.json"))
    var failed: String?

    @Option(help: ArgumentHelp("Run this many testees at the same time.", valueName: "number"))
    var jobs: Int = 1

    @Option(
        help: ArgumentHelp(
            "Write a report. Its name sets the format: .html, .json or .md. May be repeated.",
            valueName: "file"))
    var report: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file that lists the tests that are expected to fail: FILE#tcId or flag:FlagName on each line.",
            valueName: "file"))
    var expectedFailures: String?

    @Option(
        help: ArgumentHelp(
            "Vector files, or folders of them. By default the nearest folder Vectors.", valueName: "path"))
    var vectors: [String] = []

    @Option(help: ArgumentHelp("The time limit of one answer.", valueName: "seconds"))
    var timeout: Double = 10

    @Option(help: ArgumentHelp("The time limit of the whole run.", valueName: "seconds"))
    var limit: Double = 1800

    @Argument(parsing: .postTerminator, help: "The testee: a program and its arguments.")
    var command: [String] = []

    func validate() throws {
        guard !command.isEmpty else {
            throw ValidationError("no testee: give its command after --, such as -- python3 testee.py")
        }
        guard timeout > 0, timeout <= 3600 else {
            throw ValidationError("--timeout must be above 0 and at most 3600 seconds")
        }
        guard limit > 0, limit <= 604_800 else {
            throw ValidationError("--limit must be above 0 and at most 604800 seconds")
        }
        guard (1...256).contains(jobs) else { throw ValidationError("--jobs must be from 1 to 256") }
        for file in report where !ConformanceCommand.formats.contains(fileExtension(of: file)) {
            throw ValidationError("--report \(file): the name must end in .html, .json or .md")
        }
    }

    func run() async throws {
        // A run may take minutes, so check first that the reports can be written.
        for file in report { try OutputFile.expectWritable(file, as: "report") }
        let expected = try self.expected()
        let (files, folder) = try VectorPaths.files(at: vectors)
        let selection = try self.selection(of: files)
        let signals = await StopSignals.handled()
        let watcher = Task.detached {
            guard let signal = await signals.first(where: { _ in true }) else { return }
            TesteeProcess.endAll()
            Foundation.exit(128 + signal.rawValue)
        }
        defer { watcher.cancel() }
        let lines = (try? ProtocolLine.all(in: folder)) ?? []
        // The run blocks its thread. On the main actor it does not block a thread that other tasks need.
        var result = try await MainActor.run {
            try self.report(on: files, selection.isEverything ? lines : [], selection)
        }
        result.expect(expected)
        result.explain(byBugsIn: folder)
        // Print the result before writing files: if the disk is full, the result must not be lost.
        try StandardOutput.line(result.text(on: .standardOutput))
        for file in report { try ConformanceCommand.write(result, to: file) }
        guard result.isAcceptable else { throw ExitCode.failure }
    }

    private func expected() throws(CommandFailure) -> [TestEntry] {
        guard let path = expectedFailures else { return [] }
        guard let data = FileManager.default.contents(atPath: path), let text = String(strictUTF8: data)
        else { throw .refused("the list of expected failures \(path) cannot be read as UTF-8 text") }
        do { return try TestEntry.expectedFailures(text) } catch { throw .refused("\(path), \(error)") }
    }

    private func selection(of files: [VectorFile]) throws(CommandFailure) -> TestSelection {
        var selection = TestSelection()
        if !only.isEmpty {
            do { selection = try TestSelection(only, of: files) } catch {
                throw .usage("--only: \(error)")
            }
        }
        if let path = failed {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw .refused("the report \(path) of --failed cannot be read")
            }
            do { try selection.keepFailures(of: data) } catch { throw .refused("\(path) \(error)") }
        }
        return selection
    }

    private func report(
        on files: [VectorFile], _ lines: [ProtocolLine], _ selection: TestSelection
    ) throws -> ConformanceReport {
        var run = ConformanceRun(files: files)
        run.lines = lines
        run.profiles = profile.isEmpty ? nil : profile
        run.form = form
        run.exactErrors = exactErrors
        run.timeLimit = .milliseconds(Int(timeout * 1000))
        run.wholeTimeLimit = .milliseconds(Int(limit * 1000))
        run.jobs = jobs
        run.selection = selection
        let line = ProgressLine()
        defer { line.clear() }
        return try run.report(
            on: command,
            progress: { done, total, file, counts in
                let counts = ConformanceReport.text(of: counts)
                line.show("\(done) of \(total)  \(VisibleText.visible(file))  \(counts)")
            })
    }

    private static let formats = ["html", "htm", "json", "md", "markdown"]

    /// Writes the report in the format that the extension of the name sets.
    private static func write(_ report: ConformanceReport, to path: String) throws {
        let bytes =
            switch fileExtension(of: path) {
            case "json": try report.json
            case "md", "markdown": Data(report.markdown.utf8)
            default: Data(Page(report).html(version: LoopsigCommand.version).utf8)
            }
        try OutputFile.write(bytes, to: path, as: "report")
    }
}

extension SigningForm: ExpressibleByArgument {}
