// SPDX-License-Identifier: Apache-2.0

/// A signed cancel-order call.
public typealias CancelOrderCall = SignedCall<CancelOrderRequest>

extension LoopringClient {
    /// Cancels an order, or learns why it cannot be cancelled.
    ///
    /// - Returns: the exchange's answer. It may say that the order is still being cancelled, or be about
    ///   another order: see ``CancelOrderResult/outcome`` and ``CancelOrderResponse/discrepancies(from:)``.
    /// - Throws: ``CallError``.
    public func cancel(_ request: CancelOrderRequest) async throws(CallError) -> CancelOrderResult {
        try await send(try prepare(request))
    }

    /// Canonicalizes and signs a request without sending it. [CANCEL-1]
    ///
    /// - Throws: ``CallError`` with the cause `baseURLInvalid` or `nonceIsZero`.
    public func prepare(_ request: CancelOrderRequest) throws(CallError) -> CancelOrderCall {
        try sign(request)
    }

    /// Sends a prepared call, and repeats it while ``RetryPolicy`` says so.
    ///
    /// HTTP 429, HTTP 5xx, broken connections and code 102118 are repeated ([CLIENT-1]); an answer that the
    /// signature, the key or the account is wrong, any other 4xx, and a TLS failure are not ([CLIENT-2]), nor
    /// is a redirect, which is not followed either ([CLIENT-3]).
    ///
    /// - Throws: ``CallError``.
    public func send(_ call: CancelOrderCall) async throws(CallError) -> CancelOrderResult {
        try await sendRepeatedly(call)
    }
}
