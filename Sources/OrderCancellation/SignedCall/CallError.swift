// SPDX-License-Identifier: Apache-2.0
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Why a call failed. The one form of every failure of the client.
///
/// Nothing in it holds an API key or a private key: texts of the server are searched for the key before they
/// are kept, shortened, and their control characters are made visible.
public struct CallError: Error, Equatable, Sendable {
    /// The reason.
    public enum Cause: Equatable, Sendable {
        // Before anything is sent.

        /// The API key is empty or has a character that cannot be part of a header.
        case apiKeyInvalid
        /// The base URL cannot be signed or cannot be sent as it was signed.
        case baseURLInvalid(BaseURLProblem)
        /// The nonce of this key and request is zero, with probability 2⁻²⁵¹; the signature would reveal
        /// the key.
        case nonceIsZero

        // Sent, and answered.

        /// The exchange answered with an error.
        case rejected(ExchangeError)
        /// The exchange answered with something that is neither the documented response nor a known error.
        case unreadableAnswer(UnreadableAnswer)
        /// The exchange answered with a redirect, which is never followed: the API key goes to no other host.
        case redirectRefused(httpStatus: Int, location: String)

        // Not answered.

        /// The request could not be sent, or its answer not received.
        case connectionFailed(TransportFailure)
        /// The deadline passed while the call waited for its turn under the rate limit.
        case deadlineExceeded
        /// The calling task was cancelled.
        case taskCancelled
    }

    /// The reason; after several attempts, that of the last one.
    public let cause: Cause
    /// How many attempts were made.
    public let attempts: Int
    /// The time that the exchange asked to wait, with its last answer.
    public let retryAfter: Duration?
    /// Whether the exchange may have carried out the call all the same, in any attempt: it was sent, and no
    /// answer says that it was refused.
    public let mayHaveBeenCarriedOut: Bool

    /// The HTTP status of the last answer; `nil` without an answer.
    public var httpStatus: Int? {
        switch cause {
        case .rejected(let error): error.httpStatus
        case .unreadableAnswer(let answer): answer.httpStatus
        case .redirectRefused(let status, _): status
        case .apiKeyInvalid, .baseURLInvalid, .nonceIsZero, .connectionFailed, .deadlineExceeded,
            .taskCancelled:
            nil
        }
    }

    /// A failure.
    public init(
        _ cause: Cause, attempts: Int = 0, retryAfter: Duration? = nil, mayHaveBeenCarriedOut: Bool = false
    ) {
        self.cause = cause
        self.attempts = attempts
        self.retryAfter = retryAfter
        self.mayHaveBeenCarriedOut = mayHaveBeenCarriedOut
    }
}

extension CallError.Cause {
    /// Whether an attempt that ended like this may have been carried out. It is not if the request was not
    /// sent, or if the answer refuses it.
    var leavesOutcomeOpen: Bool {
        switch self {
        case .apiKeyInvalid, .baseURLInvalid, .nonceIsZero, .deadlineExceeded, .redirectRefused: false
        case .taskCancelled: true
        case .connectionFailed(let failure): !failure.isBeforeSending
        case .rejected(let error):
            error.httpStatus >= 500 || [.unknown, .timeout, .tryAgainLater].contains(error.code)
        case .unreadableAnswer(let answer): !(400..<500).contains(answer.httpStatus)
        }
    }
}

extension CallError: CustomStringConvertible, LocalizedError {
    /// The error in one line.
    public var description: String { attempts > 1 ? "after \(attempts) attempts: \(cause)" : "\(cause)" }

    /// As ``description``.
    public var errorDescription: String? { description }
}

extension CallError.Cause: CustomStringConvertible {
    /// The reason in one line.
    public var description: String {
        switch self {
        case .apiKeyInvalid: "the API key is empty or has a character that cannot be part of a header"
        case .baseURLInvalid(let problem): "the base URL cannot be used: \(problem)"
        case .nonceIsZero: "the nonce of this request is zero"
        case .rejected(let error): "the exchange refused: \(error)"
        case .unreadableAnswer(let answer): "\(answer)"
        case .redirectRefused(let status, let location):
            "the exchange answered HTTP \(status) with a redirect to \(location), which is not followed"
        case .connectionFailed(let failure): "\(failure)"
        case .deadlineExceeded: "the deadline passed before the request could be sent"
        case .taskCancelled: "the task was cancelled"
        }
    }
}
