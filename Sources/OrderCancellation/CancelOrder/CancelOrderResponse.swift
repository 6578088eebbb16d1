// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField
import StrictJSON

/// The exchange's answer to a call that it accepted. Accepted does not mean cancelled: see ``outcome``, and
/// ``discrepancies(from:)`` for whether the answer is about the order that the request names.
public struct CancelOrderResponse: Equatable, Sendable {
    /// The hash of the order, as the exchange writes it.
    public let hash: String
    /// The clientOrderId of the order, if it has one.
    public let clientOrderID: String?
    /// The status that the order is in now.
    public let status: OrderStatus
    /// Whether the exchange calls the request a repetition. It is documented for submitting an order. Its
    /// meaning in the answer to a cancellation is not documented.
    public let isIdempotent: Bool

    /// An upper bound of the characters in the visible form of any ``ClientOrderID``.
    static let idLimit = 400

    // MARK: Meaning

    /// The effect of the call on the order, according to the status. An unknown status counts neither as a
    /// success nor as a failure. A status that differs from a known one only in case is unknown.
    public var outcome: CancelOrderResult.Outcome {
        switch status {
        case .cancelled: .cancelled
        case .cancelling, .processing, .waiting: .pending
        case .processed, .expired, .failed: .notCancelled
        default: .unknown
        }
    }

    /// The members of the answer that name a different order than the request, each as a clause such as "its
    /// hash is 0x12, not 0x34". If the list is not empty, the answer says nothing about the requested order.
    ///
    /// The hash in the answer may have hexadecimal digits of either case, or decimal digits, which older
    /// pages of the documentation print. A missing clientOrderId is not a discrepancy.
    public func discrepancies(from request: CancelOrderRequest) -> [String] {
        var found: [String] = []
        let answeredHash = (try? OrderHash(hash)) ?? (try? FieldElement(decimal: hash)).map { OrderHash($0) }
        if let asked = request.target.orderHash, asked != answeredHash {
            found.append("its hash is \(hash), not \(asked)")
        }
        if let asked = request.target.clientOrderID, let answered = clientOrderID,
            // An id that was read from an answer is in its visible form, with control characters escaped.
            !answered.utf8.elementsEqual(asked.text.utf8),
            !answered.utf8.elementsEqual(VisibleText.excerpt(asked.text, limit: Self.idLimit).utf8)
        {
            found.append("its clientOrderId is \(answered), not \(VisibleText.excerpt(asked.text))")
        }
        return found
    }
}

extension CancelOrderResponse {
    /// Reads an answer that is not an error. Throws `unreadableAnswer`.
    init(_ answer: Answer) throws(CallFailure) {
        hash = try answer.text("hash")
        clientOrderID = answer.optionalText("clientOrderId", limit: Self.idLimit)
        status = OrderStatus(rawValue: try answer.text("status"))
        isIdempotent = try answer.flag("isIdempotent")
    }
}

/// The status of an order. An unknown status keeps its text.
public struct OrderStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The text that the exchange uses.
    public let rawValue: String

    /// The status with this text.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Accepted and open; it may be partially filled.
    public static let processing = OrderStatus(rawValue: "processing")
    /// Filled.
    public static let processed = OrderStatus(rawValue: "processed")
    /// The cancellation is under way.
    public static let cancelling = OrderStatus(rawValue: "cancelling")
    /// Cancelled.
    public static let cancelled = OrderStatus(rawValue: "cancelled")
    /// Past its validUntil.
    public static let expired = OrderStatus(rawValue: "expired")
    /// Rejected by the exchange.
    public static let failed = OrderStatus(rawValue: "failed")
    /// Documented as "pending active".
    public static let waiting = OrderStatus(rawValue: "waiting")

    /// The text.
    public var description: String { rawValue }
}

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
