// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import OrderCancellation

// An exit test runs in a separate process, whose peak of memory belongs to the test alone. Exit tests need
// Swift 6.2.
#if compiler(>=6.2) && os(Linux)
/// The client stops reading answers of 100 MB and endless answers early, and never stores them. This cannot
/// be measured under a sanitizer, whose allocator keeps freed memory.
@Suite(.enabled(if: !isSanitized)) struct FloodTests {
    @Test func a100MBAnswerIsNeverHeldInMemory() async {
        await #expect(processExitsWith: .success) { try await FloodTests.flood() }
    }

    fileprivate static func flood() async throws {
        let block = [UInt8](repeating: 0x20, count: 65_536)
        let bomb = try gzipOf100MB()
        // Make one good call first, so that the memory that SwiftNIO allocates for itself is not counted.
        #expect(try await given { $0.respond(200, body: acceptedBody) } == nil)
        let before = try peakOfMemory()

        let announced = try await given {
            $0.write("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n")
            for _ in 0..<1_600 where !$0.write(block) { return }
        }
        let chunked = try await given {
            $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = Array("10000\r\n".utf8) + block + Array("\r\n".utf8)
            for _ in 0..<1_600 where !$0.write(chunk) { return }
        }
        let untilClosed = try await given {
            $0.write("HTTP/1.1 503 Busy\r\n\r\n")
            for _ in 0..<1_600 where !$0.write(block) { return }
        }
        let zipped = try await given {
            $0.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
            $0.write(bomb)
        }
        for failure in [announced, chunked, untilClosed] {
            #expect(failure?.cause == .connectionFailed(TransportFailure(.responseTooLarge(limit: 1 << 20))))
        }
        // The client does not accept compressed answers, so it does not decompress this one.
        guard case .unreadableAnswer(_, .notJSON, _) = zipped?.cause else {
            Issue.record("\(String(describing: zipped))")
            return
        }

        // The client also stops reading an endless head.
        for head in ["HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX: "] {
            let line =
                head.hasSuffix("\n") ? "X: " + String(repeating: "x", count: 60_000) + "\r\n" : "xxxx"
            let lines = Array(String(repeating: line, count: 65_536 / line.utf8.count).utf8)
            let failure = try await given {
                $0.write(head)
                for _ in 0..<1_600 where !$0.write(lines) { return }
            }
            guard case .connectionFailed = failure?.cause else {
                Issue.record("\(String(describing: failure))")
                continue
            }
        }

        let growth = try peakOfMemory() - before
        #expect(growth < 32 << 20, "\(growth >> 20) MiB for six floods of 100 MB")
    }

    /// The failure of a call to a server that runs `answer`. The client must send one request, and must not
    /// time out.
    fileprivate static func given(
        _ answer: @escaping @Sendable (HostileServer.Connection) -> Void
    ) async throws -> CallError? {
        try await withServer { connection, _ in
            answer(connection)
            connection.waitForClose()
        } body: { server in
            let client = LoopringClient(
                network: .custom(baseURL: server.baseURL), credentials: try exampleCredentials(),
                retryPolicy: RetryPolicy(
                    maximumAttempts: 1, attemptTimeout: .seconds(120), deadline: .seconds(120)))
            let failure = await failure(of: client, try exampleRequest())
            #expect(server.requests.count == 1)
            #expect(failure?.cause != .connectionFailed(TransportFailure(.timedOut)))
            return failure
        }
    }

    /// The peak of the process's resident memory so far, in bytes.
    fileprivate static func peakOfMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.split(whereSeparator: { " \t".contains($0) })[1])) << 10
    }

    /// 100 kB that decompress to 100 MB.
    fileprivate static func gzipOf100MB() throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", "import gzip, sys; sys.stdout.buffer.write(gzip.compress(b' ' * 104857600, 6))",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(bytes)
    }
}
#endif
