// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// If output cannot be written, the program reports an error and does not crash.
@Suite struct OutputTests {
    /// Every command that prints.
    private static let commands: [[String]] = [
        ["--help"], ["help", "sign"], ["key", "--help"], ["--generate-completion-script", "bash"],
        ["key", "generate", "--print"], ["key", "public"], ["key", "public", "--json"],
        ["sign"] + exampleRequest, ["sign", "--trace", "--json"] + exampleRequest,
        ["sign", "--form", "unreduced"] + exampleRequest,
        ["verify", "--signature", reducedSignature, "--public-key", examplePublicKey.y] + exampleRequest,
        ["verify", "--signature", "0x12", "--public-key", examplePublicKey.y, "--json"] + exampleRequest,
        ["hash", "poseidon", "--width", "2", "1"],
        ["cancel", "--network", "mainnet", "--account-id", "1", "--client-order-id", "1", "--dry-run"],
        ["vectors", "check", Repository.root.appending(path: "Vectors/scalar_arithmetic.json").path()],
        ["demo"], ["sandbox"],
    ]
    private let secrets = ["LOOPRING_EDDSA_KEY": exampleKey, "LOOPRING_API_KEY": "x"]

    private func run(_ arguments: [String], _ redirection: String) async throws -> Loopsig.Outcome {
        try await Loopsig.run(arguments, environment: secrets, shell: redirection)
    }

    @Test(
        .enabled(if: hasFullDevice), arguments: commands,
        [(">/dev/full", "No space left"), (">&-", "it is closed")])
    func lostOutputIsAnError(arguments: [String], way: (redirection: String, reason: String)) async throws {
        let outcome = try await run(arguments, way.redirection)
        #expect(outcome.status == 1)
        let lines = outcome.errorLines.filter { !$0.hasPrefix("loopsig: warning: ") }
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("loopsig: error: standard output cannot be written: ") == true)
        #expect(outcome.errors.contains(way.reason), "\(outcome.errors)")
    }

    @Test(arguments: commands)
    func aReaderThatClosesThePipeEndsTheProgramSilently(arguments: [String]) async throws {
        let fifo = try TemporaryDirectory()
        let path = fifo.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        // The shell opens both ends and closes the reading one before the program starts.
        let outcome = try await run(arguments, "3<>'\(path)' >'\(path)' 3<&-")
        #expect(outcome.status == -SIGPIPE)
        #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("loopsig: warning: ") }, "\(outcome.errors)")
    }

    /// The program cannot report the failure, and its answer and its exit status stay the same.
    @Test(.enabled(if: hasFullDevice), arguments: ["2>/dev/full", "2>&-"])
    func theAnswerDoesNotDependOnStandardError(redirection: String) async throws {
        #expect(try await run(["bogus"], redirection).status == 64)
        #expect(try await run(["sign", "--method", "GET", "--url", "nonsense"], redirection).status == 64)
        #expect(
            try await run(["key", "public", "--secret-key-file", "/nonexistent"], redirection).status == 1)
        let warned = try await run(["sign", "--form", "unreduced"] + exampleRequest, redirection)
        #expect(warned.status == 0)
        #expect(warned.output == unreducedSignature + "\n")
        #expect(try await run(["key", "public"], redirection + " >/dev/full").status == 1)
    }

    /// The next file to be opened gets the number of a closed descriptor. If this were the file of a key, the
    /// program would print into it.
    @Test(arguments: [">&-", "2>&-", "<&- >&- 2>&-"])
    func aKeyFileNeverGetsTheNumberOfAStandardDescriptor(redirection: String) async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("key")
        _ = try await run(["key", "generate", "--out", path], redirection)
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        #expect(text.wholeMatch(of: /0x[0-9a-f]{64}\n/) != nil)
    }

    @Test func closedStandardInputIsAnError() async throws {
        let secret = try await run(["key", "public", "--secret-key-file", "-"], "<&-")
        expectComplaint(secret, status: 1, about: "cannot read the secret key")
        let order = try await run(["hash", "order", "-"], "<&-")
        expectComplaint(order, status: 1, about: "cannot read the order")
        let testee = try await run(["testee"], "<&-")
        expectComplaint(testee, status: 1, about: "standard input cannot be read")
    }
}
