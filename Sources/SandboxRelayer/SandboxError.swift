// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders

/// Why a sandbox cannot be set up.
public enum SandboxError: Error, Equatable, Sendable {
    /// The port is taken, or may not be used.
    case cannotListen(port: UInt16)
    /// There is an account of this number, or one with the same API key, already.
    case accountExists(AccountID)
    /// There is another order with this hash or this clientOrderId already.
    case orderExists
    /// There is no order with this hash.
    case noSuchOrder(OrderHash)
}

extension SandboxError: CustomStringConvertible, LocalizedError {
    /// The error in one line.
    public var description: String {
        switch self {
        case .cannotListen(let port): "cannot listen on 127.0.0.1:\(port)"
        case .accountExists(let id): "there is an account \(id), or one with the same API key, already"
        case .orderExists: "there is another order with this hash or client order id already"
        case .noSuchOrder(let hash): "there is no order \(hash)"
        }
    }

    /// As ``description``.
    public var errorDescription: String? { description }
}
