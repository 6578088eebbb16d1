import Foundation
import TestSupport
import Testing

@Suite struct SandboxTests {
    @Test func theDemoTellsTheWholeStory() async throws {
        let outcome = try await Loopsig.run(["demo"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        let hash = "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206"
        #expect(outcome.output.contains("\"hash\":\"\(hash)\""))
        #expect(outcome.output.contains(#""status":"cancelled""#))
        #expect(outcome.output.contains(#""isIdempotent":true"#))
        #expect(outcome.output.contains("clientOrderId%3D202003180000%252000001010"))
        #expect(outcome.output.contains("HTTP 400"))
        #expect(outcome.output.contains("104005"))
        #expect(!outcome.output.contains("\u{1B}"), "no colour in a pipe")
        #expect(!outcome.output.contains("sandbox-"), "no API key")
    }

    /// The lines that the sandbox prints work as they stand.
    @Test func theReadyMadeLinesCancelTheOrders() async throws {
        let sandbox = try RunningSandbox()
        let guide = try sandbox.guide()
        let cancel = try #require(guide["cancel"] as? String)
        let words = cancel.split(separator: " ").map(String.init)
        let first = try await Loopsig.run(Array(words.dropFirst()) + ["--json"])
        #expect(first.status == 0, "\(first.errors)")
        #expect(try first.json()["status"] as? String == "cancelled")
        #expect(try first.json()["isIdempotent"] as? Bool == false)
        let second = try await Loopsig.run(Array(words.dropFirst()) + ["--json"])
        #expect(try second.json()["isIdempotent"] as? Bool == true)

        let unknown = words.dropFirst().map { $0.replacing("0206", with: "0207") }
        expectComplaint(try await Loopsig.run(Array(unknown)), status: 1, about: "107003")

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
        #expect(!FileManager.default.fileExists(atPath: keyFile), "the keys go with the sandbox")
    }

    @Test func aPortThatIsTakenIsOneLine() async throws {
        let sandbox = try RunningSandbox()
        let port = try #require((try sandbox.guide()["baseURL"] as? String)?.split(separator: ":").last)
        let outcome = try await Loopsig.run(["sandbox", "--port", String(port)])
        expectComplaint(outcome, status: 1, about: "cannot listen")
        _ = try sandbox.interrupt()
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

/// A sandbox in a process of its own.
private final class RunningSandbox {
    private let process = Process()
    private let output = Pipe()

    init() throws {
        process.executableURL = Loopsig.executable
        process.arguments = ["sandbox", "--json", "--no-rate-limit"]
        process.standardOutput = output
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// What the sandbox says when it is ready: one JSON object.
    func guide() throws -> [String: Any] {
        var text = Data()
        while !text.suffix(3).elementsEqual("\n}\n".utf8) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { break }
            text += more
        }
        return try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    }

    /// As Control-C does; returns the exit status.
    func interrupt() throws -> Int32 {
        process.interrupt()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
