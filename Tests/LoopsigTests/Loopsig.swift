// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Runs the program that the package manager has built.
enum Loopsig {
    /// The result of a run.
    struct Outcome {
        /// The exit status; the negative number of the signal that ended it.
        let status: Int32
        let output: String
        let errors: String
        let duration: Duration

        /// The lines on standard error.
        var errorLines: [Substring] { errors.split(separator: "\n") }

        /// Standard output as JSON.
        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        }
    }

    /// The program. The package manager puts it next to the test bundle.
    static let executable: URL = {
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        let testProduct = bundle?.bundleURL ?? URL(filePath: CommandLine.arguments[0])
        return testProduct.deletingLastPathComponent().appending(path: "loopsig")
    }()

    /// Runs the program to its end; after `timeout` seconds it is killed.
    ///
    /// It waits on a separate thread, because other tests keep the threads of the pool busy.
    ///
    /// - Parameter shell: further words of the command line, in the shell's syntax: redirections such as
    ///   `>&-`, or arguments that are not text.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String = "",
        shell: String? = nil, directory: URL? = nil, timeout: Double = 120
    ) async throws -> Outcome {
        let command =
            shell.map { ["/bin/sh", "-c", #"exec "$0" "$@" "# + $0, executable.path] } ?? [
                executable.path
            ]
        return try await run(
            command: command + arguments, environment, input, directory, timeout)
    }

    private static func run(
        command: [String], _ environment: [String: String], _ input: String, _ directory: URL?,
        _ timeout: Double
    ) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try runBlocking(
                            command, environment: environment, input: input, directory: directory,
                            timeout: timeout)
                    })
            }
        }
    }

    private static func runBlocking(
        _ command: [String], environment: [String: String], input: String, directory: URL?, timeout: Double
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        if let directory { process.currentDirectoryURL = directory }
        // Pass no variable of the tester's environment, because the program would read a key there. The
        // options of a sanitizer are the exception.
        let options = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }
        process.environment = ["PATH": "/usr/bin:/bin"].merging(options) { $1 }.merging(environment) { $1 }
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        let start = ContinuousClock.now
        try process.run()
        let killer = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + timeout, execute: killer)
        defer { killer.cancel() }
        try? stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try? stdin.fileHandleForWriting.close()
        // Read standard output first. Standard error is at most a few lines, which fit into the pipe.
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let errors = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let isSignal = process.terminationReason == .uncaughtSignal
        return Outcome(
            status: isSignal ? -process.terminationStatus : process.terminationStatus,
            output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self), duration: ContinuousClock.now - start)
    }
}

/// A directory that is removed at the end of the test that made it.
final class TemporaryDirectory {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "loopsig-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a file with these contents and this mode.
    func file(_ contents: String, name: String = "file", mode: Int = 0o600) throws -> String {
        let path = url.appending(path: name).path
        try #require(
            FileManager.default.createFile(
                atPath: path, contents: Data(contents.utf8), attributes: [.posixPermissions: mode]))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    /// The path of a file that does not exist.
    func path(_ name: String) -> String { url.appending(path: name).path }
}

/// The secret key of the published examples.
let exampleKey = "0x0000000000000000000000000000000000000000000000000000000000001234"
/// The public key of this secret key (Vectors/worked_examples.md, section 7). The signatures in
/// Vectors/known_answers.json verify with it.
let examplePublicKey = (
    x: "0x00d6d6c5490e3b22f46d9217692ebd71f22787e98dbeeb5f17dd26304d030fd3",
    y: "0x2897d8f26b7261fc44e441ca82d64a76996451c6e0416c6a560c7e66af61cbf8"
)
/// The documentation's worked example.
let exampleRequest = [
    "--method", "DELETE", "--url", "https://api3.loopring.io/api/v3/order", "--param", "accountId=10005",
    "--param", "clientOrderId=Sample",
]
/// The signature of the worked example. Three public implementations make it, byte for byte.
let unreducedSignature =
    "0x212db8383b951db907143e86a9a3d49b4a56b474a05a5283e8aaab6d2037cc83"
    + "2be051c5b4de0ccbe09e29a5057e028319469d6056f184d08ed7b9b30e9791d6"
    + "195b143ab91236cfe2abf7cdfb4ce904acd6fbe62805d27ea6512307e786f86a"
/// The same signature with S mod ℓ.
let reducedSignature =
    "0x212db8383b951db907143e86a9a3d49b4a56b474a05a5283e8aaab6d2037cc83"
    + "2be051c5b4de0ccbe09e29a5057e028319469d6056f184d08ed7b9b30e9791d6"
    + "0128ed01487966bb0683d4f2ba8c3cd5ffdb450543821a550886c39703025ca6"

/// Expects that the run ended with this status and printed one error, which has the text `about`.
func expectComplaint(
    _ outcome: Loopsig.Outcome, status: Int32, about text: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(outcome.status == status, sourceLocation: sourceLocation)
    #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors.hasPrefix("loopsig: error: "), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.errors.contains(text), "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, "\(outcome.output)", sourceLocation: sourceLocation)
}
