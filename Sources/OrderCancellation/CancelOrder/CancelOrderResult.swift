// SPDX-License-Identifier: Apache-2.0

/// The answer to a cancellation.
public enum CancelOrderResult: Equatable, Sendable {
    /// The exchange accepted the call.
    case accepted(CancelOrderResponse)
    /// The order is not open any more. An earlier attempt may have been carried out, and the exchange
    /// answered its repetition with an error that ``ExchangeError/saysAlreadyCancelledOrGone``. It is not
    /// known whether this call, an earlier one or a trade closed the order.
    case alreadyCancelledOrGone(ExchangeError)

    /// The effect of the call on the order.
    public enum Outcome: Equatable, Sendable {
        /// It is cancelled.
        case cancelled
        /// It is not cancelled yet: `cancelling`, `processing` or `waiting`.
        case pending
        /// It ended in another way: `processed`, `expired` or `failed`.
        case notCancelled
        /// The status is unknown: the order may or may not be cancelled ([CANCEL-6]).
        case unknown
        /// It was already cancelled or being cancelled, or it does not exist.
        case alreadyCancelledOrGone
    }

    /// The effect of the call on the order.
    public var outcome: Outcome {
        switch self {
        case .accepted(let response): response.outcome
        case .alreadyCancelledOrGone: .alreadyCancelledOrGone
        }
    }

    /// The response; `nil` if the exchange answered with an error.
    public var response: CancelOrderResponse? {
        if case .accepted(let response) = self { response } else { nil }
    }
}

extension ExchangeError {
    /// Whether this answer to a cancellation says that the order is already cancelled (code 100001), is being
    /// cancelled (102122), or does not exist (102117). A caller that repeats cancellations itself may treat
    /// it as success.
    public var saysAlreadyCancelledOrGone: Bool {
        switch code {
        case .alreadyInCancel, .noOrdersToCancel: true
        // Observed: "order in status CANCELLED can't be cancelled". The message has to be read, because the
        // exchange uses the same code for every other invalid argument.
        case .invalidArgument: message.lowercased().contains("in status cancel")
        default: false
        }
    }
}
