// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import StrictJSON
import SystemPackage
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

/// Finds the vector files of a command.
enum VectorPaths {
    /// The vector files at the paths. Without a path, they are those of the first folder Vectors that has
    /// some: in the working directory or above it, then next to the program or above it, then in the
    /// installation's share/loopsig.
    static func entries(at paths: [String]) throws(CommandFailure) -> [VectorFolder.Entry] {
        let folders = paths.isEmpty ? candidates() : []
        let places = paths.isEmpty ? folders.filter(FileManager.default.fileExists).map { [$0] } : [paths]
        let entries = places.lazy.map(VectorFolder.entries).first { !$0.isEmpty }
        if let entries { return entries }
        guard paths.isEmpty else {
            let places = paths.map { URL(filePath: $0).standardizedFileURL.path(percentEncoded: false) }
            throw .usage("there are no vector files in \(places.joined(separator: ", "))")
        }
        throw .usage(
            "there are no vector files in \(folders.first ?? "Vectors"), nor in another folder Vectors above it or "
                + "above the program; name them with --vectors (conformance) or as arguments (vectors check)")
    }

    /// The files, and the folder of the first one. Throws if a file cannot be used.
    static func files(at paths: [String]) throws(CommandFailure) -> (files: [VectorFile], folder: URL) {
        var files: [VectorFile] = []
        let entries = try entries(at: paths)
        for entry in entries {
            switch entry.content {
            case .success(let file): files.append(file)
            case .failure(let error): throw .refused("\(entry.url.relativePath) \(error)")
            }
        }
        return (files, entries[0].url.deletingLastPathComponent())
    }

    private static func candidates() -> [String] {
        let workingDirectory = FileManager.default.currentDirectoryPath
        let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? workingDirectory
        let folder = FilePath(program).removingLastComponent()
        let folders = [FilePath(workingDirectory), folder].flatMap { start in
            sequence(first: start) { $0.components.isEmpty ? nil : $0.removingLastComponent() }
        }
        let installed = folder.removingLastComponent().appending("share/loopsig")
        return (folders + [installed]).map { $0.appending("Vectors").string }
    }
}
