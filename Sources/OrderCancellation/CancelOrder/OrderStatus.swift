// SPDX-License-Identifier: Apache-2.0

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
