// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import TestSupport
import Testing

@testable import OrderCancellation

/// The figures in the documents equal those in the code.
@Suite struct DocumentedFiguresTests {
    private static let chapter = "SPEC.md"

    /// The rows of the table that begins with this line, each as its cells.
    private func table(_ heading: String, in path: String) throws -> [[String]] {
        let text = try String(
            contentsOf: Repository.root.appending(path: path), encoding: .utf8)
        let lines = text.components(separatedBy: "\n").drop { $0 != heading }.dropFirst(2)
        let rows = lines.prefix { $0.hasPrefix("|") }.map { row in
            row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        try #require(!rows.isEmpty, "no table \(heading)")
        return rows
    }

    @Test func theREADMEHasTheLimitsOfTheCode() throws {
        let policy = RetryPolicy()
        let connection = AsyncHTTPClientTransport.connectionTimeout.nanoseconds / 1_000_000_000
        let expected: [String] = [
            "\(policy.maximumAttempts)", seconds(policy.deadline), seconds(policy.attemptTimeout),
            "\(connection) s", milliseconds(policy.baseDelay), seconds(policy.maximumDelay),
            seconds(RetryAfter.longest), "\(LoopringClient.documentedCallsPerSecond)",
            "\(AsyncHTTPClientTransport.bodyLimit)", "\(Redaction.excerptLimit)",
        ]
        let rows = try table("| limit | value |", in: "Sources/OrderCancellation/README.md")
        #expect(rows.map { $0[1] } == expected)
        #expect(rows[7][0].contains(milliseconds(RateLimiter.window)))
    }

    private func milliseconds(_ duration: Duration) -> String {
        let count: Double = duration / Duration.milliseconds(1)
        return "\(Int(count)) ms"
    }

    private func seconds(_ duration: Duration) -> String { "\(duration.components.seconds) s" }

    @Test func theSpecificationHasTheCodesOfErrors() throws {
        let rows = try table(
            "| code | meaning | documented |", in: Self.chapter)
        let entries = ExchangeErrorCode.table.filter { $0 != .validation }
        #expect(rows.map { Array($0.prefix(2)) } == entries.map { [$0.rawValue, $0.meaning ?? ""] })
    }

    @Test func theSpecificationHasTheNetworks() throws {
        let rows = try table(
            "| network | chain | base URL | closed |", in: Self.chapter)
        for (row, network) in zip(rows, LoopringNetwork.all) {
            #expect(row[0] == network.name && row[2] == "`\(network.baseURL)`" && row[3] == network.closedOn)
            #expect(row[1].hasPrefix("\(network.chainID ?? 0)"))
        }
        #expect(rows.count == LoopringNetwork.all.count)
    }
}
