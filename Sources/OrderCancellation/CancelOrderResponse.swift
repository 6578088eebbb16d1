import StrictJSON
import LoopringOrders

/// The exchange's answer to a call that it accepted. Accepted is not cancelled: ``outcome`` says what the status means,
/// and ``discrepancies(from:)`` whether the answer is about the order that was named.
public struct CancelOrderResponse: Equatable, Sendable {
    /// The hash of the order, as the exchange writes it.
    public let hash: String
    /// The clientOrderId of the order, where it has one.
    public let clientOrderID: String?
    /// The status that the order is in now.
    public let status: OrderStatus
    /// Whether the exchange had carried out the same request before.
    public let isIdempotent: Bool

    /// A response.
    public init(hash: String, clientOrderID: String?, status: OrderStatus, isIdempotent: Bool) {
        self.hash = hash
        self.clientOrderID = clientOrderID
        self.status = status
        self.isIdempotent = isIdempotent
    }

    /// More characters than the visible form of any ``ClientOrderID`` has.
    static let idLimit = 400

    // MARK: What it means

    /// What became of the order.
    public enum Outcome: Equatable, Sendable {
        /// It is cancelled.
        case cancelled
        /// It is not cancelled yet: `cancelling`, `processing` or `waiting`.
        case pending
        /// It ended in another way: `processed`, `expired` or `failed`.
        case notCancelled
        /// The status is not one that is known: the order may be cancelled or not ([CANCEL-6]).
        case unknown
    }

    /// What became of the order, by its status. A status that is not known here, also one that differs in case alone,
    /// is taken neither for a success nor for a failure.
    public var outcome: Outcome {
        switch status {
        case .cancelled: .cancelled
        case .cancelling, .processing, .waiting: .pending
        case .processed, .expired, .failed: .notCancelled
        default: .unknown
        }
    }

    /// A member of the answer that is not what was asked for.
    public enum Discrepancy: Equatable, Sendable {
        /// The answer has another hash than the request.
        case hash(answered: String, asked: OrderHash)
        /// The answer has another clientOrderId than the request.
        case clientOrderID(answered: String, asked: ClientOrderID)
    }

    /// Where the answer is about another order than the request: then it says nothing about the one that was named. The
    /// case of the hash's digits does not matter; an answer without a clientOrderId is taken as it is.
    public func discrepancies(from request: CancelOrderRequest) -> [Discrepancy] {
        var found: [Discrepancy] = []
        if let asked = request.target.orderHash, hash.lowercased() != asked.hex {
            found.append(.hash(answered: hash, asked: asked))
        }
        if let asked = request.target.clientOrderID, let answered = clientOrderID,
            // An id that was read from an answer is in its visible form.
            !answered.utf8.elementsEqual(asked.text.utf8),
            !answered.utf8.elementsEqual(VisibleText.excerpt(asked.text, limit: Self.idLimit).utf8)
        {
            found.append(.clientOrderID(answered: answered, asked: asked))
        }
        return found
    }
}

extension CancelOrderResponse.Discrepancy: CustomStringConvertible {
    /// The discrepancy in half a line.
    public var description: String {
        switch self {
        case .hash(let answered, let asked): "its hash is \(answered), not \(asked)"
        case .clientOrderID(let answered, let asked):
            "its clientOrderId is \(answered), not \(VisibleText.excerpt(asked.text))"
        }
    }
}

/// The status of an order. A status that is not known here keeps its text.
public struct OrderStatus: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The text that the exchange uses.
    public let rawValue: String

    /// A status by its text.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Accepted and open.
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
    /// Not documented, but seen.
    public static let waiting = OrderStatus(rawValue: "waiting")

    /// The text.
    public var description: String { rawValue }
}
