// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import RequestCanonicalization
import RequestSigning

/// A client of Loopring's exchange, or of another relayer with the same API. It has one call:
/// ``cancel(_:)``.
///
/// Loopring's own exchange has closed: see `LoopringNetwork`. A call is signed once. If it must be repeated,
/// it is sent again unchanged: requests of this API have no sequence number, so a repetition is valid. Copies
/// of a client share its rate limit and its connections. Any number of tasks may use them.
public struct LoopringClient: Sendable {
    /// The path of cancel order and, with POST, of submit order.
    public static let orderPath = "/api/v3/order"
    /// The documented rate limit of an account. The exchange answers further calls with HTTP 429. According
    /// to the documentation it may suspend an account that does not stop.
    public static let documentedCallsPerSecond = 5

    private let network: LoopringNetwork
    private let retryPolicy: RetryPolicy
    private let credentials: Credentials
    private let transport: any HTTPTransport
    private let limiter: RateLimiter
    private let clock: RelativeClock
    private let random: @Sendable () -> Double
    private let date: @Sendable () -> Date

    /// A client.
    ///
    /// - Parameters:
    ///   - network: the exchange that calls are sent to.
    ///   - credentials: the API key and the private key of the account.
    ///   - retryPolicy: which failures are repeated, how often, and the deadline.
    ///   - callsPerSecond: the rate limit that the client enforces on itself. A smaller value than 1 counts
    ///     as 1.
    ///   - transport: sends the requests.
    ///   - clock: measures the deadline, the rate limit and the waits between attempts.
    ///   - random: a number in [0, 1), for the jitter of the waits.
    ///   - date: the current date, to read a Retry-After header that contains a date.
    public init(
        network: LoopringNetwork, credentials: Credentials, retryPolicy: RetryPolicy = RetryPolicy(),
        callsPerSecond: Int = documentedCallsPerSecond,
        transport: any HTTPTransport, clock: any Clock<Duration> = ContinuousClock(),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        date: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.network = network
        self.credentials = credentials
        self.retryPolicy = retryPolicy
        self.transport = transport
        self.clock = RelativeClock(clock)
        limiter = RateLimiter(limit: max(1, callsPerSecond), on: self.clock)
        self.random = random
        self.date = date
    }

    // MARK: Signing

    /// Canonicalizes and signs a request without sending it. The keys of the parameters must be distinct.
    /// [CANCEL-1]
    func sign<Request>(
        _ request: Request, method: SignableRequest.Method, path: String, parameters: [Parameter]
    ) throws(CallError) -> SignedCall<Request> {
        let url = try network.url(path: path)
        let canonical = try! SignableRequest(method: method, url: url, parameters: parameters).canonical
        let signature: Signature
        do { signature = try credentials.privateKey.signature(for: Message(canonical)) } catch {
            throw CallError(.nonceIsZero)
        }
        return SignedCall(
            request: request, canonical: canonical, signature: signature.hex, apiKey: credentials.apiKey)
    }

    // MARK: Sending

    /// Sends a signed call, and repeats it as ``RetryPolicy`` decides, until the deadline.
    ///
    /// Each pass of the loop waits for a turn under the rate limit, makes one attempt, and returns a response
    /// if there is one. Otherwise it asks the policy, and waits. `isOutcomeOpen` becomes true with the first
    /// attempt that may have been carried out, and stays true. From then on, an error such as "already
    /// cancelled" may be the effect of that attempt, so `toRepetition` may turn it into a response.
    ///
    /// - Parameters:
    ///   - call: the signed call.
    ///   - isIdempotent: whether sending the request twice has the effect of sending it once ([CLIENT-1]).
    ///   - read: reads an answer that is not an error.
    ///   - toRepetition: the response that an error amounts to; `nil` for a refusal.
    func sendRepeatedly<Request, Response>(
        _ call: SignedCall<Request>, isIdempotent: Bool,
        _ read: (Answer) throws(CallFailure) -> Response,
        toRepetition: (ExchangeError) -> Response?
    ) async throws(CallError) -> Response {
        let deadline = clock.now + retryPolicy.deadline
        var attempts = 0
        var isOutcomeOpen = false
        func failure(_ cause: CallFailure, retryAfter: Duration? = nil) -> CallError {
            CallError(
                cause, attempts: attempts, retryAfter: retryAfter, mayHaveBeenCarriedOut: isOutcomeOpen)
        }
        while true {
            if Task.isCancelled { throw failure(.taskCancelled) }
            do { try await limiter.waitForTurn(before: deadline) } catch { throw failure(error) }
            attempts += 1
            let latest: CallError
            do { return try await attempt(call, before: deadline, read) } catch {
                if isOutcomeOpen, case .rejected(let rejection) = error.cause,
                    let response = toRepetition(rejection)
                {
                    return response
                }
                isOutcomeOpen = isOutcomeOpen || error.cause.meaning.leavesOutcomeOpen
                if Task.isCancelled { throw failure(.taskCancelled) }
                latest = failure(error.cause, retryAfter: error.retryAfter)
            }
            let wait = retryPolicy.wait(after: latest, isIdempotent: isIdempotent, jitter: random())
            guard let wait, clock.now + wait < deadline else { throw latest }
            do { try await clock.sleep(until: clock.now + wait) } catch { throw failure(.taskCancelled) }
        }
    }

    /// Sends a signed call once and reads the answer. The error states the cause and the Retry-After time.
    private func attempt<Request, Response>(
        _ call: SignedCall<Request>, before deadline: Duration,
        _ read: (Answer) throws(CallFailure) -> Response
    ) async throws(CallError) -> Response {
        let response: TransportResponse
        let (transport, request) = (transport, call.transportRequest)
        let redaction = Redaction(hiding: call.apiKey.headerValue)
        let end = min(deadline, clock.now + retryPolicy.attemptTimeout)
        do {
            response = try await clock.timeLimited(until: end) { () async throws(TransportFailure) in
                try await transport.send(request)
            }
        } catch {
            guard error.kind != .cancelled else { throw CallError(.taskCancelled) }
            let detail = redaction.excerpt(of: error.detail)
            throw CallError(.connectionFailed(TransportFailure(error.kind, detail: detail)))
        }
        let status = response.status
        guard !(300..<400).contains(status) else {
            let location = redaction.excerpt(of: response.headers["location"] ?? "")
            throw CallError(.redirectRefused(httpStatus: status, location: location))
        }
        do {
            return try Answer(status: status, body: response.body, redaction: redaction).response(read)
        } catch {
            let retryAfter = response.headers["retry-after"].flatMap { RetryAfter.parse($0, now: date()) }
            throw CallError(error, retryAfter: retryAfter)
        }
    }
}

// MARK: - Base URLs

extension LoopringNetwork {
    /// The checked URL of a path on this network.
    ///
    /// Refuses a URL that would not be sent as it was signed ([CANCEL-2]). Refuses plain http:// to any host
    /// except this machine, because the API key would be sent unencrypted ([CLIENT-6]).
    ///
    /// - Throws: ``CallError`` with the cause `baseURLInvalid`.
    func url(path: String) throws(CallError) -> RequestURL {
        func refusal(_ why: String) -> CallError { CallError(.baseURLInvalid(why)) }
        let url: RequestURL
        do { url = try RequestURL(baseURL, path: path) } catch { throw refusal("\(error)") }
        // The path that is appended begins with "/".
        guard !baseURL.hasSuffix("/") else { throw refusal("it ends in /; remove the /") }
        // HTTP clients remove these segments (RFC 3986, section 5.2.4), so the URL that is sent would differ
        // from the signed one. Each dot may also be written as %2E.
        let segments = url.path.lowercased().replacing("%2e", with: ".").split(separator: "/")
        guard !segments.contains("."), !segments.contains("..") else {
            throw refusal("its path has a . or .. segment; write the path without it")
        }
        guard url.scheme == "https" || LoopringNetwork.isLoopback(url.host) else {
            throw refusal("http:// would send the API key to \(url.host) unencrypted; use https://")
        }
        return url
    }

    /// Whether a host is always this machine: `localhost` (RFC 6761), 127.0.0.0/8 or ::1.
    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]"].contains(host.lowercased()) { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.first == "127"
            && octets.allSatisfy { octet in UInt8(octet).map { String($0) == octet } ?? false }
    }
}
