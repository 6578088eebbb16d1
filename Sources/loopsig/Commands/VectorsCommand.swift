// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import StrictJSON
import VectorSuite

struct VectorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors",
        abstract: "Works with test vectors.",
        subcommands: [VectorsCheckCommand.self]
    )
}

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
            var report = FileReport(entry)
            if let file = report.file {
                let line = ProgressLine()
                report.failures = await VectorCheck.failures(in: file) { done in
                    line.show("\(VisibleText.visible(file.name))  \(done) of \(file.tests.count)")
                }
                line.clear()
            }
            if !output.json { try StandardOutput.line(report.text(on: .standardOutput)) }
            reports.append(report)
        }
        let total = reports.reduce(0) { $0 + $1.tests.count }
        let failed = reports.reduce(0) { $0 + $1.failedTests }
        let broken = reports.count { $0.error != nil }
        let verdict = total == 0 ? "nothing was tested" : failed == 0 ? "all passed" : "\(failed) failed"
        try output.print(
            ["files": reports.map(\.output)],
            text: "\(total) tests in \(reports.count - broken) files: \(verdict)"
                + (broken == 0 ? "" : "; \(broken) files not usable"))
        guard total > 0, failed == 0, broken == 0 else { throw ExitCode.failure }
    }
}

private struct FileReport {
    let name: String
    let file: VectorFile?
    let error: String?
    var failures: [VectorFailure] = []

    init(_ entry: VectorFolder.Entry) {
        file = try? entry.content.get()
        name = file?.name ?? LoopsigCommand.visible(entry.url.lastPathComponent)
        error = if case .failure(let error) = entry.content { error.description } else { nil }
    }

    var tests: [VectorTest] { file?.tests ?? [] }

    /// How many tests failed. A test that failed under both profiles counts once.
    var failedTests: Int { Set(failures.map(\.test.tcId)).count }

    var output: OutputObject {
        [
            "name": name, "error": error, "numberOfTests": tests.count,
            "numberOfFlags": file?.notes.count ?? 0,
            "failures": failures.map { failure -> OutputObject in
                [
                    "tcId": failure.test.tcId, "comment": failure.test.comment, "flags": failure.test.flags,
                    "op": failure.test.op ?? "", "profile": failure.profile?.rawValue,
                    "stage": failure.stage, "expected": failure.expected, "actual": failure.actual,
                ]
            },
        ]
    }

    func text(on terminal: Terminal) -> String {
        let title = TextLayout.padded(VisibleText.visible(name), to: 32)
        if let error { return "\(title)  \(terminal.bad("not usable")): \(VisibleText.visible(error))" }
        let figures = "\(tests.count) tests, \(file?.notes.count ?? 0) flags"
        guard !failures.isEmpty else { return "\(title)  \(terminal.good("passed"))  \(figures)" }
        let head = "\(title)  \(terminal.bad("\(failedTests) failed"))  \(figures)"
        return ([head] + failures.map { text(of: $0, terminal) }).joined(separator: "\n")
    }

    private func text(of failure: VectorFailure, _ terminal: Terminal) -> String {
        let test = failure.test
        return """
              \(terminal.bold("#\(test.tcId)")) \(failure.place): \(VisibleText.visible(test.comment)) \
            [\(VisibleText.visible(test.flags.joined(separator: ", ")))]
                 expected \(VisibleText.visible(failure.expected))
                 actual   \(VisibleText.visible(failure.actual))
            """
    }
}
