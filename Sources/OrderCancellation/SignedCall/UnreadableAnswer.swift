// SPDX-License-Identifier: Apache-2.0

/// An answer that is neither the documented response nor a known error, for example the web page of a proxy
/// ([CANCEL-8]).
public struct UnreadableAnswer: Equatable, Sendable {
    /// An error quotes at most this many characters of a body, a message or another text of the server.
    public static let excerptLimit = 200

    /// Why it cannot be read.
    public enum Reason: Error, Equatable, Sendable {
        /// There is no body.
        case empty
        /// The body is not JSON.
        case notJSON
        /// An object of the body has a member twice, so that the body can be read in two ways.
        case duplicateMember
        /// The body is JSON, but the named member of the documented response is missing or of another kind.
        case member(String)
        /// The body is a response, but the HTTP status is an error.
        case statusContradictsBody
    }

    /// The HTTP status.
    public let httpStatus: Int
    /// Why it cannot be read.
    public let reason: Reason
    /// The beginning of the body, at most ``excerptLimit`` characters, with control characters made visible
    /// and the API key masked.
    public let excerpt: String
}

extension UnreadableAnswer: CustomStringConvertible {
    /// The answer and its problem, in one line.
    public var description: String {
        let what =
            switch reason {
            case .empty: "an empty body"
            case .notJSON: "something that is not JSON"
            case .duplicateMember: "JSON that has a member twice"
            case .member(let name): "JSON in which \"\(name)\" is missing or malformed"
            case .statusContradictsBody: "a body that says success"
            }
        return "the exchange answered HTTP \(httpStatus) with \(what)"
            + (excerpt.isEmpty ? "" : ": \(excerpt)")
    }
}
