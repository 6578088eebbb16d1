import EdDSA
import LoopringOrders
import OrderCancellation

/// An account of the sandbox.
public struct Account: Sendable {
    /// Its number.
    public let id: AccountID
    /// The key that its calls carry.
    public let apiKey: APIKey
    /// The key that its signatures are verified with.
    public let publicKey: PublicKey

    /// An account.
    public init(id: AccountID, apiKey: APIKey, publicKey: PublicKey) {
        self.id = id
        self.apiKey = apiKey
        self.publicKey = publicKey
    }
}
