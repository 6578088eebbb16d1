// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import OrderCancellation

@Suite struct TransportTests {
    private let transport = AsyncHTTPClientTransport()
    private let limit = AsyncHTTPClientTransport.bodyLimit

    private func get(_ url: String) async throws -> TransportResponse {
        try await transport.send(TransportRequest(method: "DELETE", url: url, headers: ["X-Test": "1"]))
    }

    /// The kind of failure of a request to a server that runs `answer`.
    private func failure(
        _ answer: @escaping @Sendable (HostileServer.Connection, Int) -> Void
    ) async throws -> TransportFailure.Kind? {
        try await withServer(answer) { server in
            do {
                let response = try await get(server.baseURL + "/")
                Issue.record("answered \(response.status) \(response.body.count)")
                return nil
            } catch let failure as TransportFailure {
                return failure.kind
            }
        }
    }

    @Test func theTargetIsSentUnchanged() async throws {
        try await withServer { connection, _ in
            connection.respond(200, headers: ["X-Reply: yes"], body: "{}")
        } body: { server in
            let target = "/a//b/%7E;x=1?clientOrderId=2020%2000%2B&z=-._~%C3%A9"
            let response = try await get(server.baseURL + target)
            #expect(response.status == 200)
            #expect(response.body == Array("{}".utf8))
            #expect(response.headers["x-reply"] == "yes")
            let head = try #require(server.requests.first)
            #expect(head.hasPrefix("DELETE \(target) HTTP/1.1\r\n"), "\(head)")
            #expect(head.contains("\r\nX-Test: 1\r\n"))
            #expect(head.contains("\r\nUser-Agent: loopring-signatures\r\n"))
            #expect(!head.lowercased().contains("\r\ntransfer-encoding"))
        }
    }

    @Test func cookiesAreNotKept() async throws {
        try await withServer { connection, _ in
            connection.respond(200, headers: ["Set-Cookie: session=1; Path=/"], body: "{}")
        } body: { server in
            _ = try await get(server.baseURL + "/")
            _ = try await get(server.baseURL + "/")
            #expect(server.requests.count == 2)
            #expect(server.requests.allSatisfy { !$0.lowercased().contains("cookie") })
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func redirectsAreNotFollowed(_ status: Int) async throws {
        try await withServer { connection, _ in
            connection.respond(200, body: acceptedBody)
        } body: { other in
            try await withServer { connection, _ in
                connection.respond(status, headers: ["Location: \(other.baseURL)/stolen"], body: "")
            } body: { server in
                let response = try await get(server.baseURL + "/")
                #expect(response.status == status)
                #expect(response.headers["location"] == other.baseURL + "/stolen")
                #expect(other.connections == 0)
            }
        }
    }

    @Test func anIncompleteBodyIsALostConnection() async throws {
        let kind = try await failure { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"hash\":")
        }
        #expect(kind == .connectionLost)
    }

    @Test func anIncompleteChunkIsALostConnection() async throws {
        let kind = try await failure { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"hash\":")
        }
        #expect(kind == .connectionLost)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"])
    func aResetIsALostConnection(_ before: String) async throws {
        let kind = try await failure { connection, _ in
            connection.write(before)
            connection.waitForAcknowledgement()
            connection.reset()
        }
        #expect(kind == .connectionLost)
    }

    @Test func closingWithoutAnAnswerIsALostConnection() async throws {
        #expect(try await failure { _, _ in } == .connectionLost)
    }

    @Test func aClosedPortRefusesTheConnection() async throws {
        let server = try HostileServer { _, _ in }
        server.stop()
        do {
            _ = try await get(server.baseURL + "/")
            Issue.record("answered")
        } catch let failure as TransportFailure {
            #expect(failure.kind == .connectionRefused)
        }
    }

    @Test func aContentLengthBeyondTheLimitIsRefused() async throws {
        let kind = try await failure { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n{")
            connection.waitForClose()
        }
        #expect(kind == .responseTooLarge(limit: limit))
    }

    /// The server would send for ten seconds. It stops early, because the client closes the connection.
    @Test func aBodyBeyondTheLimitIsCutOff() async throws {
        let taken = Counter()
        let kind = try await failure { connection, _ in
            connection.write("HTTP/1.1 200 OK\r\n\r\n")
            let block = [UInt8](repeating: 0x20, count: 65_536)
            while taken.value < 10_000, connection.write(block) {
                taken.increment()
                usleep(1_000)
            }
            connection.waitForClose()
        }
        #expect(kind == .responseTooLarge(limit: limit))
        #expect(taken.value < 10_000)
    }

    @Test func aBodyAtTheLimitIsRead() async throws {
        try await withServer { connection, _ in
            connection.respond(200, body: String(repeating: "x", count: limit))
        } body: { server in
            let response = try await get(server.baseURL + "/")
            #expect(response.body.count == limit)
        }
    }

    @Test func bytesThatAreNotHTTPAreNotAnAnswer() async throws {
        let kind = try await failure { connection, _ in
            connection.write("SSH-2.0-OpenSSH_9.2\r\n")
            connection.waitForClose()
        }
        #expect(kind == .notHTTP)
    }

    @Test func theHostHeaderHasTheHostAsWritten() async throws {
        try await withServer { connection, _ in
            connection.respond(200, body: "{}")
        } body: { server in
            _ = try await get("HTTP://LOCALHOST:\(server.port)/%2e?x=/?")
            let head = try #require(server.requests.first)
            #expect(head.hasPrefix("DELETE /%2e?x=/? HTTP/1.1\r\n"), "\(head)")
            #expect(
                head.lowercased().contains("\r\nhost: localhost:\(server.port)\r\n")
                    && head.contains("LOCALHOST"))
        }
    }

    @Test(arguments: ["X-Test\r\nX-More", "X Test"])
    func aMalformedHeaderIsNotSent(_ name: String) async throws {
        try await withServer { connection, _ in
            connection.respond(200, body: "{}")
        } body: { server in
            let request = TransportRequest(method: "GET", url: server.baseURL + "/", headers: [name: "1"])
            await #expect(throws: TransportFailure.self) {
                try await transport.send(request)
            }
            let injected = TransportRequest(
                method: "GET", url: server.baseURL + "/", headers: ["X-Test": "1\r\nX-More: 2"])
            await #expect(throws: TransportFailure.self) {
                try await transport.send(injected)
            }
            #expect(server.requests.allSatisfy { $0.isEmpty })
        }
    }

    /// Interim responses (RFC 9110, section 15.2) come before the response. The client ignores them.
    @Test func anInterimResponseIsNotTheAnswer() async throws {
        try await withServer { connection, _ in
            for status in ["100 Continue", "102 Processing", "103 Early Hints"] {
                connection.write("HTTP/1.1 \(status)\r\n\r\n")
            }
            connection.respond(200, body: "{}")
        } body: { server in
            let response = try await get(server.baseURL + "/")
            #expect(response.status == 200 && response.body == Array("{}".utf8))
        }
    }

    /// Bytes after an answer belong to no request. The client must not read them as the answer to the next
    /// one.
    @Test func aSecondAnswerIsIgnored() async throws {
        try await withServer { connection, number in
            connection.respond(200, body: "\(number)")
            connection.respond(200, body: "surplus")
        } body: { server in
            for number in 0..<3 {
                let response = try await get(server.baseURL + "/")
                #expect(response.body == Array("\(number)".utf8))
            }
            #expect(server.connections == 3)
        }
    }

    // MARK: Reuse

    /// Consecutive calls share a connection. The pool usually has the connection back before the answer is
    /// returned. In case it is late once, the test allows a second connection.
    @Test func connectionsAreReused() async throws {
        try await withServer(readingHeads: false) { connection, _ in
            while !connection.readHead().isEmpty { connection.respond(200, body: "{}", isLast: false) }
        } body: { server in
            for _ in 0..<20 {
                let response = try await get(server.baseURL + "/")
                #expect(response.status == 200)
            }
            #expect(server.connections <= 2)
        }
    }

    /// A server may close a connection that it promised to keep. The library does not send the request again
    /// by itself, and the next request gets a new connection. The test runs until the second request has
    /// reused the connection of the first.
    @Test func aReusedConnectionThatBreaksIsALostConnection() async throws {
        let broken = Counter()
        for _ in 0..<50 where broken.value == 0 {
            let heads = Counter()
            try await withServer(readingHeads: false) { connection, number in
                _ = connection.readHead()
                heads.increment()
                connection.respond(200, body: "{}", isLast: false)
                if number == 0, !connection.readHead().isEmpty { heads.increment() }
            } body: { server in
                _ = try await get(server.baseURL + "/")
                do {
                    _ = try await get(server.baseURL + "/")
                    return
                } catch let failure as TransportFailure {
                    broken.increment()
                    #expect(failure.kind == .connectionLost)
                }
                #expect(heads.value == 2 && server.connections == 1)
                #expect(try await get(server.baseURL + "/").status == 200)
                #expect(server.connections == 2)
            }
        }
        #expect(broken.value == 1)
    }

    @Test func anUnknownHostIsNotFound() async throws {
        do {
            _ = try await get("https://exchange.invalid/")
            Issue.record("answered")
        } catch let failure as TransportFailure {
            #expect(failure == TransportFailure(.hostNotFound, detail: "exchange.invalid"))
            #expect(failure.localizedDescription == "the host was not found (exchange.invalid)")
        }
    }

    @Test func cancellationEndsTheWait() async throws {
        try await withServer { connection, _ in
            connection.waitForClose()
        } body: { server in
            let url = server.baseURL + "/"
            let task = Task { try await get(url) }
            while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            await #expect(throws: TransportFailure(.cancelled)) { try await task.value }
        }
    }

    @Test func aCancelledTaskSendsNothing() async throws {
        try await withServer { connection, _ in
            connection.respond(200, body: "{}")
        } body: { server in
            let url = server.baseURL + "/"
            let task = Task {
                try? await Task.sleep(for: .seconds(10))
                return try await get(url)
            }
            task.cancel()
            await #expect(throws: TransportFailure(.cancelled)) { try await task.value }
        }
    }

    @Test func aURLThatWouldBeRewrittenIsRefused() async throws {
        for url in [
            "http://127.0.0.1:1/a b", "http://127.0.0.1:1/\u{E9}", "", "http://127.0.0.1:1/?a|b",
            "http://127.0.0.1:1/?a#b", "http://127.0.0.1:1/?\u{E9}", "http://user@127.0.0.1:1/",
        ] {
            do {
                _ = try await get(url)
                Issue.record("sent \(url)")
            } catch let failure as TransportFailure {
                #expect(failure.kind == .other)
            }
        }
    }
}
