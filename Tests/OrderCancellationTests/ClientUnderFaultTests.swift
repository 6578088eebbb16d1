// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import TestSupport
import Testing

@testable import OrderCancellation

/// The whole client against servers that misbehave, over real sockets.
@Suite struct ClientUnderFaultTests {
    private let policy = RetryPolicy(
        maximumAttempts: 4, baseDelay: .milliseconds(2), maximumDelay: .milliseconds(5),
        attemptTimeout: .seconds(600), deadline: .seconds(3_600))

    private func client(_ server: HostileServer, policy: RetryPolicy? = nil) throws -> LoopringClient {
        LoopringClient(
            network: .custom(baseURL: server.baseURL), credentials: try exampleCredentials(),
            retryPolicy: policy ?? self.policy, transport: AsyncHTTPClientTransport())
    }

    /// Expects that a call succeeds if the server fails twice, and that all three requests are equal.
    private func survives(_ fault: @escaping @Sendable (HostileServer.Connection) -> Void) async throws {
        try await withServer { connection, number in
            if number < 2 { fault(connection) } else { connection.respond(200, body: acceptedBody) }
        } body: { server in
            let response = try await client(server).cancel(exampleRequest())
            #expect(response.outcome == .cancelled)
            #expect(server.requests.count == 3)
            // The library chooses the order of the header fields and the case of their names.
            let lines = server.requests.map { Set($0.split(separator: "\r\n")) }
            #expect(Set(lines).count == 1)
            #expect(lines[0].contains { $0.lowercased() == "x-api-key: \(exampleAPIKey.lowercased())" })
            #expect(lines[0].contains { $0.hasSuffix(exampleAPIKey) })
        }
    }

    @Test func aCallSurvivesRepeated5xx() async throws {
        try await survives {
            $0.respond(503, headers: ["Content-Type: text/html"], body: "<html>busy</html>")
        }
    }

    @Test func aCallSurvives429WithAndWithoutRetryAfter() async throws {
        try await survives { $0.respond(429, headers: ["Retry-After: 0"], body: "") }
        try await survives { $0.respond(429, body: #"{"resultInfo":{"code":429,"message":"slow down"}}"#) }
    }

    @Test func aCallSurvivesResets() async throws {
        try await survives { $0.reset() }
    }

    @Test func aCallSurvivesAnIncompleteBody() async throws {
        try await survives { $0.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"hash\":") }
    }

    @Test func aCallSurvivesResetsWithinTheHeadAndTheBody() async throws {
        for start in ["HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"hash\":"] {
            try await survives {
                $0.write(start)
                $0.reset()
            }
        }
    }

    /// The answer is complete, so the client does not repeat the request.
    @Test func aCompleteAnswerBeforeAResetCounts() async throws {
        try await withServer { connection, _ in
            connection.respond(200, headers: ["Connection: close"], body: acceptedBody)
            connection.waitForAcknowledgement()
            connection.reset()
        } body: { server in
            let response = try await client(server).cancel(exampleRequest())
            #expect(response.outcome == .cancelled)
            #expect(server.requests.count == 1)
        }
    }

    /// The time limit is for the whole attempt, not for a byte: an answer that comes byte by byte times out.
    @Test(arguments: ["HTTP/1.1 200 OK\r\nX-Drip: ", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
    func anAnswerSentByteByByteTimesOut(_ start: String) async throws {
        let limits = RetryPolicy(
            maximumAttempts: 2, baseDelay: .milliseconds(2), maximumDelay: .milliseconds(5),
            attemptTimeout: .milliseconds(200), deadline: .seconds(3_600))
        try await withServer { connection, _ in
            connection.write(start)
            while connection.write([0x20]) { usleep(10_000) }
        } body: { server in
            let error = try await failure(of: client(server, policy: limits), exampleRequest())
            #expect(error?.cause == .connectionFailed(TransportFailure(.timedOut)) && error?.attempts == 2)
        }
    }

    /// A second request to cancel every order could cancel newer orders. So the client does not send the
    /// request again once it may have arrived, however the connection ends.
    @Test func aRequestToCancelEverythingIsNeverSentTwice() async throws {
        let everything = CancelOrderRequest(accountID: AccountID(10005), target: .everyOrderOfTheAccount)
        let faults: [@Sendable (HostileServer.Connection) -> Void] = [
            { _ in }, { $0.reset() }, { $0.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{") },
            { $0.respond(500, body: "") }, { $0.respond(503, headers: ["Retry-After: 0"], body: "busy") },
            { $0.respond(200, body: "{}") },
            { connection in
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
                connection.reset()
            },
        ]
        for fault in faults {
            try await withServer { connection, _ in
                fault(connection)
            } body: { server in
                let error = try await failure(of: client(server), everything)
                #expect(error != nil)
                #expect(server.requests.count == 1, "\(String(describing: error))")
                #expect(server.connections == 1)
            }
        }
    }

    @Test func aCallSurvivesServersThatDoNotAnswer() async throws {
        let impatient = RetryPolicy(
            maximumAttempts: 50, baseDelay: .milliseconds(2), maximumDelay: .milliseconds(5),
            attemptTimeout: .milliseconds(300), deadline: .seconds(3_600))
        try await withServer { connection, number in
            if number < 2 { connection.waitForClose() } else { connection.respond(200, body: acceptedBody) }
        } body: { server in
            let response = try await client(server, policy: impatient).cancel(exampleRequest())
            #expect(response.outcome == .cancelled)
            #expect(server.requests.count >= 3)
        }
    }

    @Test func aCallFailsAfterTheLastAttempt() async throws {
        try await withServer { connection, _ in
            connection.respond(502, body: "<h1>Bad Gateway</h1>")
        } body: { server in
            let error = try await failure(of: client(server), exampleRequest())
            let last = CallFailure.unreadableAnswer(
                httpStatus: 502, reason: .notJSON, excerpt: "<h1>Bad Gateway</h1>")
            #expect(error?.cause == last && error?.attempts == 4)
            #expect(server.requests.count == 4)
        }
    }

    @Test func aRetryAfterBeyondTheDeadlineIsNotWaitedFor() async throws {
        try await withServer { connection, _ in
            connection.respond(429, headers: ["Retry-After: 7200"], body: "")
        } body: { server in
            let error = try await failure(of: client(server), exampleRequest())
            #expect(
                error?.cause
                    == .unreadableAnswer(httpStatus: 429, reason: .empty, excerpt: ""))
            #expect(server.requests.count == 1)
        }
    }

    @Test func anErrorWithStatus200IsAnError() async throws {
        try await withServer { connection, _ in
            connection.respond(200, body: #"{"resultInfo":{"code":104005,"message":"wrong signature"}}"#)
        } body: { server in
            let error = try await failure(of: client(server), exampleRequest())
            #expect(
                error?.cause
                    == .rejected(
                        ExchangeError(.wrongSignature, "wrong signature", httpStatus: 200)))
            #expect(server.requests.count == 1)
        }
    }

    @Test func theTargetOfARedirectReceivesNoKey() async throws {
        try await withServer { connection, _ in
            connection.respond(200, body: acceptedBody)
        } body: { other in
            try await withServer { connection, _ in
                connection.respond(
                    307, headers: ["Location: \(other.baseURL)/api/v3/order"], body: acceptedBody)
            } body: { server in
                let error = try await failure(of: client(server), exampleRequest())
                #expect(
                    error?.cause
                        == .redirectRefused(httpStatus: 307, location: "\(other.baseURL)/api/v3/order"))
                #expect(other.connections == 0)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func anOversizedAnswerIsNotRetried() async throws {
        try await withServer { connection, _ in
            connection.write("HTTP/1.1 500 Oops\r\n\r\n")
            let block = [UInt8](repeating: 0x78, count: 65_536)
            for _ in 0..<1_000 where !connection.write(block) { return }
            connection.waitForClose()
        } body: { server in
            let error = try await failure(of: client(server), exampleRequest())
            #expect(error?.cause == .connectionFailed(TransportFailure(.responseTooLarge(limit: 1 << 20))))
            #expect(server.requests.count == 1)
        }
    }

    @Test func anUnreachableHostIsReportedInOneLine() async throws {
        let server = try HostileServer { _, _ in }
        server.stop()
        let error = try await failure(of: client(server, policy: .once), exampleRequest())
        guard case .connectionFailed(let failure) = error?.cause else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(failure.kind == .connectionRefused)
        #expect("\(failure)".hasPrefix("the host does not accept connections ("))
    }
}
