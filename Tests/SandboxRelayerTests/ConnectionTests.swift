// SPDX-License-Identifier: Apache-2.0
import Foundation
import OrderCancellation
import TestSupport
import Testing

@testable import SandboxRelayer

/// Connections, independent of the contents of requests. Hummingbird serves them. These tests check the
/// properties on which the sandbox relies.
@Suite struct ConnectionTests {
    private static let order = "/api/v3/order"

    /// The sandbox's answers to a text on a connection that the client leaves open.
    private func answers(to text: String, of sandbox: Sandbox) async -> [RawResponse] {
        RawResponse.all(
            in: await sandbox.onConnection { connection in
                connection.send(text)
                return connection.receiveAll()
            } ?? [])
    }

    // MARK: Several requests

    @Test func aConnectionStaysOpen() async throws {
        try await withSandbox { sandbox in
            let statuses = await sandbox.onConnection { connection in
                ["/", "/nothing", Self.order].map { target -> Int? in
                    connection.send("DELETE \(target) HTTP/1.1\r\n\r\n")
                    return connection.receiveResponse()?.status
                }
            }
            #expect(statuses == [404, 404, 400])
        }
    }

    /// The answers differ, and requests with quick answers follow requests with slow ones.
    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await withSandbox { sandbox in
            let hash = try await sandbox.submit()
            let signature = try sandbox.signature([("accountId", "10029"), ("orderHash", hash)])
            let cancellation =
                "DELETE \(Self.order)?accountId=10029&orderHash=\(hash) HTTP/1.1\r\n"
                + "X-API-KEY: \(Fixture.apiKey)\r\nX-API-SIG: \(signature)\r\n\r\n"
            let round =
                cancellation + "GET / HTTP/1.1\r\n\r\n"
                + "POST \(Self.order) HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
                + "POST \(Self.order) HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            let text =
                String(repeating: round, count: 20)
                + "DELETE \(Self.order) HTTP/1.1\r\nConnection: close\r\n\r\n"
            let responses = await answers(to: text, of: sandbox)
            // Only the first cancellation finds the order open.
            let statuses: [Int] = [400, 404, 400, 400]
            let rounds: [Int] = Array(repeating: statuses, count: 20).flatMap { $0 }
            #expect(responses.map(\.status) == [200] + rounds.dropFirst() + [400])
        }
    }

    @Test func aClientThatHasClosedItsSendingSideIsAnswered() async throws {
        try await withSandbox { sandbox in
            let text = "GET / HTTP/1.1\r\n\r\nDELETE \(Self.order) HTTP/1.1\r\n\r\n"
            let responses = RawResponse.all(in: await sandbox.exchange(Array(text.utf8)))
            #expect(responses.map(\.status) == [404, 400])
        }
    }

    /// If a header occurs twice, the sandbox must not choose one of the two.
    @Test func aRequestWithTwoKeysHasNeitherOfThem() async throws {
        try await withSandbox { sandbox in
            let key = "X-API-KEY: \(Fixture.apiKey)\r\n"
            let text = "DELETE \(Self.order)?accountId=10029 HTTP/1.1\r\nConnection: close\r\n"
            #expect(await answers(to: text + key + "\r\n", of: sandbox).map(\.code) == [104_004])
            #expect(await answers(to: text + key + key + "\r\n", of: sandbox).map(\.code) == [104_002])
        }
    }

    // MARK: Bounds

    /// The sandbox stops reading heads of megabytes and bodies beyond the limit, and answers other clients.
    @Test func headsAndBodiesBeyondTheLimitsAreRefused() async throws {
        try await withSandbox { sandbox in
            let post = "POST \(Self.order) HTTP/1.1\r\n"
            let limit = Sandbox.bodyLimit
            func chunked(_ sizes: Int...) -> String {
                post + "Transfer-Encoding: chunked\r\n\r\n"
                    + sizes.map { "\(String($0, radix: 16))\r\n\(String(repeating: " ", count: $0))\r\n" }
                    .joined()
                    + "0\r\n\r\n"
            }
            for head in [
                "DELETE /" + String(repeating: "a", count: 5_000_000),
                "DELETE / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 800_000),
                "DELETE / HTTP/1.1\r\nX: " + String(repeating: "a", count: 100_000) + "\r\n\r\n",
            ] {
                let statuses = RawResponse.all(in: await sandbox.exchange(Array(head.utf8))).map(\.status)
                #expect(statuses == [] || statuses == [400])
                #expect(await sandbox.send("/nothing")?.status == 404)
            }
            for body in [
                post + "Content-Length: \(limit + 1)\r\n\r\n" + String(repeating: " ", count: limit + 1),
                chunked(limit + 1), chunked(limit, 1), chunked(40_000, 40_000, 40_000),
            ] {
                let responses = RawResponse.all(in: await sandbox.exchange(Array(body.utf8)))
                #expect(responses.map(\.status) == [413] && responses.first?.code == 100_001)
            }
            // A body at the limit is read, so the answer is that the key is missing.
            for body in [
                post + "Content-Length: \(limit)\r\n\r\n" + String(repeating: " ", count: limit),
                chunked(limit - 1, 1),
            ] {
                let responses = RawResponse.all(in: await sandbox.exchange(Array(body.utf8)))
                #expect(responses.map(\.code) == [104_001])
            }
        }
    }

    @Test func thereAreFewerConnectionsThanDescriptors() {
        var limit = rlimit()
        #if canImport(Glibc)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
        getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        let descriptors = Int(exactly: limit.rlim_cur) ?? .max
        #expect(Sandbox.connectionsThatFit > 0)
        #expect(Sandbox.connectionsThatFit == .max || Sandbox.connectionsThatFit <= max(1, descriptors - 64))
    }

    // MARK: Stopping

    @Test func stoppingAnswersTheRequestsThatHaveArrived() async throws {
        let arrived = AsyncStream.makeStream(of: Void.self)
        let stopping = DispatchSemaphore(value: 0)
        let sandbox = try await Sandbox.start { _ in
            arrived.continuation.yield()
            stopping.wait()
        }
        async let answer = sandbox.onConnection { connection in
            connection.send("DELETE \(Self.order) HTTP/1.1\r\n\r\n")
            return RawResponse.all(in: connection.receiveAll()).map(\.status)
        }
        for await _ in arrived.stream { break }
        async let stopped: Void = sandbox.stop()
        stopping.signal()
        await stopped
        #expect(await answer == [400])
    }

    @Test func stoppingClosesOpenConnections() async throws {
        let sandbox = try await Sandbox.start()
        let connections = try (0..<20).map { _ in try #require(RawConnection(port: sandbox.port)) }
        // One client has sent half a request, one has been answered, the others have sent nothing.
        connections[0].send("GET / HTTP")
        let answered = try #require(
            await sandbox.onConnection { connection in
                connection.send("GET / HTTP/1.1\r\n\r\n")
                return connection.receiveResponse()?.status == 404 ? connection : nil
            } ?? nil)
        await sandbox.stop()
        #expect(answered.receiveAll().isEmpty)
        #expect(connections.allSatisfy { $0.receiveAll().isEmpty })
        #expect(RawConnection(port: sandbox.port) == nil)
        // A second call has no effect.
        await sandbox.stop()
    }

    @Test func aSandboxWithoutReferencesStops() async throws {
        var sandbox: Sandbox? = try await Sandbox.start()
        let port = try #require(sandbox?.port)
        let connection = try #require(RawConnection(port: port))
        sandbox = nil
        let rest = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: connection.receiveAll()) }
        }
        #expect(rest.isEmpty)
    }
}
