// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite struct ConformanceCommandTests {
    private static let vectors = Repository.root.appending(path: "Vectors")
    private static let reference = ["python3", vectors.path(), "testee"]
    /// A file without the slow operations.
    private static let small = ["--vectors", vectors.appending(path: "scalar_arithmetic.json").path()]

    private func run(_ options: [String], on testee: [String] = reference) async throws -> Loopsig.Outcome {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return try await Loopsig.run(
            ["conformance"] + Self.small + options + ["--"] + testee, environment: ["PATH": path],
            timeout: 120)
    }

    @Test func aConformingTesteePasses() async throws {
        let outcome = try await run(["--exact-errors"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("conforms\n"))
        // On a slow machine, standard error has a line of progress every ten seconds, and nothing else.
        #expect(outcome.errorLines.allSatisfy { $0.contains(" of ") })
    }

    @Test func aFailingTesteeDoesNotConform() async throws {
        let outcome = try await run([], on: Self.reference + ["--bug", "scalar-modulo-8ell"])
        #expect(outcome.status == 1)
        #expect(outcome.output.hasSuffix("does not conform\n"))
        #expect(outcome.output.contains("ScalarModulus"))
    }

    @Test func aLeakOfTheKeyIsTheFirstLine() async throws {
        // The reference, which here supports the unreduced form only.
        let signer = """
            import sys
            sys.path.insert(0, sys.argv[1])
            from loopring_vectors.reference import testee
            from loopring_vectors.reference.operations import Operations
            from loopring_vectors.reference.scheme import REFERENCE

            class Signer(Operations):
                def answer(self, op, arguments):
                    reduced = arguments.get("form") == "reduced"
                    return {"unsupported": True} if reduced else super().answer(op, arguments)

            testee.serve(Signer(REFERENCE))
            """
        let sign = Self.vectors.appending(path: "eddsa_sign.json").path()
        let outcome = try await run(
            ["--vectors", sign, "--only", "Ordinary"], on: ["python3", "-c", signer, Self.vectors.path()])
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasPrefix(
                "It signs in the unreduced form: each signature leaks three bits of the secret key."))
    }

    @Test func everyFormatOfReportIsWritten() async throws {
        let directory = try TemporaryDirectory()
        let paths = ["r.html", "r.json", "r.md"].map(directory.path)
        let outcome = try await run(paths.flatMap { ["--report", $0] })
        #expect(outcome.status == 0)
        let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
        #expect(texts[0].hasPrefix("<!doctype html>"))
        #expect(texts[1].contains("\"isAcceptable\" : true"))
        #expect(texts[2].hasPrefix("# Conformance of"))
    }

    @Test func anExpectedFailureThatPassesIsAFailure() async throws {
        let directory = try TemporaryDirectory()
        let list = try directory.file("flag:Ordinary # they pass, so this is wrong\n")
        let outcome = try await run(["--expected-failures", list])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("flag:Ordinary is expected to fail, but does not."))
        let nonsense = try directory.file("nonsense\n", name: "nonsense")
        expectComplaint(try await run(["--expected-failures", nonsense]), status: 1, about: "line 1")
        expectComplaint(
            try await run(["--expected-failures", directory.path("missing")]), status: 1,
            about: "cannot be read")
    }

    @Test func aWrongCommandLineIsRefused() async throws {
        expectComplaint(try await Loopsig.run(["conformance"]), status: 64, about: "--")
        expectComplaint(try await run(["--report", "report.txt"]), status: 64, about: "report.txt")
        expectComplaint(try await run(["--timeout", "0"]), status: 64, about: "--timeout")
        expectComplaint(try await run(["--timeout", "nan"]), status: 64, about: "--timeout")
        expectComplaint(try await run(["--limit", "0"]), status: 64, about: "--limit")
        expectComplaint(try await run(["--jobs", "0"]), status: 64, about: "--jobs")
        expectComplaint(try await run(["--form", "both"]), status: 64, about: "--form")
        expectComplaint(try await run(["--profile", "lax"]), status: 64, about: "--profile")
        expectComplaint(try await run([], on: ["no-such-program"]), status: 1, about: "no-such-program")
    }

    /// The command checks this before it tests anything, because a run can take an hour.
    @Test func aReportThatCannotBeWrittenIsAnErrorBeforeTheRun() async throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: directory.path("folder.html"), withIntermediateDirectories: false)
        let locked = try directory.file("kept", name: "locked.html", mode: 0o400)
        for path in ["/nonexistent/r.html", directory.path("folder.html")] + (getuid() == 0 ? [] : [locked]) {
            let outcome = try await run(["--report", path], on: ["no-such-program"])
            expectComplaint(outcome, status: 1, about: path)
            #expect(outcome.errors.contains("cannot be written"))
        }
        let kept = try directory.file("kept", name: "r.html")
        expectComplaint(
            try await run(["--report", kept, "--report", directory.path("new.md")], on: ["no-such-program"]),
            status: 1, about: "no-such-program")
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == "kept", "nothing was tested")
        #expect(!FileManager.default.fileExists(atPath: directory.path("new.md")))
    }

    /// The result is printed before the report is written. So it is not lost if the folder disappears.
    @Test func theResultIsPrintedEvenIfItsReportCannotBeWritten() async throws {
        let directory = try TemporaryDirectory()
        let folder = directory.path("reports")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let outcome = try await run(
            ["--report", folder + "/r.html"],
            on: ["sh", "-c", "rm -r \(folder); exec \(Self.reference.joined(separator: " "))"])
        #expect(outcome.status == 1)
        #expect(outcome.output.hasSuffix("conforms\n"))
        #expect(outcome.errors.contains("cannot be written"))
    }

    @Test func aTesteeThatDoesNotStartIsAnError() async throws {
        let outcome = try await run([], on: ["python3", "/nonexistent/testee.py"])
        expectComplaint(outcome, status: 1, about: "gives no answer")
        #expect(outcome.errors.contains("can't open file"))
    }

    /// A signal that ends the run also ends the process group of the testee.
    @Test(
        "a signal ends the program and its testee", .enabled(if: hasProcessFiles),
        arguments: [SIGHUP, SIGTERM, SIGINT])
    func signals(number: Int32) async throws {
        let directory = try TemporaryDirectory()
        let testee =
            "echo $$ >\(directory.path("leader")); sleep 3600 & echo $! >\(directory.path("child")); wait"
        let process = Process()
        process.executableURL = Loopsig.executable
        process.arguments = ["conformance"] + Self.small + ["--timeout", "600", "--", "sh", "-c", testee]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        func pid(_ name: String) -> pid_t? {
            (try? String(contentsOfFile: directory.path(name), encoding: .utf8)).flatMap {
                pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
        for _ in 0..<2000 where pid("child") == nil { try await Task.sleep(for: .milliseconds(10)) }
        let started = try [#require(pid("leader")), #require(pid("child"))]
        kill(process.processIdentifier, number)
        process.waitUntilExit()
        #expect(process.terminationStatus == 128 + number)
        for pid in started {
            for _ in 0..<200 where isAlive(pid) { try await Task.sleep(for: .milliseconds(10)) }
            #expect(!isAlive(pid))
        }
    }

    /// Whether a process runs. A zombie does not run: it has ended, and only its status remains.
    private func isAlive(_ pid: pid_t) -> Bool {
        guard kill(pid, 0) == 0 else { return false }
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        return stat?.contains(") Z ") != true
    }

    @Test func onlyTheSelectedTestsRun() async throws {
        let directory = try TemporaryDirectory()
        let report = directory.path("r.json")
        let bug = Self.reference + ["--bug", "scalar-modulo-8ell"]
        #expect(try await run(["--report", report], on: bug).status == 1)
        let failed = try await run(["--failed", report], on: bug)
        #expect(failed.status == 1)
        #expect(!failed.output.contains("passed,"))
        #expect(try await run(["--failed", report]).status == 0)
        let one = try await run(["--only", "scalar_arithmetic:1", "--jobs", "3"])
        #expect(one.status == 0)
        expectComplaint(try await run(["--only", "nothing"]), status: 64, about: "\"nothing\"")
        expectComplaint(
            try await run(["--failed", directory.file("{}")]), status: 1, about: "is not a JSON report")
    }

    /// The program finds the vectors of the repository in which it was built, from any working directory.
    @Test func vectorsAreFoundFromAnyFolder() async throws {
        let process = Process()
        process.executableURL = Loopsig.executable
        process.arguments = ["conformance", "--only", "scalar_arithmetic:1", "--"] + Self.reference
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let directory = try TemporaryDirectory()
        let none = try await Loopsig.run(["conformance", "--vectors", directory.url.path(), "--", "true"])
        expectComplaint(none, status: 64, about: "no vector files in ")
    }
}
