// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField

/// The reason why a call failed.
public enum CallFailure: Error, Equatable, Sendable {
    // Before anything is sent.

    /// The API key is empty or has a character that cannot be part of a header.
    case apiKeyInvalid
    /// An account id, an order hash or a clientOrderId is malformed.
    case identifierInvalid(LoopringOrdersError)
    /// Neither an order hash nor a clientOrderId was given. To cancel everything, use
    /// ``CancelOrderRequest/Target/everyOrderOfTheAccount``.
    case nothingToCancel
    /// The base URL cannot be signed, cannot be sent as it was signed, or would send the API key
    /// unencrypted. The text is a clause that says why.
    case baseURLInvalid(String)
    /// The nonce of this key and request is zero. The signature would reveal the key. This happens with
    /// probability 2⁻²⁵¹.
    case nonceIsZero

    // Sent, and answered.

    /// The exchange answered with an error.
    case rejected(ExchangeError)
    /// The exchange answered with something that is neither the documented response nor a known error, for
    /// example with the web page of a proxy ([CANCEL-8]). The reason says what arrived, such as "something
    /// that is not JSON". The excerpt is the beginning of the body, at most 200 characters, with control
    /// characters made visible and the API key masked.
    case unreadableAnswer(httpStatus: Int, reason: String, excerpt: String)
    /// The exchange answered with a redirect. It is not followed, because the API key must not be sent to
    /// another host.
    case redirectRefused(httpStatus: Int, location: String)

    // Not answered.

    /// The request could not be sent, or its answer was not received.
    case connectionFailed(TransportFailure)
    /// The deadline passed while the call waited for its turn under the rate limit.
    case deadlineExceeded
    /// The calling task was cancelled.
    case taskCancelled
}

/// A failed call: why it failed, and what its caller can do. Every failure of the client has this type.
///
/// It contains neither the API key nor the private key. Before a text of the server is stored, the API key is
/// masked in it, control characters are made visible, and it is shortened.
public struct CallError: Equatable, Sendable {
    /// The reason. After several attempts, it is the reason why the last one failed.
    public let cause: CallFailure
    /// How many attempts were made.
    public let attempts: Int
    /// How long the exchange's last answer asked the client to wait.
    public let retryAfter: Duration?
    /// Whether the exchange may have carried out the call despite the failure. It is true if, in at least one
    /// attempt, the request may have been sent and was not answered with a refusal.
    public let mayHaveBeenCarriedOut: Bool

    /// The HTTP status of the last answer; `nil` without an answer.
    public var httpStatus: Int? { cause.meaning.httpStatus }

    /// A failure.
    public init(
        _ cause: CallFailure, attempts: Int = 0, retryAfter: Duration? = nil,
        mayHaveBeenCarriedOut: Bool = false
    ) {
        self.cause = cause
        self.attempts = attempts
        self.retryAfter = retryAfter
        self.mayHaveBeenCarriedOut = mayHaveBeenCarriedOut
    }
}

extension CallError: DescribedError {
    /// The error in one line.
    public var description: String { attempts > 1 ? "after \(attempts) attempts: \(cause)" : "\(cause)" }
}

extension CallFailure: CustomStringConvertible {
    /// The reason in one line.
    public var description: String { meaning.sentence }

    /// What the cause means: a sentence, the HTTP status of the answer, whether the exchange may have carried
    /// out an attempt that ended with this cause, and whether a later attempt may succeed. The exchange did
    /// not carry it out if the request was not sent, or if its answer is a refusal.
    var meaning: (sentence: String, httpStatus: Int?, leavesOutcomeOpen: Bool, isTransient: Bool) {
        func isTransient(_ status: Int) -> Bool { status == 429 || (500..<600).contains(status) }
        return switch self {
        case .apiKeyInvalid:
            ("the API key is empty or has a character that cannot be part of a header", nil, false, false)
        case .identifierInvalid(let error): ("\(error)", nil, false, false)
        case .nothingToCancel: ("neither an order hash nor a client order id was given", nil, false, false)
        case .baseURLInvalid(let problem): ("the base URL cannot be used: \(problem)", nil, false, false)
        case .nonceIsZero:
            ("the nonce of this request is zero, so the signature would reveal the key", nil, false, false)
        case .rejected(let error):
            (
                "the exchange refused: \(error)", error.httpStatus,
                error.httpStatus >= 500 || [.unknown, .timeout, .tryAgainLater].contains(error.code),
                !error.code.isAuthenticationFailure
                    && (error.code == .tryAgainLater || isTransient(error.httpStatus))
            )
        case .unreadableAnswer(let status, let reason, let excerpt):
            (
                "the exchange answered HTTP \(status) with \(reason)"
                    + (excerpt.isEmpty ? "" : ": \(excerpt)"),
                status, !(400..<500).contains(status), isTransient(status)
            )
        case .redirectRefused(let status, let location):
            (
                "the exchange answered HTTP \(status) with a redirect to \(location), which is not followed",
                status, false, false
            )
        case .connectionFailed(let failure):
            ("\(failure)", nil, !failure.meaning.isBeforeSending, failure.meaning.isTransient)
        case .deadlineExceeded: ("the deadline passed before the request could be sent", nil, false, false)
        case .taskCancelled: ("the task was cancelled", nil, true, false)
        }
    }
}
