// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import OrderCancellation
import RequestCanonicalization
import RequestSigning
import TestSupport
import Testing

@testable import SandboxRelayer

@Suite struct SandboxRelayerTests {
    private let hash = DocumentedOrder.hash

    // MARK: Start and stop

    @Test func aSandboxListensOnAFreePortAndReleasesIt() async throws {
        let sandbox = try await Sandbox.start()
        #expect(sandbox.port > 0)
        #expect(sandbox.baseURL == "http://127.0.0.1:\(sandbox.port)")
        await #expect(throws: SandboxError.cannotListen(port: sandbox.port)) {
            try await Sandbox.start(port: sandbox.port)
        }
        #expect(await sandbox.send("/") != nil)
        await sandbox.stop()
        #expect(await sandbox.send("/") == nil)
        let again = try await Sandbox.start(port: sandbox.port)
        #expect(again.port == sandbox.port)
        #expect(await again.send("/")?.status == 404)
        await again.stop()
    }

    @Test(arguments: [SandboxError.cannotListen(port: 1), .accountExists(AccountID(7))])
    func localizedDescriptionsAreTheDescriptions(_ error: SandboxError) {
        #expect(error.localizedDescription == error.description)
    }

    @Test func accountsHaveDistinctNumbersAndAPIKeys() async throws {
        let sandbox = try await Sandbox.start(accounts: [Fixture.account])
        let sameKey = Sandbox.Account(
            id: AccountID(3), apiKey: Fixture.account.apiKey, publicKey: Fixture.otherKey.publicKey)
        for account in [Fixture.account, sameKey] {
            await #expect(throws: SandboxError.accountExists(account.id)) {
                try await sandbox.ledger.add(account)
            }
        }
        try await sandbox.ledger.add(Fixture.otherAccount)
        await sandbox.stop()
    }

    // MARK: The documented exchange

    @Test func theDocumentedOrderIsCancelled() async throws {
        try await withSandbox { sandbox in
            let json = try DocumentedOrder.submitOrderJSON(signedBy: Fixture.key)
            let submitted = try #require(
                await sandbox.send(
                    "/api/v3/order", method: "POST", body: String(decoding: json, as: UTF8.self)))
            #expect(submitted.status == 200)
            #expect(
                submitted.body
                    == #"{"clientOrderId":"Test","hash":"\#(hash)","isIdempotent":false,"status":"processing"}"#
            )
            #expect(submitted.head.contains("Content-Type: application/json"))

            let client = try sandbox.client()
            let request = try CancelOrderRequest(accountID: "10029", orderHash: hash, clientOrderID: nil)
            let first = try #require(try await client.cancel(request).response)
            #expect(first.hash == hash && first.clientOrderID == "Test")
            #expect(first.status == .cancelled && !first.isIdempotent)
            // The real exchange gave this answer.
            do {
                _ = try await client.cancel(request)
                Issue.record("a cancelled order was cancelled again")
            } catch let error as CallError {
                guard case .rejected(let rejection) = error.cause else { Issue.record("\(error)"); return }
                #expect(rejection.code == .invalidArgument && rejection.httpStatus == 400)
                #expect(rejection.message == "order in status CANCELLED can't be cancelled")
                #expect(rejection.saysAlreadyCancelledOrGone)
            }
        }
    }

    @Test func anOrderIsCancelledByAClientOrderIDWithASpace() async throws {
        try await withSandbox { sandbox in
            let name = "202003180000 00001010"
            let submitted = try await sandbox.submit(clientOrderID: name)
            let client = try sandbox.client()
            let request = try CancelOrderRequest(accountID: "10029", orderHash: nil, clientOrderID: name)
            #expect(
                try client.prepare(request).url.hasSuffix(
                    "?accountId=10029&clientOrderId=202003180000%2000001010"))
            let response = try #require(try await client.cancel(request).response)
            #expect(response.hash == submitted)
            #expect(response.clientOrderID == name)
            #expect(response.status == .cancelled)
        }
    }

    @Test func aTamperedSignatureIs104005() async throws {
        try await withSandbox { sandbox in
            try await sandbox.submit()
            let client = try sandbox.client()
            var call = try client.prepare(
                CancelOrderRequest(accountID: "10029", orderHash: hash, clientOrderID: nil))
            let last = call.signature.last == "0" ? "1" : "0"
            call.signature = call.signature.dropLast() + last
            do {
                _ = try await client.send(call)
                Issue.record("a wrong signature was accepted")
            } catch let error as CallError {
                guard case .rejected(let rejection) = error.cause else { Issue.record("\(error)"); return }
                #expect(rejection.code == .wrongSignature)
                #expect(rejection.httpStatus == 400)
            }
            #expect(await sandbox.ledger.orders[try OrderHash(hash)]?.status == .processing)
        }
    }

    /// Loopring's own libraries do not reduce S. The relayer profile accepts their signatures.
    @Test func theUnreducedFormIsAccepted() async throws {
        try await withSandbox { sandbox in
            try await sandbox.submit()
            let parameters = [("accountId", "10029"), ("orderHash", hash)]
            let request = try SignableRequest(
                method: "DELETE", baseURL: sandbox.baseURL, path: "/api/v3/order",
                parameters: parameters.map { Parameter($0.0, $0.1) })
            let unreduced = try Fixture.key.unreducedSignatureLeakingKey(for: Message(request))
            let response = await sandbox.send(
                "/api/v3/order?accountId=10029&orderHash=\(hash)", signature: unreduced.hex)
            #expect(response?.status == 200)
        }
    }

    @Test func aConfiguredBaseURLMustBeSigned() async throws {
        try await withSandbox(signedBaseURL: "https://api3.loopring.io") { sandbox in
            try await sandbox.submit()
            let parameters = [("accountId", "10029"), ("orderHash", hash)]
            #expect(try await sandbox.cancel(parameters)?.code == 104_005)
            let signature = try sandbox.signature(parameters, baseURL: "https://api3.loopring.io")
            let response = await sandbox.send(
                "/api/v3/order?accountId=10029&orderHash=\(hash)", signature: signature)
            #expect(response?.status == 200)
        }
    }

    // MARK: Authentication, in the order of the codes

    @Test func theChecksAreInTheOrderOfTheCodes() async throws {
        try await withSandbox { sandbox in
            try await sandbox.submit()
            let good = try sandbox.signature([("accountId", "10029"), ("orderHash", hash)])
            let target = "/api/v3/order?accountId=10029&orderHash=\(hash)"
            // Each line corrects the fault for which the line before it was refused. Everything that is
            // checked later is still wrong.
            let wrongAccount = "/api/v3/order?accountId=2&orderHash="
            #expect(await sandbox.send(wrongAccount, apiKey: nil)?.code == 104_001)
            #expect(await sandbox.send(wrongAccount, apiKey: "")?.code == 104_001)
            #expect(await sandbox.send(wrongAccount, apiKey: "nobody")?.code == 104_002)
            #expect(await sandbox.send(wrongAccount, apiKey: "two words")?.code == 104_002)
            #expect(await sandbox.send(wrongAccount)?.code == 104_003)
            #expect(await sandbox.send("/api/v3/order?accountId=10029&orderHash=")?.code == 104_004)
            #expect(
                await sandbox.send("/api/v3/order?accountId=10029&orderHash=", signature: "")?.code == 104_004
            )
            #expect(
                await sandbox.send("/api/v3/order?accountId=10029&orderHash=", signature: good)?.code
                    == 104_005)
            #expect(try await sandbox.cancel([("accountId", "10029"), ("orderHash", "")])?.code == 107_002)
            #expect(await sandbox.send(target, signature: good)?.status == 200)
        }
    }

    @Test func anAccountIDMustBePlainDecimal() async throws {
        try await withSandbox { sandbox in
            try await sandbox.submit()
            for id in ["", "010029", "+10029", "10029 ", "1", "2", "4294977325", "abc"] {
                #expect(
                    try await sandbox.cancel([("accountId", id), ("orderHash", hash)])?.code == 104_003,
                    "\(id)")
            }
            #expect(try await sandbox.cancel([("orderHash", hash)])?.code == 104_003)
            #expect(try await sandbox.cancel([("AccountId", "10029"), ("orderHash", hash)])?.code == 104_003)
        }
    }

    @Test func everyOtherSignatureIs104005() async throws {
        try await withSandbox { sandbox in
            try await sandbox.submit()
            let parameters = [("accountId", "10029"), ("orderHash", hash)]
            let good = try sandbox.signature(parameters)
            let target = "/api/v3/order?accountId=10029&orderHash=\(hash)"
            let r = String(good.dropFirst(2).prefix(128))
            let (zeros, ones) = (String(repeating: "0", count: 64), String(repeating: "f", count: 64))
            let swapped = "0x" + r.suffix(64) + r.prefix(64) + good.suffix(64)
            let signatures: [String] = [
                try sandbox.signature(parameters, by: Fixture.otherKey),
                try sandbox.signature(parameters, baseURL: "http://localhost:\(sandbox.port)"),
                try sandbox.signature([("accountId", "10029")]),
                try sandbox.signature([("accountId", "10029"), ("orderHash", hash.uppercased())]),
                "0x", "x", String(good.dropFirst(2)), String(good.dropLast()), good + "0",
                good.replacingOccurrences(of: "0x", with: "0X"),
                "0x\(zeros)\(zeros)\(zeros)", "0x\(ones)\(ones)\(ones)", "0x\(r)\(ones)", "0x\(r)\(zeros)",
                swapped,
                "0x\(r)36f4b7c5b4c6cf3e", "\(good),\(good)",
            ]
            for signature in signatures {
                let response = await sandbox.send(target, signature: signature)
                #expect(response?.code == 104_005, "\(signature)")
                #expect(response?.status == 400)
                // The answer quotes the text that should have been signed.
                let base = try SignableRequest(
                    method: "DELETE", baseURL: sandbox.baseURL, path: "/api/v3/order",
                    parameters: parameters.map { Parameter($0.0, $0.1) }
                ).canonical.signatureBase
                #expect(response?.message?.contains(base) == true)
            }
            #expect(await sandbox.ledger.orders[try OrderHash(hash)]?.status == .processing)
            #expect(
                await sandbox.send(
                    target, signature: good.uppercased().replacingOccurrences(of: "0X", with: "0x"))?.status
                    == 200)
        }
    }

    // MARK: The request as received

    @Test func otherEncodingsOfTheSameParametersAreVerifiedAlike() async throws {
        try await withSandbox { sandbox in
            let name = "a b~\u{E9}"
            try await sandbox.submit(clientOrderID: name)
            let signature = try sandbox.signature([("accountId", "10029"), ("clientOrderId", name)])
            for query in [
                "accountId=10029&clientOrderId=a%20b~%C3%A9", "clientOrderId=a%20b~%C3%A9&accountId=10029",
                "accountId=10029&clientOrderId=a%20b%7e%c3%a9",
                "%61ccountId=%31%30029&clientOrderId=a%20b~%C3%A9",
            ] {
                let entry = try #require(await sandbox.ledger.orders.values.first)
                try await sandbox.ledger.setStatus(of: entry.hash, to: .processing)
                #expect(
                    await sandbox.send("/api/v3/order?" + query, signature: signature)?.status == 200,
                    "\(query)")
            }
        }
    }

    @Test func ambiguousAndMalformedQueriesAreRefused() async throws {
        try await withSandbox { sandbox in
            try await sandbox.submit(clientOrderID: "a b")
            let signature = try sandbox.signature([("accountId", "10029"), ("clientOrderId", "a b")])
            for query in [
                "accountId=10029&clientOrderId=a+b", "accountId=10029&clientOrderId=a%2",
                "accountId=10029&clientOrderId=a%zz",
                "accountId=10029&clientOrderId=%FF", "accountId=10029&clientOrderId=a%20b&",
                "&accountId=10029",
                "accountId=10029&&clientOrderId=a%20b", "accountId=10029&clientOrderId", "=10029",
                "accountId=10029&=",
                "accountId=10029&clientOrderId=\u{E9}",
                "accountId=10029&clientOrderId=a%20b&clientOrderId=a%20b",
                "accountId=10029&accountId=10029&clientOrderId=a%20b",
            ] {
                let response = await sandbox.send("/api/v3/order?" + query, signature: signature)
                // Bytes outside ASCII are refused before they reach the sandbox.
                let expected = query.utf8.allSatisfy { $0 < 128 } ? 100_001 : nil
                #expect(response?.code == expected, "\(query): \(String(describing: response))")
                #expect(response?.status == 400)
            }
            #expect(
                try await sandbox.cancel([("accountId", "10029"), ("orderHash", hash), ("x", "1")])?.code
                    == 100_001)
        }
    }

    @Test func aBodyWithDeleteIsRefused() async throws {
        try await withSandbox { sandbox in
            let hash = try await sandbox.submit()
            let signature = try sandbox.signature([("accountId", "10029"), ("orderHash", hash)])
            let response = await sandbox.send(
                "/api/v3/order?accountId=10029&orderHash=\(hash)", signature: signature, body: "{}")
            #expect(response?.code == 100_001)
        }
    }

    /// Hummingbird answers other paths and methods. Its router would accept the order's path with other
    /// slashes; the sandbox refuses it.
    @Test func otherPathsAndMethodsAreNotFound() async throws {
        try await withSandbox { sandbox in
            for path in [
                "/", "/api/v3/orders", "/api/v3/order/", "/api/v3//order", "/api/v3/%6Frder", "/API/v3/order",
                "*", "/api/v3/../v3/order",
            ] {
                let signature = try sandbox.signature([("accountId", "10029")])
                let response = await sandbox.send(path + "?accountId=10029", signature: signature)
                #expect(response?.status == 404, "\(path)")
            }
            for method in ["GET", "PUT", "PATCH"] {
                #expect(await sandbox.send("/api/v3/order", method: method)?.status == 404, "\(method)")
            }
        }
    }

    // MARK: Orders

    @Test func cancellationsThatCannotSucceedAreRefused() async throws {
        try await withSandbox { sandbox in
            func code(_ parameters: (String, String)...) async throws -> Int? {
                try await sandbox.cancel([("accountId", "10029")] + parameters)?.code
            }
            try await sandbox.submit()
            let second = try await sandbox.submit(storageID: 2, clientOrderID: "second")
            let foreign = try await sandbox.submit(
                clientOrderID: "foreign", accountID: AccountID(2), by: Fixture.otherKey,
                apiKey: Fixture.otherAPIKey)

            #expect(try await code() == 107_002)
            #expect(try await code(("orderHash", "")) == 107_002)
            #expect(try await code(("orderHash", "0x12")) == 102_119)
            #expect(try await code(("orderHash", String(hash.dropFirst(2)))) == 102_119)
            #expect(try await code(("clientOrderId", "")) == 100_001)
            #expect(try await code(("clientOrderId", "a\nb")) == 100_001)
            #expect(try await code(("clientOrderId", "unknown")) == 102_117)
            #expect(try await code(("orderHash", "0x" + String(repeating: "0", count: 64))) == 102_117)
            #expect(try await code(("orderHash", foreign)) == 102_117)
            #expect(try await code(("clientOrderId", "foreign")) == 102_117)
            #expect(try await code(("orderHash", hash), ("clientOrderId", "second")) == 102_117)

            for (number, (status, expected)) in [
                (OrderStatus.processed, 100_001), (.expired, 100_001), (.failed, 100_001),
                (.cancelled, 100_001),
                (.cancelling, 102_122),
            ].enumerated() {
                let hash = try OrderHash("0x" + String(repeating: "0", count: 63) + "\(number)")
                try await sandbox.ledger.place(hash, accountID: DocumentedOrder.accountID, status: status)
                #expect(try await code(("orderHash", hash.hex)) == expected)
                #expect(await sandbox.ledger.orders[hash]?.status == status)
            }
            let both = try await sandbox.cancel([
                ("accountId", "10029"), ("orderHash", second), ("clientOrderId", "second"),
            ])
            #expect(both?.status == 200)
            #expect(await sandbox.ledger.orders[try OrderHash(second)]?.status == .cancelled)
        }
    }

    @Test func theLedgerPlacesAndChangesOrders() async throws {
        try await withSandbox { sandbox in
            let hash = try OrderHash(self.hash)
            let name = try ClientOrderID("mine")
            try await sandbox.ledger.place(hash, clientOrderID: name, accountID: DocumentedOrder.accountID)
            let other = try OrderHash("0x" + String(repeating: "1", count: 64))
            await #expect(throws: SandboxError.orderExists) {
                try await sandbox.ledger.place(
                    other, clientOrderID: name, accountID: DocumentedOrder.accountID)
            }
            await #expect(throws: SandboxError.noSuchOrder(other)) {
                try await sandbox.ledger.setStatus(of: other, to: .processed)
            }
            let client = try sandbox.client()
            let request = CancelOrderRequest(
                accountID: DocumentedOrder.accountID, target: .both(hash, name))
            #expect(try await client.cancel(request).outcome == .cancelled)
            try await sandbox.ledger.setStatus(of: hash, to: .waiting)
            #expect(try await client.cancel(request).outcome == .cancelled)
        }
    }

    /// If an order buys an NFT, the signed message is computed from nftData. It differs from the order hash.
    @Test func anNFTOrderIsSignedWithItsNFTData() async throws {
        try await withSandbox { sandbox in
            func json(_ signature: String) -> String {
                """
                {"exchange": "0x2e76EBd1c7c0C8e7c2B875b6d505a260C525d25e", "storageId": 64, "accountId": 10029,
                 "sellToken": {"tokenId": 1, "amount": "1"}, "buyToken": {"tokenId": 32768, "amount": "1",
                 "nftData": "0x1a2001aac7a1fd00cef07889cdb67b1355f86e5bc9df71cfa44fa1c7b49f598f"},
                 "validUntil": 1656227891, "maxFeeBips": 100, "fillAmountBOrS": true,
                 "eddsaSignature": "\(signature)"}
                """
            }
            let order = try LoopringOrder(submitOrderJSON: Array(json("").utf8))
            let message = try #require(order.signedMessage?.hex)
            for (signed, status) in [(order.orderHash.hex, 400), (message, 200)] {
                let signature = try Fixture.key.signature(for: Message(hex: signed)).hex
                let response = await sandbox.send("/api/v3/order", method: "POST", body: json(signature))
                #expect(response?.status == status)
            }
            #expect(await sandbox.ledger.orders[order.orderHash]?.status == .processing)
        }
    }

    @Test func invalidSubmissionsAreRefused() async throws {
        try await withSandbox { sandbox in
            func post(_ body: String, apiKey: String? = Fixture.apiKey) async -> RawResponse? {
                await sandbox.send("/api/v3/order", method: "POST", apiKey: apiKey, body: body)
            }
            let good = String(
                decoding: try DocumentedOrder.submitOrderJSON(signedBy: Fixture.key), as: UTF8.self)
            #expect(await post(good, apiKey: nil)?.code == 104_001)
            #expect(await post(good, apiKey: "nobody")?.code == 104_002)
            #expect(await post(good, apiKey: Fixture.otherAPIKey)?.code == 104_003)
            #expect(await post("")?.code == 102_120)
            #expect(await post("{}")?.code == 102_120)
            #expect(await post("<html>")?.code == 102_120)
            #expect(await post(good.replacingOccurrences(of: "10000000", with: "-1"))?.code == 102_120)
            #expect(
                await post(good.replacingOccurrences(of: "eddsaSignature", with: "signature"))?.code
                    == 104_004)
            #expect(
                await post(good.replacingOccurrences(of: "\"10000000\"", with: "\"10000001\""))?.code
                    == 104_005)
            #expect(await post(good.replacingOccurrences(of: "\"Test\"", with: "42"))?.code == 100_001)
            #expect(await post(good.replacingOccurrences(of: "\"Test\"", with: "\"a\\nb\""))?.code == 100_001)
            #expect(await post(good + String(repeating: " ", count: 65_536))?.status == 413)
            #expect(await post(good + String(repeating: " ", count: 3_000_000))?.status == 413)
            #expect(await sandbox.ledger.orders.isEmpty)

            #expect(await post(good)?.json["isIdempotent"] as? Bool == false)
            #expect(await post(good)?.json["isIdempotent"] as? Bool == true)
            // The same order with another clientOrderId, and another order with the same clientOrderId.
            #expect(await post(good.replacingOccurrences(of: "\"Test\"", with: "\"Other\""))?.code == 100_001)
            let sameName = try DocumentedOrder.submitOrderJSON(storageID: 2, signedBy: Fixture.key)
            #expect(await post(String(decoding: sameName, as: UTF8.self))?.code == 100_001)
            #expect(await sandbox.ledger.orders.count == 1)
        }
    }

    // MARK: Rate limit

    @Test func theSixthCallInASecondIsRefused() async throws {
        let clock = ManualClock()
        try await withSandbox(callsPerSecond: 5, clock: clock) { sandbox in
            func call(_ apiKey: String = Fixture.apiKey) async -> RawResponse? {
                await sandbox.send("/api/v3/order?accountId=10029", apiKey: apiKey)
            }
            for _ in 0..<5 { #expect(await call()?.code == 104_004) }
            clock.advance(by: .milliseconds(400))
            let refused = await call()
            #expect(refused?.status == 429)
            #expect(refused?.code == 100_000)
            #expect(refused?.head.contains("\r\nRetry-After: 1") == true)
            // Other accounts, and callers with an unknown key, are not affected.
            #expect(await call(Fixture.otherAPIKey)?.status == 400)
            #expect(await call("nobody")?.code == 104_002)
            clock.advance(by: .milliseconds(599))
            #expect(await call()?.status == 429)
            clock.advance(by: .milliseconds(1))
            for _ in 0..<5 { #expect(await call()?.code == 104_004) }
            #expect(await call()?.status == 429)
        }
    }

    @Test func answersAreReportedWithoutSecrets() async throws {
        let events = Collected<Sandbox.Event>()
        try await withSandbox(onAnswer: { events.append($0) }) { sandbox in
            let hash = try await sandbox.submit()
            _ = try await sandbox.cancel([("accountId", "10029"), ("orderHash", hash)])
            _ = await sandbox.send("/api/v3/order?accountId=10029")
            #expect(
                events.elements.map(\.description) == [
                    "POST /api/v3/order → 200",
                    "DELETE /api/v3/order?accountId=10029&orderHash=\(hash) → 200",
                    "DELETE /api/v3/order?accountId=10029 → 400 (104004)",
                ])
        }
    }

    @Test func anAccountDoesNotShowItsKey() {
        var dumped = ""
        dump(Fixture.account, to: &dumped)
        #expect(!dumped.contains(Fixture.apiKey) && !"\(Fixture.account)".contains(Fixture.apiKey))
    }

    /// Clients choose the target, and the log may be printed on a terminal.
    @Test func anEventHasNoControlCharacters() {
        let event = Sandbox.Event(
            method: "DELETE", target: "/\u{1B}[2J\u{202E}\n", httpStatus: 404, code: "100001")
        #expect(event.description == #"DELETE /\u{1B}[2J\u{202E}\u{A} → 404 (100001)"#)
    }
}
