// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// The key that identifies an account to the exchange: the value of the header X-API-KEY.
///
/// It is never shown: `description`, debugging output and reflection show a mask instead.
public struct APIKey: Hashable, Sendable {
    /// The value of the header. It is internal: the key leaves the module only as a header.
    let headerValue: String

    /// An API key.
    ///
    /// - Parameter text: one or more printable ASCII characters except space.
    /// - Throws: ``CallError`` with the cause `apiKeyInvalid`.
    public init(_ text: String) throws(CallError) {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            throw CallError(.apiKeyInvalid)
        }
        headerValue = text
    }
}

/// The two keys with which an account authenticates its calls. Neither of them is shown.
public struct Credentials: Sendable {
    let apiKey: APIKey
    let privateKey: PrivateKey

    /// Credentials of one account.
    public init(apiKey: APIKey, privateKey: PrivateKey) {
        self.apiKey = apiKey
        self.privateKey = privateKey
    }
}

extension APIKey: CustomStringConvertible, CustomReflectable {
    /// A mask.
    public var description: String { Redaction.mask }
    /// No children, so that reflection does not show the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
