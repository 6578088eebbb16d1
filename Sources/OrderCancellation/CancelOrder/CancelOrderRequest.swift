// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization

/// A request to cancel one order of an account, or all of them.
public struct CancelOrderRequest: Equatable, Sendable {
    /// The orders to cancel.
    public struct Target: Equatable, Sendable {
        let orderHash: OrderHash?
        let clientOrderID: ClientOrderID?

        /// The order with this hash, as the exchange returned it on submission.
        public static func orderHash(_ hash: OrderHash) -> Target {
            Target(orderHash: hash, clientOrderID: nil)
        }

        /// The order that was submitted with this clientOrderId.
        public static func clientOrderID(_ id: ClientOrderID) -> Target {
            Target(orderHash: nil, clientOrderID: id)
        }

        /// The order that has this hash and this clientOrderId.
        public static func both(_ hash: OrderHash, _ id: ClientOrderID) -> Target {
            Target(orderHash: hash, clientOrderID: id)
        }

        /// Every order of the account: the request names none. Version 2 of the API cancelled all orders in
        /// this case; **the effect in version 3 is undocumented**. A repetition could also cancel orders that
        /// were submitted after the first attempt. The client therefore does not repeat the call once the
        /// exchange may have carried it out.
        public static let everyOrderOfTheAccount = Target(orderHash: nil, clientOrderID: nil)
    }

    /// The account that the order belongs to.
    public let accountID: AccountID
    /// The orders to cancel.
    public let target: Target

    /// A request to cancel.
    public init(accountID: AccountID, target: Target) {
        self.accountID = accountID
        self.target = target
    }

    /// A request to cancel one order, with its account, hash and clientOrderId given as texts.
    ///
    /// - Throws: ``CallError`` with the cause `identifierInvalid` for a malformed text, or `nothingToCancel`
    ///   if both the hash and the clientOrderId are missing ([CANCEL-4]).
    public init(accountID: String, orderHash: String?, clientOrderID: String?) throws(CallError) {
        do {
            let account = try AccountID(accountID)
            let hash: OrderHash? = if let orderHash { try OrderHash(orderHash) } else { nil }
            let id: ClientOrderID? = if let clientOrderID { try ClientOrderID(clientOrderID) } else { nil }
            self.init(accountID: account, target: Target(orderHash: hash, clientOrderID: id))
        } catch {
            throw CallError(.identifierInvalid(error))
        }
        guard target != .everyOrderOfTheAccount else { throw CallError(.nothingToCancel) }
    }

    /// The query parameters of the call: the one value that is both signed and sent.
    public var parameters: [Parameter] {
        var parameters = [Parameter("accountId", accountID.description)]
        if let hash = target.orderHash { parameters.append(Parameter("orderHash", hash.hex)) }
        if let id = target.clientOrderID { parameters.append(Parameter("clientOrderId", id.text)) }
        return parameters
    }
}
