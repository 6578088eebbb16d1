// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import OrderCancellation
import TestSupport
import Testing

@testable import SandboxRelayer

@Suite struct ConcurrencyTests {
    /// Ten thousand concurrent cancellations of a hundred orders: each order is cancelled once, the other
    /// calls of its account find it cancelled, and the calls of other accounts change nothing.
    @Test func eachOrderIsCancelledOnce() async throws {
        let ledger = Ledger(callsPerSecond: nil, clock: RelativeClock(ContinuousClock()))
        let hashes = try (0..<100).map {
            try OrderHash("0x" + String(repeating: "0", count: 62) + String(format: "%02x", $0))
        }
        for hash in hashes {
            try await ledger.place(
                hash, clientOrderID: try ClientOrderID("order \(hash)"), accountID: AccountID(1))
        }
        let counts = try await withThrowingTaskGroup(of: [String: Int].self) { group in
            for number in 0..<10_000 {
                group.addTask {
                    let hash = hashes[number % 100]
                    // Each round has one call for each order. Every fourth round names the orders by
                    // clientOrderId. Every tenth round is for another account.
                    let isNamed = number / 100 % 4 == 0
                    let isStranger = number / 100 % 10 == 9
                    let clientOrderID = isNamed ? try ClientOrderID("order \(hash)") : nil
                    do {
                        _ = try await ledger.cancel(
                            hash: isNamed ? nil : hash, clientOrderID: clientOrderID,
                            of: AccountID(isStranger ? 2 : 1))
                        return [hash.hex: 1]
                    } catch let refusal as ExchangeError {
                        return [refusal.code.rawValue: 1]
                    }
                }
            }
            return try await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        }
        for hash in hashes { #expect(counts[hash.hex] == 1) }
        #expect(counts["102117"] == 1_000)
        #expect(counts["100001"] == 10_000 - 1_000 - 100)
        #expect(await ledger.orders.values.allSatisfy { $0.status == .cancelled })
    }

    /// The same over HTTP with fewer calls: valid and invalid signatures at the same time, over many
    /// connections.
    @Test func concurrentCallsOverHTTPCancelEachOrderOnce() async throws {
        try await withSandbox { sandbox in
            let orders = 5
            var signed: [(target: String, signature: String)] = []
            for number in 0..<orders {
                let hash = try await sandbox.submit(
                    storageID: UInt32(number), clientOrderID: "order \(number)")
                signed.append(
                    (
                        "/api/v3/order?accountId=10029&orderHash=\(hash)",
                        try sandbox.signature([("accountId", "10029"), ("orderHash", hash)])
                    ))
            }
            let calls = signed
            let answers = await withTaskGroup(of: String.self) { group in
                for number in 0..<(orders * 12) {
                    group.addTask {
                        let (target, signature) = calls[number % orders]
                        let isTampered = number % 3 == 0
                        let response = await sandbox.send(
                            target, signature: isTampered ? signature.dropLast(2) + "zz" : signature)
                        if let code = response?.code { return "\(code)" }
                        return response?.json["status"] as? String == "cancelled" ? "first" : "unclear"
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(answers == ["104005": 20, "first": orders, "100001": 40 - orders])
            #expect(await sandbox.ledger.orders.values.filter { $0.status == .cancelled }.count == orders)
        }
    }

    @Test func theRateLimitHoldsUnderConcurrency() async throws {
        let ledger = Ledger(callsPerSecond: 5, clock: RelativeClock(ManualClock()))
        let allowed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { await ledger.countCall(of: AccountID(1)) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(allowed == 5)
    }

    @Test func aRateLimitOfZeroRefusesEveryCall() async {
        let ledger = Ledger(callsPerSecond: 0, clock: RelativeClock(ManualClock()))
        #expect(await !ledger.countCall(of: AccountID(1)))
    }
}
