// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import SandboxRelayer

/// Whatever arrives, the sandbox keeps answering.
@Suite struct HostileInputTests {
    private func keepsAnswering(_ sandbox: Sandbox) async -> Bool {
        await sandbox.send("/nothing")?.status == 404
    }

    @Test func theSandboxSurvivesMalformedHTTP() async throws {
        try await withSandbox { sandbox in
            let head = "DELETE /api/v3/order HTTP/1.1\r\nX-API-KEY: \(Fixture.apiKey)\r\n"
            let inputs: [String] = [
                "", "\r\n", "\r\n\r\n", "\0", "GET", "GET /", "GET / HTTP/1.1", "GET  HTTP/1.1\r\n\r\n",
                "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "DELETE ? HTTP/1.1\r\n\r\n",
                "DELETE ?\u{301} HTTP/1.1\r\n\r\n", "DELETE %%% HTTP/1.1\r\n\r\n",
                "DELETE /\u{FFFD}\u{202E} HTTP/9\r\n\r\n",
                "DELETE /api/v3/order?%00=%00 HTTP/1.1\r\n\r\n", "X\u{301} /? HTTP/1.1\r\n:\r\n::\r\n\r\n",
                head + "Content-Length: -1\r\n\r\n", head + "Content-Length: 99999999999999999999\r\n\r\n",
                head + "Content-Length: 9223372036854775807\r\n\r\nx", head + "Content-Length: 10\r\n\r\nx",
                head + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
                head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
                head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", head + "Transfer-Encoding: gzip\r\n\r\n",
                head + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                head + "Expect: 100-continue\r\n\r\n",
                head + "Range: bytes=0-\r\n\r\n",
                "DELETE /" + String(repeating: "a", count: 4_000) + " HTTP/1.1\r\n\r\n",
                "DELETE /api/v3/order?" + String(repeating: "a=b&", count: 1_000)
                    + " HTTP/1.1\r\nX-API-KEY: \(Fixture.apiKey)\r\n\r\n",
            ]
            let bytes: [[UInt8]] = [
                [0xFF, 0xFE, 0x0D, 0x0A, 0x0D, 0x0A],
                Array("DELETE /\u{FF} HTTP/1.1\r\n".utf8) + [0xC3, 0x28, 0x0D, 0x0A],
            ]
            let hash = try await sandbox.submit()
            var refused = 0
            for input in inputs.map({ Array($0.utf8) }) + bytes {
                let reply = String(decoding: await sandbox.exchange(input), as: UTF8.self)
                // The sandbox answers nothing or a refusal. "100 Continue" may come first, if the client
                // waits for it.
                let last = reply.replacing("HTTP/1.1 100 Continue\r\n\r\n", with: "")
                let isRefusal = last.hasPrefix("HTTP/1.1 4") || last.hasPrefix("HTTP/1.1 5")
                #expect(
                    isRefusal || last.isEmpty,
                    "\(String(decoding: input.prefix(100), as: UTF8.self)): \(reply)")
                refused += isRefusal ? 1 : 0
            }
            #expect(refused > 10)
            #expect(await keepsAnswering(sandbox))
            // The order has not changed, so it can be canceled.
            let canceled = try await sandbox.cancel([
                ("accountId", "\(DocumentedOrder.accountID)"), ("orderHash", hash),
            ])
            #expect(canceled?.status == 200 && canceled?.json["status"] as? String == "cancelled")
        }
    }

    /// Foundation's parser ends the process at 513 opening brackets, and is slow at more.
    @Test func theSandboxSurvivesDeeplyNestedJSON() async throws {
        try await withSandbox { sandbox in
            for depth in [65, 512, 513, 514, 60_000] {
                for body in [
                    String(repeating: "[", count: depth),
                    #"{"sellToken":"# + String(repeating: "[", count: depth - 1),
                ] {
                    let response = await sandbox.send("/api/v3/order", method: "POST", body: body)
                    #expect(response?.code == 102_120)
                }
            }
            #expect(await keepsAnswering(sandbox))
        }
    }

    @Test func aTooLargeBodyDoesNotBecomeTheNextRequest() async throws {
        let events = Collected<Sandbox.Event>()
        try await withSandbox(onAnswer: { events.append($0) }) { sandbox in
            let smuggled = "DELETE /api/v3/order?smuggled=1 HTTP/1.1\r\nConnection: close\r\n\r\n"
            let padding = String(repeating: " ", count: 2_200_000)
            let request =
                "POST /api/v3/order HTTP/1.1\r\nContent-Length: \((padding + smuggled).utf8.count)\r\n\r\n"
                + padding + smuggled
            let reply = String(decoding: await sandbox.exchange(Array(request.utf8)), as: UTF8.self)
            #expect(reply.hasPrefix("HTTP/1.1 413"), "\(reply)")
            #expect(events.elements.map(\.httpStatus) == [413])
        }
    }
}
