/// The exchange's answer to a call that it accepted.
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
}
