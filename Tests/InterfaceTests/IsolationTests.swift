// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import OrderCancellation
import RequestSigning
import SandboxRelayer
import SignatureAudit
import SignatureDiagnosis
import TestSupport
import Testing
import VectorSuite

/// Every public async function can be called from the main actor, from another actor and from a detached
/// task. It calls its closures on the caller's actor.
@Suite struct IsolationTests {
    private typealias Call = @Sendable (isolated (any Actor)?) async throws -> Void

    private static let key = PrivateKey()

    private static func request(_ id: Int) throws -> SignableRequest {
        try SignableRequest(
            method: "GET", baseURL: "https://exchange.example/orders", parameters: [Parameter("id", "\(id)")])
    }

    private static func signed() throws -> [SignedMessage] {
        let message = Message(try request(1))
        return [
            SignedMessage(key: key.publicKey, message: message, signature: try key.signature(for: message))
        ]
    }

    private static func client() throws -> LoopringClient {
        LoopringClient(
            network: .custom(baseURL: "https://exchange.example"),
            credentials: Credentials(apiKey: try APIKey("key"), privateKey: key),
            transport: ClosureTransport { _ in
                let body = #"{"hash":"0xab","status":"cancelled","isIdempotent":false}"#
                return TransportResponse(status: 200, headers: [:], body: Array(body.utf8))
            })
    }

    private static let cancellation = CancelOrderRequest(
        accountID: AccountID(1), target: .orderHash(OrderHash(FieldElement(1))))

    /// One call of each function.
    private static let calls: [String: Call] = [
        "BatchVerification.swift concurrentVerdicts(_:profile:)": { isolation in
            let verdicts = try await BatchVerification.concurrentVerdicts(signed(), profile: .strict)
            #expect(verdicts.map(\.isValid) == [true])
        },
        "BulkVerification.swift verdicts(_:profile:)": { isolation in
            let verdicts = try await BulkVerification.verdicts(signed(), profile: .strict)
            #expect(verdicts == [true])
        },
        "LoopringClient+CancelOrder.swift cancel(_:)": { isolation in
            let result = try await client().cancel(cancellation)
            #expect(result.outcome == .cancelled)
        },
        "LoopringClient+CancelOrder.swift send(_:)": { isolation in
            let client = try client()
            let result = try await client.send(client.prepare(cancellation))
            #expect(result.outcome == .cancelled)
        },
        "HTTPTransport.swift send(_:)": { isolation in
            let transport = ClosureTransport { _ in TransportResponse(status: 204, headers: [:], body: []) }
            let request = TransportRequest(method: "GET", url: "https://exchange.example", headers: [:])
            let response = try await transport.send(request)
            #expect(response.status == 204)
        },
        "AsyncHTTPClientTransport.swift send(_:)": { isolation in
            let request = TransportRequest(method: "GET", url: "http://127.0.0.1:1/#", headers: [:])
            await #expect(throws: TransportFailure.self) {
                try await AsyncHTTPClientTransport().send(request)
            }
        },
        "Sandbox.swift start(accounts:port:signedBaseURL:callsPerSecond:clock:onAnswer:)": startAndStop,
        "Sandbox.swift stop()": startAndStop,
        "LogAudit.swift run(over:tally:write:progress:)": { isolation in
            let pipe = Pipe()
            try pipe.fileHandleForWriting.write(contentsOf: Data("{}\n".utf8))
            try pipe.fileHandleForWriting.close()
            let input = AuditInput(name: "log", handle: pipe.fileHandleForReading, format: .ndjson)
            var (lines, parts) = ([UInt8](), 0)
            let summary = try await LogAudit().run(
                over: [input],
                write: {
                    isolation?.assertIsolated()
                    lines += $0
                },
                progress: { _, _ in
                    isolation?.assertIsolated()
                    parts += 1
                })
            #expect(summary.records == 1 && !lines.isEmpty && parts > 0)
        },
        "LogAudit.swift run(over:verdict:)": { isolation in
            let signature = try key.signature(for: request(1)).hex
            let record = AuditRecord(
                .request(try request(1)), signature: signature, key: .decoded(key.publicKey))
            let records = AsyncStream { continuation in
                continuation.yield(record)
                continuation.finish()
            }
            var verdicts: [Bool] = []
            _ = try await LogAudit().run(over: records) {
                isolation?.assertIsolated()
                verdicts.append($0.isValid)
            }
            #expect(verdicts == [true])
        },
        "Diagnosis.swift thorough(of:for:by:)": { isolation in
            let found = try await Diagnosis.thorough(
                of: "hello", for: request(1), by: .decoded(key.publicKey))
            #expect(found == nil)
        },
        "VectorCheck.swift failures(in:progress:)": { isolation in
            let file = try VectorFile(
                contentsOf: Repository.root.appending(path: "Vectors/key_derivation.json"))
            var count = 0
            let failures = await VectorCheck.failures(in: file) {
                isolation?.assertIsolated()
                count = $0
            }
            #expect(failures.isEmpty && count == file.tests.count)
        },
    ]

    private static let startAndStop: Call = { isolation in
        let account = Sandbox.Account(id: AccountID(1), apiKey: try APIKey("key"), publicKey: key.publicKey)
        let sandbox = try await Sandbox.start(accounts: [account])
        await sandbox.stop()
    }

    private actor Caller {}

    @Test func everyPublicAsyncFunctionCanBeCalledFromAnyActor() async throws {
        let found = try Declarations.publicAsyncFunctions()
        #expect(Set(found).symmetricDifference(Self.calls.keys) == [])
        for (name, call) in Self.calls.sorted(by: { $0.key < $1.key }) {
            func expectNoError(_ isolation: isolated (any Actor)?) async {
                await #expect(throws: Never.self, "\(name)") { try await call(isolation) }
            }
            await expectNoError(MainActor.shared)
            await expectNoError(Caller())
            await Task.detached { await expectNoError(nil) }.value
        }
    }
}
