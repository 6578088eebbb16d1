// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import SandboxRelayer

/// Random sequences of valid, invalid and damaged requests, over a socket.
@Suite struct HTTPFuzzTests {
    /// How many sequences are sent: `HTTP_FUZZ_CASES` of the environment, or 120.
    private static let cases = ProcessInfo.processInfo.environment["HTTP_FUZZ_CASES"].flatMap(Int.init) ?? 120

    /// Whatever bytes arrive, in one piece or in several, no order changes and the sandbox keeps answering.
    @Test func noBytesChangeAnOrderOrEndTheSandbox() async throws {
        try await withSandbox { sandbox in
            let hash = try await sandbox.submit()
            let signature = try sandbox.signature(
                [("accountId", "10029"), ("orderHash", hash)], by: Fixture.otherKey)
            var random = SeededGenerator(seed: 20_261_124)
            var statuses: Set<Int> = []
            for _ in 0..<Self.cases {
                var generator = RequestGenerator(hash: hash, signature: signature, random: random)
                let bytes = generator.session()
                let cuts = generator.cuts(of: bytes.count)
                random = generator.random
                let reply = await sandbox.onConnection { connection in
                    for (start, end) in zip([0] + cuts, cuts + [bytes.count]) {
                        connection.send(Array(bytes[start..<end]))
                    }
                    connection.endSending()
                    return connection.receiveAll()
                }
                statuses.formUnion(RawResponse.all(in: reply ?? []).map(\.status))
            }
            #expect(await sandbox.ledger.orders.values.map(\.status) == [.processing])
            #expect(await sandbox.send("/nothing")?.status == 404)
            // The generator produces requests that get these answers, and never one that succeeds.
            #expect(statuses.isSuperset(of: [400, 404]) && !statuses.contains(200), "\(statuses)")
        }
    }
}

/// Generates the bytes of a client: first requests by a grammar, then damage to them.
private struct RequestGenerator {
    let hash, signature: String
    var random: SeededGenerator

    /// One to four requests on one connection.
    mutating func session() -> [UInt8] {
        var bytes = (1...number(4)).flatMap { _ in Array(request().utf8) }
        if number(3) == 1 { for _ in 1...number(4) where !bytes.isEmpty { damage(&bytes) } }
        return bytes
    }

    /// The places at which the bytes are split into pieces, in order.
    mutating func cuts(of count: Int) -> [Int] {
        guard count > 1 else { return [] }
        return Set((1...number(6)).map { _ in number(count - 1) }).sorted()
    }

    private mutating func request() -> String {
        let method = pick(["DELETE", "DELETE", "POST", "POST", "GET", "GET", "M-SEARCH", "delete"])
        let path = pick([
            "/api/v3/order", "/api/v3/order", "/", "*", "http://127.0.0.1/api/v3/order", "/%2F", "\u{1B}",
        ])
        let query = pick([
            "?accountId=10029&orderHash=\(hash)", "?accountId=10029", "", "?", "?accountId=%3", "?a=\u{202E}",
            "?" + String(repeating: "a=b&", count: number(30_000)),
        ])
        let version = pick([
            "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "HTTP/2.0", "http/1.1", "",
        ])
        var lines = [
            [method, path + query, version].joined(
                separator: pick(Array(repeating: " ", count: 20) + ["  ", "\t"]))
        ]
        for _ in 0..<number(3) - 1 { lines.append(field()) }
        let body = pick(["", "", "{}", String(repeating: " ", count: number(140_000))])
        var text = body
        switch number(4) {
        case 1: lines.append("Content-Length: \(body.utf8.count)")
        case 2: lines.append("Content-Length: \(number(100))")
        case 3:
            lines.append("Transfer-Encoding: chunked")
            text = "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n" + (body.isEmpty ? "" : "0\r\n\r\n")
        default: text = ""
        }
        let end = pick(["\r\n", "\r\n", "\r\n", "\n"])
        return lines.map { $0 + end }.joined() + end + text
    }

    private mutating func field() -> String {
        pick([
            "X-API-KEY: \(Fixture.apiKey)", "x-api-key:\(Fixture.apiKey)", "X-API-SIG: \(signature)",
            "X-API-SIG: 0x",
            "Connection: close", "Connection: keep-alive", "Connection: Upgrade", "Upgrade: h2c", "Host: a",
            "Expect: 200-ok", "Content-Length: -1", "Content-Length: +2", "Content-Length: 2, 2",
            "Content-Length: 99999999999999999999", "Transfer-Encoding: gzip",
            "Transfer-Encoding: chunked, chunked",
            ": no name", "no colon", " folded", "a: \u{1B}[2J", "a b: c",
            "a: " + String(repeating: "b", count: number(2) * 50_000),
            String(repeating: "n: v\r\n", count: number(2) * 150) + "n: v",
        ])
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch number(4) {
        case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(UInt8.random(in: 0...255, using: &random), at: index)
        default: bytes.removeSubrange(index...)
        }
    }

    /// A random number from 1 to `count`.
    private mutating func number(_ count: Int) -> Int { Int.random(in: 1...count, using: &random) }

    private mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
}
