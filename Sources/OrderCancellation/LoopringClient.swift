import EdDSA
import Foundation
import RequestCanonicalization
import RequestSigning

/// Cancels orders on Loopring's exchange: `DELETE /api/v3/order`, signed.
///
/// ```swift
/// let client = LoopringClient(network: .mainnet, credentials: credentials)
/// let request = try CancelOrderRequest(accountID: "10005", orderHash: nil, clientOrderID: "Sample")
/// let response = try await client.cancel(request)
/// ```
///
/// A call is prepared once and, if it must be repeated, sent again as it is: the scheme has no nonce, and the
/// exchange answers a repetition with `isIdempotent`. Copies of a client share its rate limit, and may be
/// used from any number of tasks.
public struct LoopringClient: Sendable {
    /// The path of the call (and, with POST, of submit order).
    public static let orderPath = "/api/v3/order"

    /// Which exchange is spoken to.
    public let network: Network
    /// How passing failures are met.
    public let retryPolicy: RetryPolicy

    private let credentials: Credentials
    private let transport: any HTTPTransport
    private let limiter: RateLimiter
    private let clock: RelativeClock
    private let date: @Sendable () -> Date
    private let jitter: @Sendable () -> Double

    /// A client.
    ///
    /// - Parameters:
    ///   - network: which exchange is spoken to.
    ///   - credentials: the API key and the private key of the account.
    ///   - retryPolicy: how often a passing failure is met with another attempt, and the deadline.
    ///   - transport: what sends the requests.
    public init(
        network: Network, credentials: Credentials, retryPolicy: RetryPolicy = RetryPolicy(),
        transport: any HTTPTransport = NIOTransport()
    ) {
        let clock = RelativeClock(ContinuousClock())
        self.init(
            network: network, credentials: credentials, retryPolicy: retryPolicy, transport: transport,
            clock: clock, limiter: RateLimiter(on: clock))
    }

    /// A client with a clock, a rate limit and a jitter of the caller's; `date` is the time of day, which the
    /// header Retry-After may name.
    init(
        network: Network, credentials: Credentials, retryPolicy: RetryPolicy = RetryPolicy(),
        transport: any HTTPTransport = NIOTransport(), clock: RelativeClock, limiter: RateLimiter,
        date: @escaping @Sendable () -> Date = { Date() },
        jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.network = network
        self.credentials = credentials
        self.retryPolicy = retryPolicy
        self.transport = transport
        self.clock = clock
        self.limiter = limiter
        self.date = date
        self.jitter = jitter
    }

    /// Cancels an order, or learns why it cannot be cancelled.
    ///
    /// - Returns: the exchange's answer. It may say that the order is still being cancelled, or is another one than
    ///   was named: see ``CancelOrderResponse/outcome`` and ``CancelOrderResponse/discrepancies(from:)``.
    /// - Throws: as ``prepare(_:)`` and ``send(_:)`` do.
    public func cancel(
        _ request: CancelOrderRequest
    ) async throws(OrderCancellationError) -> CancelOrderResponse {
        try await send(try prepare(request))
    }

    /// Canonicalises and signs a request without sending it. [CANCEL-1]
    ///
    /// - Throws: `OrderCancellationError.baseURLInvalid` or `.nonceIsZero`.
    public func prepare(_ request: CancelOrderRequest) throws(OrderCancellationError) -> CancelOrderCall {
        let url = try network.url(path: Self.orderPath)
        let canonical: CanonicalRequest
        do {
            canonical = try SignableRequest(method: .delete, url: url, parameters: request.parameters)
                .canonical
        } catch {
            preconditionFailure("the keys of a cancel-order request are distinct: \(error)")
        }
        let signature: Signature
        do {
            signature = try credentials.privateKey.signature(for: Message(canonical))
        } catch {
            throw .nonceIsZero
        }
        return CancelOrderCall(
            request: request, canonical: canonical, signature: signature.hex, apiKey: credentials.apiKey)
    }

    /// Sends a prepared call, and sends it again while the failure is a passing one.
    ///
    /// Repeated are HTTP 429, HTTP 5xx and broken connections ([CLIENT-1]); never an answer that says the signature, the
    /// key or the account is wrong, any other 4xx, or a TLS failure ([CLIENT-2]), nor a redirect, which is not followed
    /// either ([CLIENT-3]).
    ///
    /// - Throws: any error of ``OrderCancellationError`` under "sent" or "not answered".
    public func send(_ call: CancelOrderCall) async throws(OrderCancellationError) -> CancelOrderResponse {
        let deadline = clock.now + retryPolicy.deadline
        var attempt = 0
        while true {
            try await waitForTurn(before: deadline)
            attempt += 1
            let outcome = await self.attempt(call, deadline: deadline)
            let failure: Failure
            switch outcome {
            case .success(let response): return response
            case .failure(let error): failure = error
            }
            if Task.isCancelled { throw .taskCancelled }
            guard failure.mayBeRepeated else { throw failure.error }
            func final() -> OrderCancellationError {
                attempt == 1 ? failure.error : .gaveUp(attempts: attempt, last: failure.error)
            }
            guard attempt < retryPolicy.maximumAttempts else { throw final() }
            let next =
                clock.now
                + retryPolicy.delay(
                    afterAttempt: attempt, jitter: jitter(), retryAfter: failure.retryAfter)
            guard next < deadline else { throw final() }
            try await sleep(until: next)
        }
    }

    // MARK: One attempt

    /// How an attempt failed, and whether another one may follow.
    private struct Failure: Error {
        let error: OrderCancellationError
        var mayBeRepeated = false
        var retryAfter: Duration?
    }

    private func attempt(
        _ call: CancelOrderCall, deadline: Duration
    ) async -> Result<CancelOrderResponse, Failure> {
        let response: TransportResponse
        do {
            response = try await transport.send(
                call.transportRequest, timeout: min(retryPolicy.attemptTimeout, deadline - clock.now))
        } catch {
            if error.kind == .cancelled { return .failure(Failure(error: .taskCancelled)) }
            let shown = TransportFailure(error.kind, detail: call.redaction.excerpt(of: error.detail))
            return .failure(
                Failure(
                    error: .connectionFailed(shown),
                    mayBeRepeated: error.isTransient && (error.isBeforeSending || call.request.isIdempotent)))
        }
        if (300..<400).contains(response.status) {
            let location = call.redaction.excerpt(of: response.headers["location"] ?? "")
            return .failure(
                Failure(error: .redirectRefused(httpStatus: response.status, location: location)))
        }
        let error: OrderCancellationError
        var mayBeRepeated =
            response.status == 429 || ((500..<600).contains(response.status) && call.request.isIdempotent)
        switch CancelOrderAnswer(status: response.status, body: response.body, redaction: call.redaction) {
        case .accepted(let accepted): return .success(accepted)
        case .rejected(let rejection):
            error = .rejected(rejection)
            mayBeRepeated = mayBeRepeated && !rejection.code.isAuthenticationFailure
        case .unreadable(let answer): error = .unreadableAnswer(answer)
        }
        let retryAfter = response.headers["retry-after"].flatMap { RetryAfter.parse($0, now: date()) }
        return .failure(Failure(error: error, mayBeRepeated: mayBeRepeated, retryAfter: retryAfter))
    }

    // MARK: Waiting

    private func waitForTurn(before deadline: Duration) async throws(OrderCancellationError) {
        if Task.isCancelled { throw .taskCancelled }
        let isInTime: Bool
        do { isInTime = try await limiter.waitForTurn(before: deadline) } catch { throw .taskCancelled }
        guard isInTime else { throw .deadlineExceeded }
    }

    private func sleep(until instant: Duration) async throws(OrderCancellationError) {
        do { try await clock.sleep(until: instant) } catch { throw .taskCancelled }
    }
}
