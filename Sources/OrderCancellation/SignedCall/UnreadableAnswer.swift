// SPDX-License-Identifier: Apache-2.0

/// An answer that is neither the documented response nor a known error, for example the web page of a proxy
/// ([CANCEL-8]).
public struct UnreadableAnswer: Equatable, Sendable {
    /// An error quotes at most this many characters of a body, a message or another text of the server.
    public static let excerptLimit = 200

    /// The HTTP status.
    public let httpStatus: Int
    /// What arrived instead of a response, such as "something that is not JSON".
    public let reason: String
    /// The beginning of the body, at most ``excerptLimit`` characters, with control characters made visible
    /// and the API key masked.
    public let excerpt: String
}
