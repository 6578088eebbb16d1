// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import TestSupport
import Testing

@testable import OrderCancellation

/// How the client reacts to the answers and failures of a scripted transport, on a clock that never waits.
@Suite struct LoopringClientTests {
    private let clock = ManualClock()

    private func client(
        _ transport: ScriptedTransport, policy: RetryPolicy = RetryPolicy(), jitter: Double = 0.5,
        network: LoopringNetwork = .mainnet
    ) throws -> LoopringClient {
        LoopringClient(
            network: network, credentials: try exampleCredentials(), retryPolicy: policy,
            transport: transport, clock: clock, jitter: { jitter })
    }

    private let busy = ScriptedTransport.Step.success(TransportResponse(503, "<html>busy</html>"))
    private let accepted = ScriptedTransport.Step.success(TransportResponse(200, acceptedBody))

    // MARK: The request

    @Test func theClientSendsThePreparedCall() async throws {
        let transport = ScriptedTransport([accepted])
        let client = try client(transport)
        let call = try client.prepare(exampleRequest())
        let result = try await client.cancel(exampleRequest())
        #expect(
            result
                == .accepted(
                    CancelOrderResponse(
                        hash: sampleHash, clientOrderID: "Sample", status: .cancelled, isIdempotent: false)))
        #expect(call.url == "https://api3.loopring.io/api/v3/order?accountId=10005&clientOrderId=Sample")
        #expect(
            transport.requests == [
                TransportRequest(
                    method: "DELETE", url: call.url,
                    headers: [
                        "Accept": "application/json", "X-API-KEY": exampleAPIKey, "X-API-SIG": call.signature,
                    ])
            ])
        #expect(clock.sleeps.isEmpty)
    }

    @Test func theSentQueryIsTheSignedQuery() throws {
        let client = try client(ScriptedTransport([accepted]))
        let request = try CancelOrderRequest(
            accountID: "10005", orderHash: sampleHash, clientOrderID: "202003180000 00001010+\u{E9}")
        let call = try client.prepare(request)
        #expect(
            call.url
                == "https://api3.loopring.io/api/v3/order?accountId=10005"
                + "&clientOrderId=202003180000%2000001010%2B%C3%A9&orderHash=\(sampleHash)")
        #expect(call.url.hasSuffix("?" + call.canonical.parameterString))
        #expect(!call.url.contains("+"))
    }

    @Test func aRepetitionSendsTheSameRequest() async throws {
        let transport = ScriptedTransport([busy, busy, accepted])
        _ = try await client(transport).cancel(exampleRequest())
        #expect(transport.requests.count == 3)
        #expect(Set(transport.requests.map(\.url)).count == 1)
        #expect(Set(transport.requests.map(\.headers)).count == 1)
    }

    // MARK: Repetition

    @Test(arguments: [429, 500, 502, 503, 504, 599])
    func temporaryHTTPErrorsAreRepeated(_ status: Int) async throws {
        for body in ["", "<html>", #"{"resultInfo":{"code":100000,"message":"x"}}"#] {
            let transport = ScriptedTransport([.success(TransportResponse(status, body)), accepted])
            #expect(try await client(transport).cancel(exampleRequest()).outcome == .cancelled)
            #expect(transport.requests.count == 2)
        }
    }

    @Test(
        arguments: [.hostNotFound, .connectionRefused, .connectionLost, .timedOut] as [TransportFailure.Kind])
    func brokenConnectionsAreRepeated(_ kind: TransportFailure.Kind) async throws {
        let transport = ScriptedTransport([.failure(TransportFailure(kind)), accepted])
        #expect(try await client(transport).cancel(exampleRequest()).outcome == .cancelled)
        #expect(transport.requests.count == 2)
    }

    @Test(
        arguments: [.insecure, .notHTTP, .responseTooLarge(limit: 1), .other] as [TransportFailure.Kind])
    func permanentFailuresAreNotRepeated(_ kind: TransportFailure.Kind) async throws {
        let transport = ScriptedTransport([.failure(TransportFailure(kind, detail: "d")), accepted])
        let error = try await failure(of: client(transport), exampleRequest())
        #expect(error?.cause == .connectionFailed(TransportFailure(kind, detail: "d")))
        #expect(error?.mayHaveBeenCarriedOut == (kind != .insecure))
        #expect(transport.requests.count == 1)
    }

    @Test(arguments: [104_001, 104_002, 104_003, 104_004, 104_005])
    func authenticationFailuresAreNeverRepeated(_ code: Int) async throws {
        for status in [200, 400, 401, 403, 429, 500, 503] {
            let body = #"{"resultInfo":{"code":\#(code),"message":"no"}}"#
            let transport = ScriptedTransport([.success(TransportResponse(status, body)), accepted])
            let error = try await failure(of: client(transport), exampleRequest())
            #expect(
                error?.cause
                    == .rejected(
                        ExchangeError(
                            ExchangeErrorCode(rawValue: "\(code)"), "no", httpStatus: status)))
            #expect(transport.requests.count == 1)
        }
    }

    @Test(arguments: [400, 401, 403, 404, 408, 409, 418, 422, 451])
    func other4xxAnswersAreNeverRepeated(_ status: Int) async throws {
        for body in [#"{"resultInfo":{"code":107003,"message":"none"}}"#, "<html>", acceptedBody, ""] {
            let transport = ScriptedTransport([.success(TransportResponse(status, body)), accepted])
            let error = try await failure(of: client(transport), exampleRequest())
            #expect(error != nil)
            #expect(transport.requests.count == 1)
        }
    }

    /// Code 102118: the exchange itself says "please try again later".
    @Test(arguments: [200, 400, 503])
    func code102118IsRepeated(_ status: Int) async throws {
        let later = TransportResponse(status, #"{"resultInfo":{"code":102118,"message":"later"}}"#)
        let transport = ScriptedTransport([.success(later), accepted])
        #expect(try await client(transport).cancel(exampleRequest()).outcome == .cancelled)
        #expect(transport.requests.count == 2)
        let everything = CancelOrderRequest(accountID: AccountID(1), target: .everyOrderOfTheAccount)
        let once = ScriptedTransport([.success(later), accepted])
        #expect(try await failure(of: client(once), everything)?.mayHaveBeenCarriedOut == true)
        #expect(once.requests.count == 1)
    }

    // MARK: A repetition that finds nothing

    /// After an attempt that may have been carried out, "already cancelled" is an outcome and not a refusal.
    @Test(arguments: [
        #"{"resultInfo":{"code":100001,"message":"order in status CANCELLED can't be cancelled"}}"#,
        #"{"resultInfo":{"code":102122,"message":"already"}}"#, #"{"code":102117,"msg":"none"}"#,
    ])
    func aRepetitionMayFindTheOrderCancelledOrGone(_ body: String) async throws {
        let gone = ScriptedTransport.Step.success(TransportResponse(400, body))
        for first in [
            busy, .failure(TransportFailure(.connectionLost)), .failure(TransportFailure(.timedOut)),
        ] {
            let result = try await client(ScriptedTransport([first, gone])).cancel(exampleRequest())
            #expect(result.outcome == .alreadyCancelledOrGone && result.response == nil)
        }
        // It is a refusal if no earlier attempt was made, or if the earlier one was certainly not carried
        // out.
        for steps in [
            [gone], [.failure(TransportFailure(.connectionRefused)), gone],
            [.success(TransportResponse(429, "")), gone],
        ] {
            let error = try await failure(of: client(ScriptedTransport(steps)), exampleRequest())
            guard case .rejected = error?.cause else {
                Issue.record("\(String(describing: error))"); continue
            }
            #expect(error?.mayHaveBeenCarriedOut == false && error?.attempts == steps.count)
        }
    }

    @Test func anotherRefusalOfARepetitionIsARefusal() async throws {
        let refused = TransportResponse(
            400, #"{"resultInfo":{"code":100001,"message":"order in status PROCESSED can't be cancelled"}}"#)
        let error = try await failure(
            of: client(ScriptedTransport([busy, .success(refused)])), exampleRequest())
        guard case .rejected = error?.cause else { Issue.record("\(String(describing: error))"); return }
        #expect(error?.mayHaveBeenCarriedOut == true && error?.httpStatus == 400)
    }

    @Test func cancellingEverythingIsRepeatedOnlyIfItCannotHaveArrived() async throws {
        let everything = CancelOrderRequest(accountID: AccountID(1), target: .everyOrderOfTheAccount)
        let unsafe: [ScriptedTransport.Step] = [
            busy, .failure(TransportFailure(.timedOut)), .failure(TransportFailure(.connectionLost)),
        ]
        for step in unsafe {
            let transport = ScriptedTransport([step, accepted])
            let error = try await failure(of: client(transport), everything)
            #expect(error != nil)
            #expect(transport.requests.count == 1)
        }
        let safe: [ScriptedTransport.Step] = [
            .success(TransportResponse(429, "")), .failure(TransportFailure(.connectionRefused)),
            .failure(TransportFailure(.hostNotFound)),
        ]
        for step in safe {
            let transport = ScriptedTransport([step, accepted])
            _ = try await client(transport).cancel(everything)
            #expect(transport.requests.count == 2)
        }
    }

    @Test(arguments: [300, 301, 302, 303, 304, 307, 308])
    func redirectsAreRefused(_ status: Int) async throws {
        let location = "https://evil.example/?key=\(exampleAPIKey)\r\n"
        let transport = ScriptedTransport([
            .success(TransportResponse(status, acceptedBody, headers: ["Location": location])), accepted,
        ])
        let error = try await failure(of: client(transport), exampleRequest())
        #expect(
            error?.cause
                == .redirectRefused(
                    httpStatus: status, location: "https://evil.example/?key=[redacted]\\u{D}\\u{A}"))
        #expect(transport.requests.count == 1)
    }

    // MARK: Waits

    @Test func eachWaitIsLongerAndHasJitter() async throws {
        let transport = ScriptedTransport([busy])
        let error = try await failure(of: client(transport, jitter: 0.5), exampleRequest())
        // The jitter is 0.5, so the waits are half of 250, 500 and 1000 milliseconds.
        #expect(clock.sleeps == [.milliseconds(125), .milliseconds(250), .milliseconds(500)])
        #expect(
            error
                == CallError(
                    .unreadableAnswer(httpStatus: 503, reason: .notJSON, excerpt: "<html>busy</html>"),
                    attempts: 4, mayHaveBeenCarriedOut: true))
        #expect(transport.requests.count == 4)
    }

    @Test func everyWaitHasAnUpperBound() {
        let policy = RetryPolicy(
            maximumAttempts: .max, baseDelay: .seconds(1), maximumDelay: .seconds(5))
        func wait(afterAttempt attempts: Int, jitter: Double, retryAfter: Duration? = nil) -> Duration? {
            let cause = CallFailure.connectionFailed(TransportFailure(.timedOut))
            return policy.wait(
                after: CallError(cause, attempts: attempts, retryAfter: retryAfter), isIdempotent: true,
                jitter: jitter)
        }
        let waits = [1, 2, 3, 4, 63, 64, 1_000_000].map { wait(afterAttempt: $0, jitter: 1) }
        #expect(waits == [1, 2, 4, 5, 5, 5, 5].map { .seconds($0) })
        #expect(wait(afterAttempt: 1, jitter: 0, retryAfter: .seconds(3)) == .seconds(3))
        #expect(wait(afterAttempt: 1, jitter: 0.5, retryAfter: .seconds(3)) == .milliseconds(3500))
    }

    @Test func retryAfterInSecondsIsHonored() async throws {
        let transport = ScriptedTransport([
            .success(TransportResponse(429, "", headers: ["Retry-After": "7"])), accepted,
        ])
        _ = try await client(transport, jitter: 0).cancel(exampleRequest())
        #expect(clock.sleeps == [.seconds(7)])
    }

    @Test func retryAfterAsADateIsHonored() async throws {
        let transport = ScriptedTransport([
            .success(
                TransportResponse(503, "", headers: ["retry-after": "Tue, 14 Nov 2023 22:13:29 GMT"])),
            accepted,
        ])
        _ = try await client(transport, jitter: 0).cancel(exampleRequest())
        #expect(clock.sleeps == [.seconds(9)])
    }

    @Test func aWaitBeyondTheDeadlineIsNotBegun() async throws {
        for after in ["31", "86400", "99999999999999999999999999"] {
            let transport = ScriptedTransport([
                .success(TransportResponse(429, "", headers: ["Retry-After": after])), accepted,
            ])
            let error = try await failure(of: client(transport), exampleRequest())
            #expect(
                error?.cause
                    == .unreadableAnswer(httpStatus: 429, reason: .empty, excerpt: ""))
            #expect(error?.retryAfter == (after == "31" ? .seconds(31) : RetryAfter.longest))
            #expect(transport.requests.count == 1)
        }
        #expect(clock.sleeps.isEmpty)
    }

    /// The transport never answers. The client itself ends each attempt, the last one at the deadline.
    @Test func theClientEnforcesTheDeadline() async throws {
        let clock = clock
        let transport = ScriptedTransport([accepted]) { _ in
            clock.advance(by: .seconds(10))
            try? await Task.sleep(for: .seconds(3_600))
        }
        let policy = RetryPolicy(maximumAttempts: 10, attemptTimeout: .seconds(10), deadline: .seconds(25))
        let error = try await failure(of: client(transport, policy: policy, jitter: 0), exampleRequest())
        #expect(
            error
                == CallError(
                    .connectionFailed(TransportFailure(.timedOut)), attempts: 3, mayHaveBeenCarriedOut: true))
        #expect(clock.elapsed == .seconds(30))
    }

    @Test(.timeLimit(.minutes(1))) func aTransportThatIgnoresCancellationIsNotWaitedFor() async throws {
        let clock = clock
        let transport = ClosureTransport { _ in
            clock.advance(by: .seconds(100))
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    Thread.sleep(forTimeInterval: 120)
                    continuation.resume()
                }
            }
            throw CancellationError()
        }
        let client = LoopringClient(
            credentials: try exampleCredentials(), retryPolicy: .never, transport: transport, clock: clock)
        #expect(
            try await failure(of: client, exampleRequest())?.cause
                == .connectionFailed(TransportFailure(.timedOut)))
    }

    @Test func aClosureMayThrowAnything() async throws {
        struct Unexpected: Error {}
        let errors: [(any Error, TransportFailure.Kind)] = [
            (Unexpected(), .other), (CancellationError(), .cancelled),
            (TransportFailure(.hostNotFound), .hostNotFound),
        ]
        for (error, kind) in errors {
            let transport = ClosureTransport { _ in throw error }
            let request = TransportRequest(method: "GET", url: "http://localhost", headers: [:])
            await #expect {
                try await transport.send(request)
            } throws: {
                ($0 as? TransportFailure)?.kind == kind
            }
        }
    }

    @Test func theErrorOfOneAttemptDoesNotCountAttempts() async throws {
        let transport = ScriptedTransport([.failure(TransportFailure(.timedOut))])
        let error = try await failure(of: client(transport, policy: .never), exampleRequest())
        #expect(error?.cause == .connectionFailed(TransportFailure(.timedOut)))
        #expect(error?.attempts == 1 && error?.description.contains("attempts") == false)
        #expect(transport.requests.count == 1)
    }

    // MARK: Cancellation of the calling task

    @Test func aCancelledTaskSendsNothing() async throws {
        let transport = ScriptedTransport([accepted])
        let client = try client(transport)
        let request = try exampleRequest()
        let task = Task {
            try? await Task.sleep(for: .seconds(60))
            return await failure(of: client, request)
        }
        task.cancel()
        #expect(await task.value?.cause == .taskCancelled)
        #expect(transport.requests.isEmpty)
    }

    @Test func cancellationWhileSendingEndsTheCall() async throws {
        // The calling task is cancelled during the first attempt. The attempt itself fails in a way that the
        // client would otherwise repeat.
        for step in [
            busy, .failure(TransportFailure(.connectionLost)), .failure(TransportFailure(.cancelled)),
        ] {
            let calling = Collected<Task<CallError?, Never>>()
            let transport = ScriptedTransport([step]) { _ in
                while calling.elements.isEmpty { await Task.yield() }
                calling.elements[0].cancel()
            }
            let client = try client(transport)
            let request = try exampleRequest()
            let task = Task { await failure(of: client, request) }
            calling.append(task)
            let error = await task.value
            #expect(error?.cause == .taskCancelled && error?.mayHaveBeenCarriedOut == true)
            #expect(transport.requests.count == 1)
        }
    }

    @Test func cancellationWhileWaitingEndsTheCall() async throws {
        let clock = ManualClock(skipsWaits: false)
        let transport = ScriptedTransport([
            .success(TransportResponse(429, "", headers: ["Retry-After": "3600"]))
        ])
        let client = LoopringClient(
            credentials: try exampleCredentials(), retryPolicy: RetryPolicy(deadline: .seconds(7_200)),
            transport: transport, clock: clock)
        let request = try exampleRequest()
        let task = Task { await failure(of: client, request) }
        while !clock.isWaitedFor { await Task.yield() }
        task.cancel()
        #expect(await task.value?.cause == .taskCancelled)
        #expect(transport.requests.count == 1)
    }

    // MARK: Rate limit

    @Test func theClientMakesAtMostFiveCallsASecond() async throws {
        let clock = clock
        let transport = ScriptedTransport([accepted])
        let client = try client(transport)
        for _ in 0..<12 { _ = try await client.cancel(exampleRequest()) }
        #expect(transport.requests.count == 12)
        #expect(clock.elapsed >= .seconds(2))
        #expect(clock.sleeps == [.milliseconds(1050), .milliseconds(1050)])
    }

    @Test func aTurnBeyondTheDeadlineIsNotWaitedFor() async throws {
        let transport = ScriptedTransport([accepted])
        let client = try client(transport, policy: RetryPolicy(deadline: .milliseconds(500)))
        for _ in 0..<5 { _ = try await client.cancel(exampleRequest()) }
        let error = try await failure(of: client, exampleRequest())
        #expect(error == CallError(.deadlineExceeded))
        #expect(transport.requests.count == 5)
    }
}
