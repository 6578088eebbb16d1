// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestSigning

/// Why a sandbox, or its ledger, cannot be set up.
public enum SandboxError: Equatable, Sendable {
    /// Another program uses the port, or this program may not use it.
    case cannotListen(port: UInt16)
    /// The sandbox already has an account with this number or this API key.
    case accountExists(AccountID)
    /// The sandbox already has another order with this hash or this clientOrderId.
    case orderExists
    /// The sandbox has no order with this hash.
    case noSuchOrder(OrderHash)
}

extension SandboxError: DescribedError {
    /// The error in one line.
    public var description: String {
        switch self {
        case .cannotListen(let port): "cannot listen on 127.0.0.1:\(port): the port is in use or not allowed"
        case .accountExists(let id): "the sandbox already has account \(id), or an account with its API key"
        case .orderExists: "the sandbox already has another order with this hash or client order id"
        case .noSuchOrder(let hash): "the sandbox has no order \(hash)"
        }
    }
}
