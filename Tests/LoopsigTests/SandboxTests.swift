// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite struct SandboxTests {
    @Test func theDemoShowsEveryStep() async throws {
        let outcome = try await Loopsig.run(["demo"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        let hash = "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206"
        #expect(outcome.output.contains("\"hash\":\"\(hash)\""))
        #expect(outcome.output.contains(#""status":"cancelled""#))
        #expect(outcome.output.contains("order in status CANCELLED can't be cancelled"))
        #expect(outcome.output.contains("clientOrderId%3D202003180000%252000001010"))
        #expect(outcome.output.contains("HTTP 400"))
        #expect(outcome.output.contains("104005"))
        #expect(!outcome.output.contains("\u{1B}"), "no color in a pipe")
        #expect(!outcome.output.contains("sandbox-"), "no API key")
    }

    /// The command lines that the sandbox prints work without a change.
    @Test func thePrintedCommandsCancelTheOrders() async throws {
        let sandbox = try RunningSandbox()
        let guide = try sandbox.guide()
        let cancel = try #require(guide["cancel"] as? String)
        let words = cancel.split(separator: " ").map(String.init)
        let first = try await Loopsig.run(Array(words.dropFirst()) + ["--json"])
        #expect(first.status == 0, "\(first.errors)")
        #expect(try first.json()["status"] as? String == "cancelled")
        #expect(try first.json()["isIdempotent"] as? Bool == false)
        let second = try await Loopsig.run(Array(words.dropFirst()) + ["--json"])
        expectComplaint(second, status: 1, about: "order in status CANCELLED can't be cancelled")

        let unknown = words.dropFirst().map { $0.replacing("0206", with: "0207") }
        expectComplaint(try await Loopsig.run(Array(unknown)), status: 1, about: "102117")

        let curl = try #require(guide["curl"] as? String)
        #expect(curl.contains("curl --globoff --request DELETE"))
        #expect(!curl.contains("sandbox-") || !curl.contains("X-API-KEY: sandbox-"))
        if FileManager.default.isExecutableFile(atPath: "/usr/bin/curl") {
            let answer = try shell(curl + " --silent")
            #expect(answer.contains(#""status":"cancelled""#), "\(answer)")
        }

        let keyFile = try #require(guide["secretKeyFile"] as? String)
        #expect(FileManager.default.fileExists(atPath: keyFile))
        #expect(try sandbox.interrupt() == 0)
        #expect(!FileManager.default.fileExists(atPath: keyFile), "the keys are removed with the sandbox")
    }

    @Test func aPortInUseIsReportedOnOneLine() async throws {
        let sandbox = try RunningSandbox()
        let port = try #require((try sandbox.guide()["baseURL"] as? String)?.split(separator: ":").last)
        let outcome = try await Loopsig.run(["sandbox", "--port", String(port)])
        expectComplaint(outcome, status: 1, about: "cannot listen")
        _ = try sandbox.interrupt()
    }

    // MARK: The end

    /// A signal right after the first output ends the sandbox, which removes its keys.
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP], [["--json"], []])
    func aSignalAfterTheFirstOutputRemovesTheKeys(signal: Int32, arguments: [String]) throws {
        for _ in 0..<5 {
            let sandbox = try RunningSandbox(arguments)
            #expect(!sandbox.firstOutput().isEmpty)
            #expect(sandbox.holdsKeys)
            sandbox.send(signal)
            #expect(sandbox.end() == 0)
            #expect(!sandbox.holdsKeys)
        }
    }

    /// The signal comes as soon as the keys exist.
    @Test func aSignalBeforeTheFirstOutputRemovesTheKeys() throws {
        for _ in 0..<5 {
            let sandbox = try RunningSandbox()
            while !sandbox.holdsKeys { Thread.sleep(forTimeInterval: 0.0005) }
            #expect(try sandbox.interrupt() == 0)
            #expect(!sandbox.holdsKeys)
        }
    }

    /// The shell starts the sandbox with SIGHUP ignored, as `nohup` does.
    @Test func anIgnoredHangupStaysIgnored() throws {
        let sandbox = try RunningSandbox(by: #"trap "" HUP; exec "$0" "$@""#)
        _ = try sandbox.guide()
        sandbox.send(SIGHUP)
        Thread.sleep(forTimeInterval: 0.3)
        #expect(sandbox.holdsKeys)
        #expect(try sandbox.interrupt() == 0)
    }

    /// The sandbox ends even if it gets no call. Its output has no reader, so no client can learn its
    /// address.
    @Test(
        .enabled(if: hasFullDevice),
        arguments: [#""$0" "$@" | head -1"#, #""$0" "$@" 2>&1 >/dev/full"#, #""$0" "$@" 2>&1 >&-"#])
    func aReaderThatClosesThePipeEndsTheSandbox(line: String) throws {
        let sandbox = try RunningSandbox([], by: line)
        _ = sandbox.end()
        #expect(!sandbox.holdsKeys)
        let output = sandbox.firstOutput()
        #expect(output.contains("listens on") || output.contains("cannot be written"), "\(output)")
    }

    /// Standard output is a pipe. The test reads only the first lines, so the pipe is full after some 200
    /// more.
    @Test func aFullPipeDelaysNoAnswer() async throws {
        let sandbox = try RunningSandbox(["--no-rate-limit"])
        let text = try #require(sandbox.firstOutput().firstMatch(of: /127\.0\.0\.1:([0-9]+)/)?.output.1)
        let port = try #require(UInt16(text))
        let connection = try #require(RawConnection(port: port))
        let request = "DELETE /api/v3/order?\(String(repeating: "a", count: 280)) HTTP/1.1\r\n\r\n"
        let answers = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let answers = (0..<1_000).count { _ in
                    connection.send(request)
                    return connection.receive { $0.suffix(2).elementsEqual("}}".utf8) }.count > 0
                }
                continuation.resume(returning: answers)
            }
        }
        #expect(answers == 1_000)
        #expect(try sandbox.interrupt() == 0)
        #expect(!sandbox.holdsKeys)
    }

    private func shell(_ command: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

/// A sandbox in a separate process, with its own directory for keys.
private final class RunningSandbox {
    private let process = Process()
    private let output = Pipe()
    private let directory: TemporaryDirectory

    /// - Parameter line: how the shell is to start `"$0" "$@"`.
    init(_ arguments: [String] = ["--json", "--no-rate-limit"], by line: String? = nil) throws {
        directory = try TemporaryDirectory()
        let command = [Loopsig.executable.path, "sandbox"] + arguments
        let words = (line.map { ["/bin/sh", "-c", $0] } ?? []) + command
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ["PATH": "/usr/bin:/bin", "TMPDIR": directory.url.path]
        process.standardOutput = output
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Whether there is a directory of keys.
    var holdsKeys: Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: directory.url.path).isEmpty) == false
    }

    /// The first output of the sandbox with --json: one object.
    func guide() throws -> [String: Any] {
        var text = Data()
        while !text.suffix(3).elementsEqual("\n}\n".utf8) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            text += more
        }
        return try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    }

    /// The first output of the sandbox. The sandbox is then ready.
    func firstOutput() -> String {
        String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end of the sandbox. Returns the exit status, or the negative number of the signal that
    /// ended it.
    func end() -> Int32 {
        process.waitUntilExit()
        let status = process.terminationStatus
        return process.terminationReason == .uncaughtSignal ? -status : status
    }

    /// Interrupts the sandbox as Control-C does. Returns the exit status.
    func interrupt() throws -> Int32 {
        send(SIGINT)
        return end()
    }
}
