// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import TestSupport
import Testing

@testable import OrderCancellation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The calling task is cancelled in each phase of a call, over real sockets and on the real clock. Each call
/// ends with the same error, long before the hour that its limits allow. It sends nothing afterwards, and
/// closes its connection.
@Suite(.timeLimit(.minutes(5))) struct CancellationTests {
    private let patient = RetryPolicy(
        maximumAttempts: 10, baseDelay: .seconds(3_600), maximumDelay: .seconds(3_600),
        attemptTimeout: .seconds(3_600), deadline: .seconds(36_000))

    private func client(
        _ baseURL: String, clock: any Clock<Duration> = ContinuousClock(), callsPerSecond: Int = 5
    ) throws -> LoopringClient {
        LoopringClient(
            network: .custom(baseURL: baseURL), credentials: try exampleCredentials(), retryPolicy: patient,
            callsPerSecond: callsPerSecond, transport: AsyncHTTPClientTransport(), clock: clock,
            random: { 1 })
    }

    /// Starts a call, waits until `isInPhase` is true, and cancels the task of the call.
    private func expectCancelled(
        _ client: LoopringClient, when isInPhase: @Sendable () async throws -> Bool
    ) async throws {
        let request = try exampleRequest()
        let task = Task { await failure(of: client, request) }
        while try await !isInPhase() { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        #expect(await task.value?.cause == .taskCancelled)
    }

    /// As above, with a server that runs `answer`. `answer` increments the counter when the client is in the
    /// phase.
    private func expectCancelled(
        _ answer: @escaping @Sendable (HostileServer.Connection, Counter) -> Void
    ) async throws {
        let inPhase = Counter()
        let closed = Counter()
        try await withServer { connection, _ in
            answer(connection, inPhase)
            connection.waitForClose()
            closed.increment()
        } body: { server in
            try await expectCancelled(client(server.baseURL)) { inPhase.value > 0 }
            while closed.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(server.requests.count == 1)
            #expect(server.connections == 1)
        }
    }

    @Test func aCallThatWaitsForItsTurnIsCancelled() async throws {
        try await withServer { connection, _ in
            connection.respond(200, body: acceptedBody)
        } body: { server in
            let clock = ManualClock(skipsWaits: false)
            let client = try client(server.baseURL, clock: clock, callsPerSecond: 1)
            _ = try await client.cancel(exampleRequest())
            try await expectCancelled(client) { clock.isWaitedFor }
            #expect(server.requests.count == 1)
        }
    }

    #if os(Linux)
    /// The listener's queue is full and nothing accepts a connection, so the client's SYN gets no answer.
    /// (The library may keep trying until its own timeout. The call does not wait for that.)
    @Test func aCallThatConnectsIsCancelled() async throws {
        let server = try FullListener()
        defer { server.close() }
        try await expectCancelled(client("http://127.0.0.1:\(server.port)")) {
            try server.hasCallerConnecting
        }
    }
    #endif

    /// The server has accepted the connection, but does not answer the TLS handshake. (The library keeps the
    /// connection for a later call until its own timeout. This call does not wait for that.)
    @Test func aCallInTheTLSHandshakeIsCancelled() async throws {
        let inPhase = Counter()
        try await withServer(readingHeads: false) { connection, _ in
            if connection.readByte() == 0x16 { inPhase.increment() }  // a handshake record of TLS
            connection.waitForClose()
        } body: { server in
            try await expectCancelled(client("https://127.0.0.1:\(server.port)")) { inPhase.value > 0 }
            #expect(server.connections == 1)
        }
    }

    /// A cancel request is too short for this test: it is sent at once. So the transport sends a large body
    /// that the server does not read.
    @Test func aRequestThatIsBeingSentIsCancelled() async throws {
        let (inPhase, closed) = (Counter(), Counter())
        try await withServer { connection, _ in
            inPhase.increment()
            while closed.value == 0 { usleep(1_000) }
        } body: { server in
            let request = TransportRequest(
                method: "POST", url: server.baseURL + "/", headers: [:],
                body: [UInt8](repeating: 0x20, count: 32 << 20))
            let transport = AsyncHTTPClientTransport()
            let task = Task { try await transport.send(request) }
            while inPhase.value == 0 { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            await #expect(throws: TransportFailure(.cancelled)) { try await task.value }
            closed.increment()
            #expect(server.requests.count == 1)
        }
    }

    @Test func aCallThatWaitsForTheHeadIsCancelled() async throws {
        try await expectCancelled { _, inPhase in inPhase.increment() }
        try await expectCancelled { connection, inPhase in
            connection.write("HTTP/1.1 200 OK\r\nContent-Le")
            inPhase.increment()
        }
    }

    @Test func aCallThatReadsTheBodyIsCancelled() async throws {
        try await expectCancelled { connection, inPhase in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"hash\":")
            inPhase.increment()
        }
        try await expectCancelled { connection, inPhase in
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{")
            inPhase.increment()
        }
    }

    /// The task is cancelled after the answer has arrived, while the client reads the date for its
    /// Retry-After.
    @Test func aCallThatHasReadTheAnswerIsCancelled() async throws {
        let rejection = #"{"resultInfo":{"code":104005,"message":"m"}}"#
        let transport = ScriptedTransport([
            .success(TransportResponse(400, rejection, headers: ["Retry-After": "1"]))
        ])
        let client = LoopringClient(
            network: .mainnet, credentials: try exampleCredentials(), retryPolicy: patient,
            transport: transport, clock: ManualClock(), random: { 1 },
            date: {
                withUnsafeCurrentTask { $0?.cancel() }
                return Date()
            })
        let request = try exampleRequest()
        let error = await Task { await failure(of: client, request) }.value
        #expect(error?.cause == .taskCancelled && error?.mayHaveBeenCarriedOut == false)
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: ["", "Retry-After: 3600"])
    func aCallBetweenTwoAttemptsIsCancelled(_ header: String) async throws {
        try await withServer { connection, _ in
            connection.respond(429, headers: header.isEmpty ? [] : [header], body: "")
        } body: { server in
            let clock = ManualClock(skipsWaits: false)
            try await expectCancelled(client(server.baseURL, clock: clock)) { clock.isWaitedFor }
            #expect(server.requests.count == 1)
        }
    }
}

#if os(Linux)
/// A listener whose queue is full. Another connection to it stays in the state SYN-SENT.
private final class FullListener: Sendable {
    let port: Int
    private let descriptors: [Int32]
    /// The ports of the connections that fill the queue.
    private let ownPorts: Set<Int>

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard var address = FullListener.bind(listener), listen(listener, 0) == 0 else {
            throw POSIXError(.EADDRNOTAVAIL)
        }
        var descriptors = [listener]
        var ownPorts: Set<Int> = []
        for _ in 0..<4 {
            let caller = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            guard let own = FullListener.bind(caller) else { throw POSIXError(.EADDRNOTAVAIL) }
            descriptors.append(caller)
            ownPorts.insert(Int(UInt16(bigEndian: own.sin_port)))
            _ = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(caller, $0, FullListener.length)
                }
            }
        }
        self.descriptors = descriptors
        self.ownPorts = ownPorts
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    private static let length = socklen_t(MemoryLayout<sockaddr_in>.size)

    /// Binds a socket to a free port of loopback.
    private static func bind(_ socket: Int32) -> sockaddr_in? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = length
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        return isBound ? address : nil
    }

    /// Whether a connection is in SYN-SENT that is not one of those that fill the queue. In Linux's table
    /// this is state 02. The columns are a number, the local and the remote address in hexadecimal, and the
    /// state.
    var hasCallerConnecting: Bool {
        get throws {
            let remote = String(format: "0100007F:%04X", port)
            return try FullListener.table().split(separator: "\n")
                .contains {
                    let columns = $0.split(separator: " ")
                    guard columns.count > 3, columns[2] == remote, columns[3] == "02" else { return false }
                    return Int(columns[1].suffix(4), radix: 16).map { !ownPorts.contains($0) } ?? false
                }
        }
    }

    /// Linux's table of TCP connections. Files in /proc have the size 0, and Foundation reads such files only
    /// in part. So this function reads the table with `read`.
    private static func table() throws -> String {
        let file = open("/proc/net/tcp", O_RDONLY)
        guard file >= 0 else { throw POSIXError(.EACCES) }
        defer { _ = Glibc.close(file) }
        var text: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(file, &block, block.count), count > 0 { text += block.prefix(count) }
        return String(decoding: text, as: UTF8.self)
    }

    func close() { for descriptor in descriptors { _ = Glibc.close(descriptor) } }
}
#endif
