import ArgumentParser
import EdDSA
import Foundation
import VectorSuite

/// `loopsig conformance`
struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Tests any implementation: starts a testee, asks it every vector, judges every answer.",
        discussion: """
            A testee is a program that reads one JSON object a line and answers each with one line; \
            Vectors/README.md describes the protocol. A test that expects a rejection is passed by any \
            rejection, unless --exact-errors is given.

            Exit status 0: nothing failed but what is expected to, and all of that did. 1: otherwise.
            """
    )

    @Option(help: "relayer or strict: verify signatures under this profile only. May be repeated.")
    var profile: [VerificationProfile] = []

    @Flag(help: "Compare error codes as well.")
    var exactErrors = false

    @Option(
        help: ArgumentHelp(
            "Write a report, in the format that the name says: .html, .json or .md. May be repeated.",
            valueName: "file"))
    var report: [String] = []

    @Option(
        help: ArgumentHelp(
            "A list of tests that are known to fail: FILE#tcId or flag:FlagName a line, # for comments.",
            valueName: "file"))
    var expectedFailures: String?

    @Option(
        help: ArgumentHelp(
            "Vector files, or folders of them. By default the folder Vectors.", valueName: "path"))
    var vectors: [String] = []

    @Option(help: ArgumentHelp("How long the answer to one request may take.", valueName: "seconds"))
    var timeout: Double = 10

    @Argument(parsing: .postTerminator, help: "The testee: a program and its arguments.")
    var command: [String] = []

    func validate() throws {
        guard !command.isEmpty else {
            throw ValidationError("Name the testee after --, as in: -- python3 testee.py")
        }
        guard timeout > 0, timeout <= 3600 else {
            throw ValidationError("--timeout must be above 0 and at most 3600.")
        }
        for file in report where ReportFormat(file: file) == nil {
            throw ValidationError("--report \(file): the name must end in .html, .json or .md.")
        }
    }

    func run() throws {
        let expected = try self.expected()
        let files = try VectorPaths.files(at: vectors)
        Interruption.killsTestee()
        var report = try self.report(on: files)
        report.apply(expected)
        for file in self.report { try write(report, to: file) }
        try StandardOutput.line(text(of: report, on: .standardOutput))
        guard report.isAcceptable else { throw ExitCode(Failure.Status.no.rawValue) }
    }

    private func expected() throws(Failure) -> ExpectedFailures {
        guard let path = expectedFailures else { return .none }
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else { throw .refused("\(path) cannot be read") }
        do { return try ExpectedFailures(text) } catch { throw .refused("\(path), \(error)") }
    }

    private func report(on files: [VectorFile]) throws(Failure) -> ConformanceReport {
        let options = ConformanceRun.Options(
            profiles: profile.isEmpty ? VerificationProfile.allCases : profile, exactErrors: exactErrors,
            timeLimit: .milliseconds(Int(timeout * 1000)))
        let line = ProgressLine()
        defer { line.clear() }
        do {
            return try ConformanceRun(files: files, options: options).report(on: command) { progress in
                line.show(ConformanceCommand.text(of: progress))
            }
        } catch {
            throw .refused("\(error)")
        }
    }

    private static func text(of progress: ConformanceRun.Progress) -> String {
        let counts = Column.allCases.compactMap { column in
            progress.counts[column].map { "\($0) \(column.rawValue)" }
        }
        return "\(progress.done) of \(progress.total)  \(progress.file)  \(counts.joined(separator: ", "))"
    }

    private func write(_ report: ConformanceReport, to path: String) throws {
        let data: Data
        switch ReportFormat(file: path) {
        case .html: data = Data(report.html.utf8)
        case .markdown: data = Data(report.markdown.utf8)
        case .json: data = try report.json
        case nil: return
        }
        do {
            try data.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failure.refused("the report \(path) cannot be written: \(error.localizedDescription)")
        }
    }

    // MARK: Summary

    /// The figures a file, the flags that failed with one case each, and the verdict.
    private func text(of report: ConformanceReport, on terminal: Terminal) -> String {
        var lines = [ConformanceCommand.row("", Column.allCases.map(\.rawValue))]
        for (file, counts) in report.countsByFile {
            lines.append(ConformanceCommand.row(file, Column.allCases.map { "\(counts[$0] ?? 0)" }))
        }
        lines.append(ConformanceCommand.row("all", Column.allCases.map { "\(report.counts[$0] ?? 0)" }))
        lines += ConformanceCommand.beginning(of: report.flagSummaries, what: "flags that fail") { flag in
            "\(terminal.bad(flag.name))  \(flag.failed) of \(flag.total)\n"
                + TextLayout.wrapped(TextLayout.visible(flag.note), indentation: "  ")
        }
        lines += ConformanceCommand.beginning(of: report.unexpectedFailures, what: "failures") {
            ConformanceCommand.text(of: $0, terminal)
        }
        lines += report.remarks
        lines.append(
            report.isAcceptable ? terminal.good("conforms") : terminal.bad("does not conform"))
        return lines.joined(separator: "\n")
    }

    /// The first few of what may be thousands.
    private static func beginning<Item>(of items: [Item], what: String, text: (Item) -> String) -> [String] {
        let shown = items.prefix(8)
        let rest = items.count - shown.count
        return shown.map(text) + (rest > 0 ? ["… and \(rest) more \(what); --report has them all"] : [])
    }

    private static func row(_ title: String, _ cells: [String]) -> String {
        TextLayout.padded(title, to: 32)
            + cells.map { String(repeating: " ", count: max(1, 13 - $0.count)) + $0 }.joined()
    }

    private static func text(of result: TestResult, _ terminal: Terminal) -> String {
        let problem = result.problem
        let profile = problem?.profile.map { ", profile \($0)" } ?? ""
        return """
            \(terminal.bold("\(result.file)#\(result.tcId)")) \(result.column.rawValue): \(result.op), \
            \(problem?.stage ?? "")\(profile): \(TextLayout.visible(result.comment)) [\(result.flags.joined(separator: ", "))]
              expected \(TextLayout.visible(problem?.expected ?? ""))
              actual   \(TextLayout.visible(problem?.actual ?? ""))
            """
    }
}

/// The formats that a report can be written in.
private enum ReportFormat {
    case html, json, markdown

    init?(file: String) {
        switch URL(filePath: file).pathExtension.lowercased() {
        case "html", "htm": self = .html
        case "json": self = .json
        case "md", "markdown": self = .markdown
        default: return nil
        }
    }
}
