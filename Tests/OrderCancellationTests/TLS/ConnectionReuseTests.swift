// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import TestSupport
import Testing

@testable import OrderCancellation

/// Calls over TLS through a proxy that delays every packet. The first call takes the time of the connection
/// and the handshake. The next calls take one round trip.
@Suite struct ConnectionReuseTests {
    @Test func theNextCancelCostsOneRoundTrip() async throws {
        let delay = Duration.milliseconds(20)
        let authority = try CertificateAuthority()
        let server = try TLSServer(
            certificate: authority.issue(CertificateAuthority.Leaf()), key: authority.leafKey)
        let line = try DelayedLine(to: server.port, delay: delay)
        let client = LoopringClient(
            network: .custom(baseURL: "https://127.0.0.1:\(line.port)"),
            credentials: try exampleCredentials(),
            retryPolicy: .once,
            transport: AsyncHTTPClientTransport(trustRoots: .file(authority.certificate.path)))
        var times: [Duration] = []
        for _ in 0..<4 {
            let start = ContinuousClock.now
            #expect(try await client.cancel(exampleRequest()).outcome == .cancelled)
            times.append(ContinuousClock.now - start)
        }
        #expect(try server.stop().count == 1, "one connection")
        // A round trip through the proxy takes two delays. The first call needs at least one more round trip,
        // for the handshake.
        #expect(times[0] >= delay * 4, "\(times)")
        #expect(try #require(times.dropFirst().min()) < times[0], "\(times)")
        if ProcessInfo.processInfo.environment["PRINT_TIMES"] != nil { print("cancels: \(times)") }
    }
}

/// A TCP proxy in a separate process that forwards each packet after a delay.
private final class DelayedLine {
    private let process = Process()
    private let input = Pipe()
    let port: Int

    init(to target: Int, delay: Duration) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.program, "\(target)", "\(delay / .seconds(1))"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .newlines)) else { throw POSIXError(.EADDRNOTAVAIL) }
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()  // the proxy ends with its standard input
        process.waitUntilExit()
    }

    private static let program = """
        import asyncio, sys
        target, delay = int(sys.argv[1]), float(sys.argv[2])

        async def forward(reader, writer):
            loop = asyncio.get_running_loop()
            while data := await reader.read(65536):
                loop.call_later(delay, writer.write, data)
            loop.call_later(delay, writer.close)

        async def accept(reader, writer):
            there, back = await asyncio.open_connection("127.0.0.1", target)
            await asyncio.gather(forward(reader, back), forward(there, writer), return_exceptions=True)

        async def main():
            server = await asyncio.start_server(accept, "127.0.0.1", 0)
            print(server.sockets[0].getsockname()[1], flush=True)
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)

        asyncio.run(main())
        """
}
