// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import TestSupport

@testable import OrderCancellation

/// The private key of the published examples. It is not secret.
let exampleKey = "0x0000000000000000000000000000000000000000000000000000000000001234"
/// The hash of the documentation's sample order.
let sampleHash = "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206"
/// An API key. The tests check that nothing prints it.
let exampleAPIKey = "sEcReT+ApI/kEy=0123456789"

func exampleCredentials() throws -> Credentials {
    Credentials(apiKey: try APIKey(exampleAPIKey), privateKey: try PrivateKey(hex: exampleKey))
}

func exampleRequest() throws -> CancelOrderRequest {
    try CancelOrderRequest(accountID: "10005", orderHash: nil, clientOrderID: "Sample")
}

let acceptedBody =
    #"{"hash":"\#(sampleHash)","clientOrderId":"Sample","status":"cancelled","isIdempotent":false}"#

extension TransportResponse {
    init(_ status: Int, _ body: String, headers: HeaderFields = [:]) {
        self.init(status: status, headers: headers, body: Array(body.utf8))
    }
}

/// A transport that answers from a list and stores the requests. It repeats the last entry of the list.
final class ScriptedTransport: HTTPTransport, @unchecked Sendable {
    typealias Step = Result<TransportResponse, TransportFailure>

    private let lock = NSLock()
    private var steps: [Step]
    private var seen: [TransportRequest] = []
    private let onSend: @Sendable (Int) async -> Void

    init(_ steps: [Step], onSend: @escaping @Sendable (Int) async -> Void = { _ in }) {
        self.steps = steps
        self.onSend = onSend
    }

    var requests: [TransportRequest] { lock.withLock { seen } }

    func send(_ request: TransportRequest) async throws(TransportFailure) -> TransportResponse {
        let (step, number) = lock.withLock {
            seen.append(request)
            return (steps.count > 1 ? steps.removeFirst() : steps[0], seen.count)
        }
        await onSend(number)
        return try step.get()
    }
}

extension LoopringClient {
    /// A client on a clock that never waits. The clock starts at Tue, 14 Nov 2023 22:13:20 GMT.
    init(
        network: LoopringNetwork = .mainnet, credentials: Credentials,
        retryPolicy: RetryPolicy = RetryPolicy(),
        transport: any HTTPTransport, clock: ManualClock, jitter: @escaping @Sendable () -> Double = { 0.5 }
    ) {
        self.init(
            network: network, credentials: credentials, retryPolicy: retryPolicy, transport: transport,
            clock: clock, random: jitter,
            date: { Date(timeIntervalSince1970: 1_700_000_000 + clock.elapsed / .seconds(1)) })
    }
}

extension RetryPolicy {
    /// One attempt.
    static let never = RetryPolicy(maximumAttempts: 1)
    /// One attempt, with enough time even on a busy machine.
    static let once = RetryPolicy(maximumAttempts: 1, attemptTimeout: .seconds(600), deadline: .seconds(600))
}

/// The reasons of ``CallFailure/unreadableAnswer``.
extension String {
    static let empty = "an empty body"
    static let notJSON = "something that is not JSON"
    static let duplicateMember = "JSON that has a member twice"
    static let statusContradictsBody = "a body that says success"

    static func member(_ name: String) -> String { "JSON in which \"\(name)\" is missing or malformed" }
}

/// What the client reads in an answer to a cancellation.
typealias CancelOrderAnswer = Result<CancelOrderResult, CallFailure>

extension CancelOrderAnswer {
    init(status: Int, body: [UInt8], redaction: Redaction) {
        self = Result<CancelOrderResponse, CallFailure> { () throws(CallFailure) in
            try Answer(status: status, body: body, redaction: redaction).response(CancelOrderResponse.init)
        }.map(CancelOrderResult.accepted)
    }

    static func accepted(_ response: CancelOrderResponse) -> CancelOrderAnswer {
        .success(.accepted(response))
    }

    static func rejected(_ error: ExchangeError) -> CancelOrderAnswer { .failure(.rejected(error)) }
}

/// The error that `client.cancel(request)` throws, or `nil`.
func failure(of client: LoopringClient, _ request: CancelOrderRequest) async -> CallError? {
    do {
        _ = try await client.cancel(request)
        return nil
    } catch {
        return error
    }
}

/// A number that threads share.
final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    var value: Int { lock.withLock { count } }
    func increment() { lock.withLock { count += 1 } }
}
