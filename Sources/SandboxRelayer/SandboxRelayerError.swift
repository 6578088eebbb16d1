import LoopringOrders
import OrderCancellation

/// Why a sandbox cannot be set up.
public enum SandboxRelayerError: Error, Equatable, Sendable {
    /// The port is taken, or may not be used.
    case cannotListen(port: UInt16)
    /// An account of this number, or one with the same API key, is there already.
    case accountExists(AccountID)
}

extension SandboxRelayerError: CustomStringConvertible {
    /// The error in one line.
    public var description: String {
        switch self {
        case .cannotListen(let port): "cannot listen on 127.0.0.1:\(port)"
        case .accountExists(let id): "there is an account \(id), or one with the same API key, already"
        }
    }
}
