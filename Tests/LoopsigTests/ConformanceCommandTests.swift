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

    @Test func conformingTestee() async throws {
        let outcome = try await run(["--exact-errors"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasSuffix("conforms\n"))
        #expect(outcome.errors.isEmpty, "progress is for terminals")
    }

    @Test func failingTestee() async throws {
        let outcome = try await run([], on: Self.reference + ["--bug", "scalar-modulo-8ell"])
        #expect(outcome.status == 1)
        #expect(outcome.output.hasSuffix("does not conform\n"))
        #expect(outcome.output.contains("ScalarModulus"))
    }

    @Test func reports() async throws {
        let directory = try TemporaryDirectory()
        let paths = ["r.html", "r.json", "r.md"].map(directory.path)
        let outcome = try await run(paths.flatMap { ["--report", $0] })
        #expect(outcome.status == 0)
        let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
        #expect(texts[0].hasPrefix("<!doctype html>"))
        #expect(texts[1].contains("\"isAcceptable\" : true"))
        #expect(texts[2].hasPrefix("# Conformance of"))
    }

    @Test func expectedFailures() async throws {
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

    @Test func mistakesOnTheCommandLine() async throws {
        expectComplaint(try await Loopsig.run(["conformance"]), status: 64, about: "--")
        expectComplaint(try await run(["--report", "report.txt"]), status: 64, about: "report.txt")
        expectComplaint(try await run(["--timeout", "0"]), status: 64, about: "--timeout")
        expectComplaint(try await run(["--timeout", "nan"]), status: 64, about: "--timeout")
        expectComplaint(try await run(["--profile", "lax"]), status: 64, about: "--profile")
        expectComplaint(try await run([], on: ["no-such-program"]), status: 1, about: "no-such-program")
    }

    @Test func reportThatCannotBeWritten() async throws {
        let outcome = try await run(["--report", "/nonexistent/r.html"])
        expectComplaint(outcome, status: 1, about: "/nonexistent/r.html")
    }
}
