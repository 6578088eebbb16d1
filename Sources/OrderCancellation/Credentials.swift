import EdDSA

/// The key that names an account to the exchange: the value of the header X-API-KEY.
///
/// It is never shown: `description`, debugging output and reflection give a mask.
public struct APIKey: Hashable, Sendable {
    /// The value of the header. Internal: the key leaves the module in a header only.
    let headerValue: String

    /// An API key.
    ///
    /// - Parameter text: one or more printable ASCII characters other than space.
    /// - Throws: `OrderCancellationError.apiKeyInvalid`.
    public init(_ text: String) throws(OrderCancellationError) {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw .apiKeyInvalid }
        headerValue = text
    }
}

/// What an account authenticates itself with.
public struct Credentials: Sendable {
    let apiKey: APIKey
    let privateKey: PrivateKey

    /// Credentials of one account.
    public init(apiKey: APIKey, privateKey: PrivateKey) {
        self.apiKey = apiKey
        self.privateKey = privateKey
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A mask.
    public var description: String { Redaction.mask }
    /// A mask.
    public var debugDescription: String { Redaction.mask }
    /// Nothing to reflect on.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A mask.
    public var description: String { "Credentials(\(Redaction.mask))" }
    /// A mask.
    public var debugDescription: String { description }
    /// Nothing to reflect on.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
