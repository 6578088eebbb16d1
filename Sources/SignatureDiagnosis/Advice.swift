// SPDX-License-Identifier: Apache-2.0
import RequestCanonicalization

/// A risk of signed requests that exists even if every signature is valid. SPEC.md, section 13.2.
public struct Advice: Equatable, Sendable, Encodable {
    /// The advice in one short sentence.
    public let title: String
    /// The reason and the consequences.
    public let text: String

    /// Anyone who can read a log of signed requests can send them again.
    public static let logIsSecret = Advice(
        title: "Treat the log as a secret.",
        text: """
            A signed request contains no time and no counter, so anyone who has the log can send it again. A logged GET \
            of /api/v3/apiKey returns the account's API key to anyone who replays it, until the account replaces its \
            layer-2 key.
            """)

    /// Cancelling an order does not revoke its signature.
    public static let cancellationIsNotRevocation = Advice(
        title: "Cancelling an order does not revoke it.",
        text: """
            The relayer only stops matching the order. Anyone who has the signed order can have it settled until \
            validUntil, a key update of the account, or an order with the same storage slot and a larger storageId.
            """)

    /// Anyone who has this request and its signature can get an API key.
    public static let requestReturnsAPIKey = Advice(
        title: "Treat this request as a secret.",
        text: """
            It contains no time and no counter, and GET /api/v3/apiKey needs no other header: anyone who sends it again \
            gets the account's API key, until the account replaces its layer-2 key.
            """)
}

extension SignatureVerdict {
    /// The advice about the request. Empty if the signature is not valid, and for most requests.
    public var advice: [Advice] {
        isValid && trace.canonical.request.returnsAPIKey ? [.requestReturnsAPIKey] : []
    }
}

extension SignableRequest {
    /// Whether this is GET /api/v3/apiKey, possibly with a prefix before that path.
    fileprivate var returnsAPIKey: Bool {
        let path = "/api/v3/apiKey".utf8
        return method == .get && url.path.utf8.suffix(path.count).elementsEqual(path)
    }
}
