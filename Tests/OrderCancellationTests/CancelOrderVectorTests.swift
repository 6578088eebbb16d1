// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import TestSupport
import Testing

@testable import OrderCancellation

/// Vectors/cancel_order.json from end to end: the request that the client sends for each test, and how it
/// reads the response.
@Suite struct CancelOrderVectorTests {
    private struct File: Decodable {
        struct Group: Decodable { let tests: [Vector] }
        let numberOfTests: Int
        let testGroups: [Group]
    }

    private struct Vector: Decodable {
        struct Request: Decodable { let method, target: String; let headers: [String: String] }
        struct Response: Decodable { let status: Int; let body: String }
        struct Outcome: Decodable {
            struct Order: Decodable {
                let hash, status: String; let isIdempotent: Bool; let clientOrderId: String?
            }
            struct Rejection: Decodable { let httpStatus: Int; let code: Code; let message: String }
            struct Unreadable: Decodable { let httpStatus: Int }
            let order: Order?
            let exchangeError: Rejection?
            let unreadable: Unreadable?
        }
        struct Code: Decodable {
            let text: String
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                text = try (try? container.decode(Int.self)).map(String.init) ?? container.decode(String.self)
            }
        }
        let tcId: Int
        let comment, baseURL, secretKey, apiKey, signatureBase, signature: String
        let params: [[String]]
        let request: Request
        let response: Response
        let outcome: Outcome
    }

    @Test func theClientAgreesWithEveryVector() async throws {
        let data = try Data(contentsOf: Repository.root.appending(path: "Vectors/cancel_order.json"))
        let file = try JSONDecoder().decode(File.self, from: data)
        let vectors = file.testGroups.flatMap(\.tests)
        #expect(vectors.count == file.numberOfTests)
        for vector in vectors { try await check(vector) }
    }

    private func check(_ vector: Vector) async throws {
        let note: Comment = "\(vector.tcId): \(vector.comment)"
        let parameters = Dictionary(uniqueKeysWithValues: vector.params.map { ($0[0], $0[1]) })
        let request = try CancelOrderRequest(
            accountID: #require(parameters["accountId"], note), orderHash: parameters["orderHash"],
            clientOrderID: parameters["clientOrderId"])
        let transport = ScriptedTransport([
            .success(TransportResponse(vector.response.status, vector.response.body))
        ])
        let client = LoopringClient(
            network: .custom(baseURL: vector.baseURL),
            credentials: Credentials(
                apiKey: try APIKey(vector.apiKey), privateKey: try PrivateKey(hex: vector.secretKey)),
            retryPolicy: .never, transport: transport, clock: ManualClock())

        let call = try client.prepare(request)
        #expect(call.canonical.signatureBase == vector.signatureBase, note)
        #expect(call.signature == vector.signature, note)

        let expected = vector.outcome
        do {
            let response = try #require(try await client.send(call).response, note)
            let order = try #require(expected.order, note)
            #expect(response.hash == order.hash, note)
            #expect(response.clientOrderID == order.clientOrderId, note)
            #expect(response.status.rawValue == order.status, note)
            #expect(response.isIdempotent == order.isIdempotent, note)
        } catch let failure as CallError {
            switch failure.cause {
            // A validation error has no code; the vectors count it as unreadable.
            case .rejected(let error) where error.code == .validation:
                #expect(error.httpStatus == expected.unreadable?.httpStatus, note)
            case .rejected(let rejection):
                let error = try #require(expected.exchangeError, note)
                #expect(rejection.httpStatus == error.httpStatus, note)
                #expect(rejection.code.rawValue == error.code.text, note)
                #expect(rejection.message == error.message, note)
            case .unreadableAnswer(let status, _, _):
                #expect(status == expected.unreadable?.httpStatus, note)
            default: Issue.record("\(vector.tcId): \(failure)")
            }
        }

        let sent = try #require(transport.requests.first, note)
        #expect(sent.method == vector.request.method, note)
        #expect(sent.url == vector.baseURL + vector.request.target, note)
        #expect(sent.body == nil, note)
        for (name, value) in vector.request.headers { #expect(sent.headers[name] == value, note) }
    }
}
