import Foundation
import OrderCancellation
import TestSupport
import Testing

@testable import SandboxRelayer

/// What goes over one connection, besides a request that is as it should be.
@Suite struct ConnectionTests {
    private static let order = "/api/v3/order"

    /// What the sandbox answers to a text on a connection that the client leaves open.
    private func answers(to text: String, of sandbox: SandboxRelayer) async -> [RawResponse] {
        RawResponse.all(
            in: await sandbox.onConnection { connection in
                connection.send(text)
                return connection.receiveAll()
            } ?? [])
    }

    // MARK: One after the other

    @Test func aConnectionStaysOpen() async throws {
        try await withSandbox { sandbox in
            let statuses = await sandbox.onConnection { connection in
                ["/", "/nothing", Self.order].map { target -> Int? in
                    connection.send("GET \(target) HTTP/1.1\r\n\r\n")
                    return connection.receiveResponse()?.status
                }
            }
            #expect(statuses == [404, 404, 405])
        }
    }

    @Test func oldClientsHaveToAskForThat() async throws {
        try await withSandbox { sandbox in
            let closed = await answers(to: "GET / HTTP/1.0\r\n\r\n", of: sandbox)
            #expect(closed.map(\.status) == [404])
            #expect(closed.first?.head.contains("Connection: close") == true)
            let text =
                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET \(Self.order) HTTP/1.0\r\n\r\n"
            let kept = await answers(to: text, of: sandbox)
            #expect(kept.map(\.status) == [404, 405])
            #expect(kept.first?.head.contains("Connection: keep-alive") == true)
        }
    }

    /// The answers differ, and the quick ones come after slow ones.
    @Test func requestsSentAheadAreAnsweredInOrder() async throws {
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
                String(repeating: round, count: 50)
                + "GET \(Self.order) HTTP/1.1\r\nConnection: close\r\n\r\nGET /never HTTP/1.1\r\n\r\n"
            let responses = await answers(to: text, of: sandbox)
            #expect(
                responses.map(\.status)
                    == Array(repeating: [200, 404, 400, 400], count: 50).flatMap { $0 } + [405])
            #expect(responses.filter { $0.status == 400 }.allSatisfy { $0.code == 104_001 })
            let first = responses.filter { $0.json["isIdempotent"] as? Bool == false }
            #expect(first == Array(responses.prefix(1)))
        }
    }

    @Test func whatFollowsIsRefusedInItsTurn() async throws {
        try await withSandbox { sandbox in
            let responses = await answers(to: "GET / HTTP/1.1\r\n\r\nnot HTTP\r\n\r\n", of: sandbox)
            #expect(responses.map(\.status) == [404, 400])
        }
    }

    @Test func aClientThatEndsItsSideIsAnswered() async throws {
        try await withSandbox { sandbox in
            let text = "GET / HTTP/1.1\r\n\r\nGET \(Self.order) HTTP/1.1\r\n\r\n"
            let responses = RawResponse.all(in: await sandbox.exchange(Array(text.utf8)))
            #expect(responses.map(\.status) == [404, 405])
        }
    }

    @Test func anAnswerToHEADHasNoBody() async throws {
        try await withSandbox { sandbox in
            let text = "HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n"
            let reply = String(decoding: await sandbox.exchange(Array(text.utf8)), as: UTF8.self)
            #expect(reply.hasPrefix("HTTP/1.1 404"))
            #expect(reply.hasSuffix("\r\n\r\n"))
        }
    }

    /// The decoder reads nothing after such a request.
    @Test func aRequestForAnotherProtocolIsTheLast() async throws {
        try await withSandbox { sandbox in
            let text = "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
            let responses = await answers(to: text, of: sandbox)
            #expect(responses.map(\.status) == [404])
            #expect(responses.first?.head.contains("Connection: close") == true)
        }
    }

    /// Headers that occur twice are not taken for one of the two.
    @Test func twoKeysAreNoKey() async throws {
        try await withSandbox { sandbox in
            let key = "X-API-KEY: \(Fixture.apiKey)\r\n"
            let text = "DELETE \(Self.order)?accountId=10029 HTTP/1.1\r\nConnection: close\r\n"
            #expect(await answers(to: text + key + "\r\n", of: sandbox).map(\.code) == [104_004])
            #expect(await answers(to: text + key + key + "\r\n", of: sandbox).map(\.code) == [104_002])
        }
    }

    /// A client that asks whether it may go on is told so, and one whose body is too large is not.
    @Test func aBodyIsAskedFor() async throws {
        try await withSandbox { sandbox in
            let head = "POST \(Self.order) HTTP/1.1\r\nExpect: 100-continue\r\nConnection: close\r\n"
            let reply = await sandbox.onConnection { connection in
                connection.send(head + "Content-Length: 2\r\n\r\n")
                let interim = connection.receive { $0.suffix(4).elementsEqual("\r\n\r\n".utf8) }
                connection.send("{}")
                return [interim, connection.receiveAll()].map { String(decoding: $0, as: UTF8.self) }
            }
            #expect(reply?.first?.hasPrefix("HTTP/1.1 100 ") == true)
            #expect(reply?.last?.hasPrefix("HTTP/1.1 400 ") == true)
            let tooLarge = await answers(to: head + "Content-Length: 65537\r\n\r\n", of: sandbox)
            #expect(tooLarge.map(\.status) == [413])
        }
    }

    /// Nagle's algorithm and a delayed acknowledgement would make 40 ms of each response that is sent in two pieces.
    @Test func aResponseIsOnePacketAndDoesNotWait() async throws {
        try await withSandbox { sandbox in
            let durations = await sandbox.onConnection { connection in
                (0..<60).compactMap { _ -> Duration? in
                    let start = ContinuousClock.now
                    connection.send("GET /nothing HTTP/1.1\r\n\r\n")
                    let first = connection.receiveOnce()
                    return RawResponse.all(in: first).count == 1 ? ContinuousClock.now - start : nil
                }
            }
            let all = try #require(durations)
            try #require(all.count == 60, "head and body came together")
            // The first acknowledgements of a connection are not delayed; of the rest each would be. The quickest,
            // since the machine may have more to do.
            let quickest = try #require(all.dropFirst(20).min())
            #expect(quickest < .milliseconds(35))
        }
    }

    // MARK: Bounds

    /// The time for a head grows with its length, not with the square of it; and others are served meanwhile.
    @Test func aLongLineIsReadInLinearTime() async throws {
        try await withSandbox { sandbox in
            func time(ofLine count: Int) async -> Duration {
                let line = "DELETE / HTTP/1.1\r\nX: " + String(repeating: "a", count: count)
                let start = ContinuousClock.now
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            // In pieces, since what is taken apart again with each of them costs most.
                            let status = await sandbox.onConnection { connection in
                                let text = Array((line + "\r\nConnection: close\r\n\r\n").utf8)
                                for start in stride(from: 0, to: text.count, by: 1_000) {
                                    connection.send(Array(text[start..<min(start + 1_000, text.count)]))
                                }
                                return connection.receiveResponse()?.status
                            }
                            #expect(status == 404)
                        }
                    }
                }
                return ContinuousClock.now - start
            }
            let (short, long) = (await time(ofLine: 10_000), await time(ofLine: 80_000))
            // Linear time takes 8 times as long, quadratic time 64 times.
            #expect(long < short * 24, "\(short) and \(long)")
        }
    }

    @Test func aHeadBeyondTheBoundIs431() async throws {
        try await withSandbox { sandbox in
            let long = String(repeating: "a", count: HTTPServer.headLimit + 1)
            let field = "X: " + String(repeating: "a", count: 8_000) + "\r\n"
            for text in [
                "DELETE /\(long) HTTP/1.1\r\n\r\n", "DELETE / HTTP/1.1\r\nX: \(long)\r\n\r\n",
                "DELETE / HTTP/1.1\r\n\(long): x\r\n\r\n",
                "DELETE / HTTP/1.1\r\n" + String(repeating: field, count: 11) + "\r\n",
                "DELETE / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 300) + "\r\n",
            ] {
                let responses = await answers(to: text, of: sandbox)
                #expect(responses.map(\.status) == [431])
                #expect(responses.first?.code == 100_001)
            }
            let within = "DELETE / HTTP/1.1\r\n" + String(repeating: field, count: 10)
            let taken = await answers(to: within + "Connection: close\r\n\r\n", of: sandbox)
            #expect(taken.map(\.status) == [404])
        }
    }

    /// The client sends all of its 5 MB before it reads, and does not say that it has done.
    @Test func aHeadOfMegabytesIs431() async throws {
        try await withSandbox { sandbox in
            for text in [
                "DELETE /" + String(repeating: "a", count: 5_000_000),
                "DELETE / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 800_000),
            ] {
                let response = await sandbox.onConnection { connection in
                    connection.send(text) ? connection.receiveResponse()?.status : nil
                }
                #expect(response == 431)
            }
        }
    }

    @Test func aBodyBeyondTheBoundIs413() async throws {
        try await withSandbox { sandbox in
            let head = "POST \(Self.order) HTTP/1.1\r\n"
            let limit = ReceivedRequest.bodyLimit
            func chunked(_ sizes: Int...) -> String {
                head + "Transfer-Encoding: chunked\r\n\r\n"
                    + sizes.map { "\(String($0, radix: 16))\r\n\(String(repeating: " ", count: $0))\r\n" }
                    .joined()
            }
            for text in [
                // Announced; whether any of it comes does not matter.
                head + "Content-Length: \(limit + 1)\r\n\r\n",
                head + "Content-Length: 18446744073709551615\r\n\r\n",
                head + "Content-Length: \(limit + 1)\r\n\r\n" + String(repeating: " ", count: limit + 1),
                chunked(limit + 1), chunked(limit, 1), chunked(40_000, 40_000, 40_000),
                chunked(limit + 1) + "not a chunk",
            ] {
                let responses = await answers(to: text + "GET / HTTP/1.1\r\n\r\n", of: sandbox)
                #expect(responses.map(\.status) == [413])
                #expect(responses.first?.code == 100_001)
                #expect(responses.first?.head.contains("Connection: close") == true)
            }
            // What is not too large is looked at: there is no key.
            let close = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
            for text in [
                head + "Content-Length: \(limit)\r\n\r\n" + String(repeating: " ", count: limit),
                chunked(limit - 1, 1) + "0\r\n\r\n",
            ] {
                #expect(await answers(to: text + close, of: sandbox).map(\.status) == [400, 404])
            }
        }
    }

    @Test func bytesThatAreNotHTTPAre400() async throws {
        let events = Collected<SandboxEvent>()
        try await withSandbox(onAnswer: { events.append($0) }) { sandbox in
            let texts = [
                "\u{16}\u{3}\u{1}\u{2}\r\n", "not HTTP\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                // A method in lower case is another method, and none of HTTP's.
                "delete \(Self.order) HTTP/1.1\r\n\r\n", "Delete / HTTP/1.1\r\n\r\n",
                "DELETE / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "DELETE / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "DELETE / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "DELETE / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "DELETE / HTTP/1.1\r\nno field\r\n\r\n", "DELETE / HTTP/1.1\r\n: no name\r\n\r\n",
                "DELETE / HTTP/1.1\r\nX-API-KEY : a\r\n\r\n",
            ]
            for text in texts {
                let responses = await answers(to: text, of: sandbox)
                #expect(responses.map(\.status) == [400], "\(text)")
                #expect(responses.first?.code == 100_001)
                #expect(responses.first?.head.contains("Connection: close") == true)
            }
            for encoding in ["chunked\r\n\r\nzz\r\n", "gzip\r\n\r\n"] {
                let text = "POST /x HTTP/1.1\r\nTransfer-Encoding: " + encoding
                #expect(await answers(to: text, of: sandbox).map(\.status) == [400])
            }
            #expect(
                events.elements.map(\.description)
                    == Array(repeating: "- - → 400 (100001)", count: texts.count)
                    + ["POST /x → 400 (100001)", "POST /x → 400 (100001)"])
        }
    }

    @Test func otherVersionsOfHTTPAre505() async throws {
        try await withSandbox { sandbox in
            for version in ["9.9", "2.0", "0.9"] {
                let responses = await answers(to: "DELETE / HTTP/\(version)\r\n\r\n", of: sandbox)
                #expect(responses.map(\.status) == [505], "\(version)")
                #expect(responses.first?.code == 100_001)
            }
        }
    }

    /// Connections beyond the limit wait, and those that are open are served on.
    @Test func connectionsBeyondTheLimitWait() async throws {
        let events = Collected<SandboxEvent>()
        let exchange = Exchange(
            ledger: Ledger(callsPerSecond: nil, clock: RelativeClock(ContinuousClock())), signedBaseURL: nil,
            onAnswer: { events.append($0) })
        let server = try await HTTPServer.start(
            port: 0, connectionLimit: 2, requestTimeout: .seconds(3_600), exchange: exchange)
        let statuses: [Int?] = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var statuses: [Int?] = []
                func get(_ target: String, on connection: RawConnection?) {
                    connection?.send("GET \(target) HTTP/1.1\r\n\r\n")
                }
                var first = RawConnection(port: server.port)
                let second = RawConnection(port: server.port)
                get("/1", on: first)
                statuses.append(first?.receiveResponse()?.status)
                get("/2", on: second)
                statuses.append(second?.receiveResponse()?.status)
                let third = RawConnection(port: server.port)
                get("/5", on: third)
                Thread.sleep(forTimeInterval: 0.1)
                get("/3", on: first)
                statuses.append(first?.receiveResponse()?.status)
                get("/4", on: second)
                statuses.append(second?.receiveResponse()?.status)
                first = nil
                statuses.append(third?.receiveResponse()?.status)
                continuation.resume(returning: statuses)
            }
        }
        #expect(statuses == [404, 404, 404, 404, 404])
        #expect(events.elements.map(\.target) == ["/1", "/2", "/3", "/4", "/5"])
        await server.close()
    }

    // MARK: Time

    /// Until the body is there, a request may take its time; then it is the sandbox's turn.
    @Test func aRequestThatDoesNotEndIsGivenUp() async throws {
        try await withSandbox(requestTimeout: .seconds(1)) { sandbox in
            let whole = "GET / HTTP/1.1\r\n\r\n"
            let head = "POST \(Self.order) HTTP/1.1\r\nContent-Length: 10\r\n\r\n"
            // The last one: a connection that had an answer is no exception.
            let cases: [(text: String, expected: [Int])] = [
                ("", []), ("POST", []), (head, [408]), (head + "{", [408]), (whole + head, [404, 408]),
            ]
            await withTaskGroup(of: Void.self) { group in
                for (text, expected) in cases {
                    group.addTask {
                        let responses = await answers(to: text, of: sandbox)
                        #expect(responses.map(\.status) == expected, "\(text)")
                    }
                }
            }
        }
    }

    /// Bytes that drip do not prolong it.
    @Test func drippingDoesNotHelp() async throws {
        try await withSandbox(requestTimeout: .milliseconds(200)) { sandbox in
            let drops = await sandbox.onConnection { connection in
                connection.send("DELETE /")
                for count in 0..<500 {
                    guard connection.send("a") else { return count }
                    Thread.sleep(forTimeInterval: 0.02)
                }
                return 500
            }
            #expect(drops.map { $0 < 500 } == true)
        }
    }

    /// A client that sends request after request and reads nothing. The responses repeat the long target.
    @Test func aClientThatDoesNotReadIsGivenUp() async throws {
        try await withSandbox(requestTimeout: .milliseconds(300)) { sandbox in
            let long = String(repeating: "a", count: 60_000)
            let request = Array(
                ("DELETE \(Self.order)?accountId=10029&clientOrderId=\(long) HTTP/1.1\r\n"
                    + "X-API-KEY: \(Fixture.apiKey)\r\nX-API-SIG: 0x\r\n\r\n").utf8)
            let isGivenUp = await sandbox.onConnection { connection in
                // What the system holds for a connection is some megabytes.
                !(0..<1_000).allSatisfy { _ in connection.send(request) }
            }
            #expect(isGivenUp == true)
        }
    }

    // MARK: The end

    /// Requests that have arrived are answered.
    @Test func stoppingIsGraceful() async throws {
        let arrived = AsyncStream.makeStream(of: Void.self)
        let sandbox = try await SandboxRelayer.start { _ in
            arrived.continuation.yield()
            Thread.sleep(forTimeInterval: 0.2)
        }
        async let answer = sandbox.onConnection { connection in
            connection.send("GET / HTTP/1.1\r\n\r\n")
            return RawResponse.all(in: connection.receiveAll()).map(\.status)
        }
        for await _ in arrived.stream { break }
        await sandbox.stop()
        #expect(await answer == [404])
    }

    @Test func stoppingClosesOpenConnections() async throws {
        let sandbox = try await SandboxRelayer.start()
        let connections = try (0..<20).map { _ in try #require(RawConnection(port: sandbox.port)) }
        // One has sent half a request, one has been answered, the others sent nothing.
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
        // It may be stopped again.
        await sandbox.stop()
    }

    @Test func aSandboxThatNobodyHoldsEnds() async throws {
        var sandbox: SandboxRelayer? = try await SandboxRelayer.start()
        let port = try #require(sandbox?.port)
        let connection = try #require(RawConnection(port: port))
        sandbox = nil
        let rest = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: connection.receiveAll()) }
        }
        #expect(rest.isEmpty)
    }
}
