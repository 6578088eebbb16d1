// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import OrderCancellation
import PrimeField
import RequestSigning
import SandboxRelayer
import SignatureAudit
import SignatureDiagnosis
import TestSupport
import Testing

/// A public type that can hold a private key or an API key does not show it, in whatever way it is printed.
@Suite struct RedactionTests {
    private static let digits = "04d3b1c2e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9a"
    private static let apiKey = "sEcReT+ApI/kEy=0123456789"

    /// Values of each of these types that contain the keys.
    private static func values() async throws -> [String: [Any]] {
        let key = try PrivateKey(hex: "0x" + digits)
        let apiKey = try APIKey(apiKey)
        let credentials = Credentials(apiKey: apiKey, privateKey: key)
        let client = LoopringClient(
            network: .mainnet, credentials: credentials,
            transport: ClosureTransport { _ in throw TransportFailure(.hostNotFound) })
        let call = try client.prepare(
            CancelOrderRequest(accountID: "1", orderHash: nil, clientOrderID: "Sample"))
        let headers: HeaderFields = ["X-API-KEY": Self.apiKey, "Cookie": Self.apiKey]
        let request = TransportRequest(method: "GET", url: "https://a.example", headers: headers)
        let response = TransportResponse(status: 200, headers: headers, body: Array(Self.apiKey.utf8))
        let account = Sandbox.Account(id: AccountID(1), apiKey: apiKey, publicKey: key.publicKey)
        let sandbox = try await Sandbox.start(accounts: [account])
        await sandbox.stop()
        let source = PublicKeySource.owned(by: key)
        let record = AuditRecord(
            .request(try SignableRequest(method: "GET", baseURL: "https://a.example")), signature: "0x",
            key: source)
        let audit = LogAudit(accounts: AccountKeys([AccountID(1): source]))
        let summary = try await audit.run(
            over: AsyncStream {
                $0.yield(record); $0.finish()
            }
        ) { _ in }
        return [
            "PrivateKey": [key], "Scalar": [try Scalar(hex: "0x" + digits)], "APIKey": [apiKey],
            "PublicKeySource": [source], "Credentials": [credentials],
            "LoopringClient": [client], "SignedCall": [call], "HeaderFields": [headers],
            "HeaderFields.Field": headers.fields, "TransportRequest": [request],
            "TransportResponse": [response],
            "Sandbox.Account": [account], "Ledger": [sandbox.ledger], "Sandbox": [sandbox],
            "AuditRecord": [record], "AccountKeys": [AccountKeys([AccountID(1): source])],
            "LogAudit": [audit], "AuditSummary": [summary], "AuditSummary.CauseRecords": summary.causes,
            "ClosureTransport": [ClosureTransport { _ in response }],
        ]
    }

    /// The types are found in the sources: all types that hold one of the secret types, directly or through
    /// another type.
    @Test func everyTypeThatCanHoldAKeyHidesIt() async throws {
        let values = try await Self.values()
        let basic: Set = ["PrivateKey", "Scalar", "APIKey", "HeaderFields.Field"]
        let found = try Declarations.publicTypes(holding: basic)
        #expect(found.symmetricDifference(values.keys) == [])
        for (name, values) in values {
            for value in values {
                for shown in [value, [value], ["key": value], Optional(value) as Any, (1, value)] as [Any] {
                    // The message of a failure must not contain the text, because the text may contain the
                    // key.
                    let isShown = Self.showsAKey(everyDescription(of: shown))
                    #expect(!isShown, "\(name)")
                }
            }
        }
    }

    private static func showsAKey(_ text: String) -> Bool {
        let bytes = Data(text.lowercased().utf8)
        return spellings.contains { bytes.range(of: $0) != nil }
    }

    /// Every four consecutive bytes of the keys, in hexadecimal and in decimal, and the limbs of k in both
    /// orders.
    private static let spellings: [Data] = {
        let k = stride(from: 0, to: 64, by: 2).compactMap { start in
            UInt8(digits.dropFirst(start).prefix(2), radix: 16)
        }
        var spellings = [apiKey.lowercased(), PercentEncoding.encode(apiKey).lowercased()]
        for bytes in [k, k.reversed(), Array(apiKey.utf8)] {
            let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            for start in 0...bytes.count - 4 {
                spellings.append(hex[start..<start + 4].joined())
                spellings.append(bytes[start..<start + 4].map(String.init).joined(separator: ", "))
            }
        }
        for order in [k, k.reversed()] {
            spellings += stride(from: 0, to: 32, by: 8).map { start in
                String(order[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            }
        }
        return spellings.map { Data($0.utf8) }
    }()

    /// The control: the test detects a struct that does not hide its key.
    @Test func aTypeThatShowsItsKeyIsDetected() {
        struct Careless { let key: [UInt8], apiKey: String }
        for careless in [
            Careless(key: [0x04, 0xD3, 0xB1, 0xC2], apiKey: ""), Careless(key: [], apiKey: Self.apiKey),
        ] {
            #expect(Self.showsAKey(everyDescription(of: careless)))
        }
    }
}
