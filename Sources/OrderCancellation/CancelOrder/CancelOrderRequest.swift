// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A request to cancel one order of an account, or all of them.
public struct CancelOrderRequest: Equatable, Sendable {
    /// The orders to cancel.
    public enum Target: Equatable, Sendable {
        /// The order with this hash, as the exchange returned it on submission.
        case orderHash(OrderHash)
        /// The order that was submitted with this clientOrderId.
        case clientOrderID(ClientOrderID)
        /// The order that has this hash and this clientOrderId.
        case both(OrderHash, ClientOrderID)
        /// Every order of the account: the request names none. Version 2 of the API cancelled all orders in
        /// this case; **the effect in version 3 is undocumented**. A repetition could also cancel orders that
        /// were submitted after the first attempt. The client therefore does not repeat the call once the
        /// exchange may have carried it out.
        case everyOrderOfTheAccount

        /// The hash that the request names.
        var orderHash: OrderHash? {
            switch self {
            case .orderHash(let hash), .both(let hash, _): hash
            case .clientOrderID, .everyOrderOfTheAccount: nil
            }
        }

        /// The clientOrderId that the request names.
        var clientOrderID: ClientOrderID? {
            switch self {
            case .clientOrderID(let id), .both(_, let id): id
            case .orderHash, .everyOrderOfTheAccount: nil
            }
        }
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
    /// - Throws: ``CancelOrderRequestError`` for a malformed text, or if both the hash and the clientOrderId
    ///   are missing ([CANCEL-4]).
    public init(
        accountID: String, orderHash: String?, clientOrderID: String?
    ) throws(CancelOrderRequestError) {
        let account: AccountID
        let hash: OrderHash?
        let client: ClientOrderID?
        do {
            account = try AccountID(accountID)
            hash = if let orderHash { try OrderHash(orderHash) } else { nil }
            client = if let clientOrderID { try ClientOrderID(clientOrderID) } else { nil }
        } catch {
            throw .identifierInvalid(error)
        }
        let target: Target
        switch (hash, client) {
        case (let hash?, let client?): target = .both(hash, client)
        case (let hash?, nil): target = .orderHash(hash)
        case (nil, let client?): target = .clientOrderID(client)
        case (nil, nil): throw .nothingToCancel
        }
        self.init(accountID: account, target: target)
    }
}

/// Why a cancel-order request cannot be created.
public enum CancelOrderRequestError: Error, Equatable, Sendable {
    /// An account id, an order hash or a clientOrderId is malformed.
    case identifierInvalid(LoopringOrdersError)
    /// Neither an order hash nor a clientOrderId was given. To cancel everything, use
    /// ``CancelOrderRequest/Target/everyOrderOfTheAccount``.
    case nothingToCancel
}

extension CancelOrderRequestError: CustomStringConvertible, LocalizedError {
    /// The error in one line.
    public var description: String {
        switch self {
        case .identifierInvalid(let error): "\(error)"
        case .nothingToCancel: "neither an order hash nor a client order id was given"
        }
    }

    /// As ``description``.
    public var errorDescription: String? { description }
}

// MARK: - The endpoint

extension CancelOrderRequest: SignedEndpoint {
    var method: SignableRequest.Method { .delete }
    var path: String { LoopringClient.orderPath }

    /// The query parameters of the call: the one value that is both signed and sent.
    public var parameters: [Parameter] {
        var parameters = [Parameter("accountId", accountID.description)]
        if let hash = target.orderHash { parameters.append(Parameter("orderHash", hash.hex)) }
        if let id = target.clientOrderID { parameters.append(Parameter("clientOrderId", id.text)) }
        return parameters
    }

    /// A cancelled order stays cancelled. "Every order" is not idempotent, because new orders may be
    /// submitted before the repetition.
    var isIdempotent: Bool { target != .everyOrderOfTheAccount }

    func response(from answer: AnswerMembers) throws(UnreadableAnswer.Reason) -> CancelOrderResult {
        .accepted(
            CancelOrderResponse(
                hash: try answer.text("hash"),
                clientOrderID: answer.optionalText("clientOrderId", limit: CancelOrderResponse.idLimit),
                status: OrderStatus(rawValue: try answer.text("status")),
                isIdempotent: try answer.flag("isIdempotent")))
    }

    func response(toRepetition error: ExchangeError) -> CancelOrderResult? {
        error.saysAlreadyCancelledOrGone ? .alreadyCancelledOrGone(error) : nil
    }
}
