import LoopringOrders

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Why an order was not cancelled.
///
/// No case carries an API key or a private key: what the exchange answers is searched for the key before it
/// is kept, shortened, and its control characters are made visible.
public indirect enum OrderCancellationError: Error, Equatable, Sendable {
    // Refused before anything is sent.

    /// An account id, an order hash or a clientOrderId is malformed.
    case identifierInvalid(LoopringOrdersError)
    /// Neither an order hash nor a clientOrderId was given. Cancelling everything is asked for by name:
    /// ``CancelOrderRequest/Target/everyOrderOfTheAccount``.
    case nothingToCancel
    /// The API key is empty or has a character that cannot stand in a header.
    case apiKeyInvalid
    /// The base URL cannot be signed or cannot be sent as it was signed.
    case baseURLInvalid(BaseURLProblem)
    /// The nonce of this key and request is zero, by a chance of 2⁻²⁵¹; signing would give away the key.
    case nonceIsZero

    // Sent, and answered.

    /// The exchange answered with an error.
    case rejected(ExchangeError)
    /// The exchange answered with something that is neither the documented response nor a known error.
    case unreadableAnswer(UnreadableAnswer)
    /// The exchange answered with a redirect, which is never followed: the API key stays with its host.
    case redirectRefused(httpStatus: Int, location: String)

    // Not answered.

    /// The request could not be sent, or its answer not received.
    case connectionFailed(TransportFailure)
    /// The deadline passed while waiting for a turn under the rate limit.
    case deadlineExceeded
    /// The calling task was cancelled. If the request had been sent, the order may be cancelled all the same.
    case taskCancelled

    /// Every attempt failed in a way worth repeating; `last` is how the last one failed.
    case gaveUp(attempts: Int, last: OrderCancellationError)
}

/// What is wrong with a base URL.
public enum BaseURLProblem: Equatable, Sendable {
    /// It is not a URL; the text says why.
    case malformed(String)
    /// It ends in "/". The path that is appended begins with one.
    case trailingSlash
    /// Its path has a "." or ".." segment, which HTTP clients remove, so that another URL would be sent than
    /// was signed.
    case dotSegment
    /// It is plain http:// to a host other than this machine, which would send the API key in clear.
    case plainHTTP(host: String)
}

extension OrderCancellationError: CustomStringConvertible, LocalizedError {
    /// The error in one line.
    public var description: String {
        switch self {
        case .identifierInvalid(let error):
            "\(error)"
        case .nothingToCancel:
            "neither an order hash nor a client order id was given"
        case .apiKeyInvalid:
            "the API key is empty or has a character that cannot stand in a header"
        case .baseURLInvalid(let problem):
            "the base URL cannot be used: \(problem)"
        case .nonceIsZero:
            "the nonce of this request is zero"
        case .rejected(let error):
            "the exchange refused: \(error)"
        case .unreadableAnswer(let answer):
            "\(answer)"
        case .redirectRefused(let status, let location):
            "the exchange answered HTTP \(status) with a redirect to \(location), which is not followed"
        case .connectionFailed(let failure):
            "\(failure)"
        case .deadlineExceeded:
            "the deadline passed before the request could be sent"
        case .taskCancelled:
            "the task was cancelled"
        case .gaveUp(let attempts, let last):
            "gave up after \(attempts) attempts: \(last)"
        }
    }

    /// As ``description``.
    public var errorDescription: String? { description }
}

extension BaseURLProblem: CustomStringConvertible {
    /// The problem in half a line.
    public var description: String {
        switch self {
        case .malformed(let why): why
        case .trailingSlash: "it ends in /"
        case .dotSegment: "its path has a . or .. segment"
        case .plainHTTP(let host): "http:// would send the API key to \(host) in clear; use https://"
        }
    }
}
