// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import StrictJSON
import VectorSuite

/// `loopsig vectors`
struct VectorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors",
        abstract: "Works with test vectors.",
        subcommands: [VectorsCheckCommand.self]
    )
}

/// `loopsig vectors check`
struct VectorsCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks this implementation against vector files: ours, or others in the same format.",
        discussion: """
            The command compares every output, every intermediate value and every error code. Exit status 0: all \
            are as the files state. 1: a value differs, a file is not a vector file, or no file has a test.
            """
    )

    @OptionGroup var output: OutputOptions

    @Argument(help: "Vector files, or folders of them. By default the nearest folder Vectors.")
    var paths: [String] = []

    func run() async throws {
        var reports: [FileReport] = []
        for entry in try VectorPaths.entries(at: paths) {
            let report: FileReport
            switch entry.content {
            case .success(let file): report = FileReport(file, await failures(in: file))
            case .failure(let error):
                report = FileReport(
                    name: LoopsigCommand.visible(entry.url.lastPathComponent), error: error.description)
            }
            if !output.json { try StandardOutput.line(report.text(on: .standardOutput)) }
            reports.append(report)
        }
        let summary = Summary(files: reports)
        try output.print(summary, text: summary.text)
        guard summary.isPassed else { throw ExitCode.failure }
    }

    private func failures(in file: VectorFile) async -> [VectorFailure] {
        let line = ProgressLine()
        let total = file.tests.count
        let failures = await VectorCheck.failures(in: file) { done in
            line.show("\(VisibleText.visible(file.name))  \(done) of \(total)")
        }
        line.clear()
        return failures
    }
}

/// The result of one file.
private struct FileReport: Encodable {
    struct Case: Encodable {
        let tcId: Int
        let comment: String
        let flags: [String]
        let op: String
        let profile: String?
        let stage, expected, actual: String
    }

    let name: String
    let error: String?
    let numberOfTests: Int
    let numberOfFlags: Int
    let failures: [Case]

    init(name: String, error: String) {
        self.name = name
        self.error = error
        numberOfTests = 0
        numberOfFlags = 0
        failures = []
    }

    init(_ file: VectorFile, _ failures: [VectorFailure]) {
        name = file.name
        error = nil
        let tests = Dictionary(uniqueKeysWithValues: file.tests.map { ($0.tcId, $0) })
        numberOfTests = tests.count
        numberOfFlags = file.notes.count
        self.failures = failures.map { failure in
            Case(
                tcId: failure.tcId, comment: tests[failure.tcId]?.comment ?? "",
                flags: tests[failure.tcId]?.flags ?? [], op: failure.op, profile: failure.profile?.rawValue,
                stage: failure.stage, expected: failure.expected, actual: failure.actual)
        }
    }

    /// How many tests failed. A test that failed under both profiles counts once.
    var failedTests: Int { Set(failures.map(\.tcId)).count }

    func text(on terminal: Terminal) -> String {
        let title = TextLayout.padded(VisibleText.visible(name), to: 32)
        if let error { return "\(title)  \(terminal.bad("not usable")): \(VisibleText.visible(error))" }
        let figures = "\(numberOfTests) tests, \(numberOfFlags) flags"
        guard !failures.isEmpty else { return "\(title)  \(terminal.good("passed"))  \(figures)" }
        let head = "\(title)  \(terminal.bad("\(failedTests) failed"))  \(figures)"
        return ([head] + failures.map { text(of: $0, terminal) }).joined(separator: "\n")
    }

    private func text(of failure: Case, _ terminal: Terminal) -> String {
        let profile = failure.profile.map { ", profile \($0)" } ?? ""
        let what = [failure.op, failure.stage].filter { !$0.isEmpty }.joined(separator: ", ")
        return """
              \(terminal.bold("#\(failure.tcId)")) \(what)\(profile): \(VisibleText.visible(failure.comment)) \
            [\(VisibleText.visible(failure.flags.joined(separator: ", ")))]
                 expected \(VisibleText.visible(failure.expected))
                 actual   \(VisibleText.visible(failure.actual))
            """
    }
}

/// The result of all files.
private struct Summary: Encodable {
    let files: [FileReport]

    /// Whether there is at least one test, all tests passed, and every file could be used.
    var isPassed: Bool { total > 0 && files.allSatisfy { $0.error == nil && $0.failures.isEmpty } }

    private var total: Int { files.reduce(0) { $0 + $1.numberOfTests } }

    var text: String {
        let failed = files.reduce(0) { $0 + $1.failedTests }
        let broken = files.count { $0.error != nil }
        let verdict = total == 0 ? "nothing was tested" : failed == 0 ? "all passed" : "\(failed) failed"
        return "\(total) tests in \(files.count - broken) files: \(verdict)"
            + (broken == 0 ? "" : "; \(broken) files not usable")
    }
}
