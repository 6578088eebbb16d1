// SPDX-License-Identifier: Apache-2.0

/// The answer to a cancellation.
public enum CancelOrderResult: Equatable, Sendable {
    /// The exchange accepted the call.
    case accepted(CancelOrderResponse)
    /// The call was repeated after an attempt that may have been carried out, and the exchange answered that
    /// the order is cancelled already, is being cancelled, or is not there: code 100001 "order in status
    /// CANCELLED can't be cancelled", 102122, or 102117. The order does not rest on the books; whether this
    /// call, an earlier one or a trade removed it is not known.
    case alreadyCancelledOrGone(ExchangeError)

    /// What became of the order.
    public enum Outcome: Equatable, Sendable {
        /// It is cancelled.
        case cancelled
        /// It is not cancelled yet: `cancelling`, `processing` or `waiting`.
        case pending
        /// It ended in another way: `processed`, `expired` or `failed`.
        case notCancelled
        /// The status is not known: the order may be cancelled or not ([CANCEL-6]).
        case unknown
        /// It is cancelled already, or gone.
        case alreadyCancelledOrGone
    }

    /// What became of the order.
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
    /// Whether the error says of a cancellation that the order is cancelled already, is being cancelled, or
    /// is not there. A caller that repeats cancellations by itself may treat it as success.
    public var saysAlreadyCancelledOrGone: Bool {
        switch code {
        case .alreadyInCancel, .noOrdersToCancel: true
        // Observed: "order in status CANCELLED can't be cancelled". The same code is every other invalid
        // argument.
        case .invalidArgument: message.lowercased().contains("in status cancel")
        default: false
        }
    }
}
