// SPDX-License-Identifier: Apache-2.0

/// A signed cancel-order call.
public typealias CancelOrderCall = SignedCall<CancelOrderRequest>

extension LoopringClient {
    /// Signs a request to cancel, sends it, and reads the answer.
    ///
    /// - Returns: the exchange's answer. It may say that the order is still being cancelled, or name another
    ///   order: see ``CancelOrderResult/outcome`` and ``CancelOrderResponse/discrepancies(from:)``.
    /// - Throws: ``CallError``.
    public func cancel(_ request: CancelOrderRequest) async throws(CallError) -> CancelOrderResult {
        try await send(try prepare(request))
    }

    /// Canonicalizes and signs a request without sending it. [CANCEL-1]
    ///
    /// - Throws: ``CallError`` with the cause `baseURLInvalid` or `nonceIsZero`.
    public func prepare(_ request: CancelOrderRequest) throws(CallError) -> CancelOrderCall {
        try sign(request, method: .delete, path: LoopringClient.orderPath, parameters: request.parameters)
    }

    /// Sends a prepared call. ``RetryPolicy`` decides whether a failed attempt is repeated.
    ///
    /// The client repeats the call after HTTP 429, HTTP 5xx, a broken connection, and code 102118
    /// ([CLIENT-1]). It does not repeat the call after an answer that the signature, the key or the account
    /// is wrong, after any other 4xx, or after a TLS failure ([CLIENT-2]). It does not follow a redirect
    /// ([CLIENT-3]), and does not repeat the call after one.
    ///
    /// - Throws: ``CallError``.
    public func send(_ call: CancelOrderCall) async throws(CallError) -> CancelOrderResult {
        // A cancelled order stays cancelled. But before "every order" is repeated, more may be submitted.
        try await sendRepeatedly(call, isIdempotent: call.request.target != .everyOrderOfTheAccount) {
            answer throws(CallFailure) in
            .accepted(try CancelOrderResponse(answer))
        } toRepetition: {
            $0.saysAlreadyCancelledOrGone ? .alreadyCancelledOrGone($0) : nil
        }
    }
}
