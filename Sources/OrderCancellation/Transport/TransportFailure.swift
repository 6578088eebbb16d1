// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// Why there is no response.
public struct TransportFailure: Equatable, Sendable {
    /// The kinds of failure that a caller may want to tell apart.
    public enum Kind: Equatable, Sendable {
        /// The host's name has no address.
        case hostNotFound
        /// The host does not accept the connection.
        case connectionRefused
        /// The connection broke before the whole response had arrived.
        case connectionLost
        /// The response did not arrive in time.
        case timedOut
        /// TLS failed: the certificate is not valid for the host, or the two sides have no protocol in
        /// common.
        case insecure
        /// The received bytes are not an HTTP response.
        case notHTTP
        /// The response is larger than the client reads.
        case responseTooLarge(limit: Int)
        /// The task was cancelled.
        case cancelled
        /// Something else.
        case other
    }

    /// The kind of failure.
    public let kind: Kind
    /// Details from the transport; may be empty.
    public let detail: String

    /// A failure.
    public init(_ kind: Kind, detail: String = "") {
        self.kind = kind
        self.detail = detail
    }

    /// What the kind means: a sentence; whether another attempt may succeed; and whether the request
    /// certainly did not reach the exchange. Another attempt would not help if the certificate is invalid, or
    /// if the server does not speak HTTP and is therefore not the exchange.
    var meaning: (sentence: String, isTransient: Bool, isBeforeSending: Bool) {
        switch kind {
        case .hostNotFound: ("the host was not found", true, true)
        case .connectionRefused: ("the host does not accept connections", true, true)
        case .connectionLost: ("the connection broke before the answer was complete", true, false)
        case .timedOut: ("no complete answer arrived in time", true, false)
        case .insecure: ("no secure connection could be made", false, true)
        case .notHTTP: ("the answer is not HTTP", false, false)
        case .responseTooLarge(let limit): ("the answer is larger than \(limit) bytes", false, false)
        case .cancelled: ("the task was cancelled", false, false)
        case .other: ("the request failed", false, false)
        }
    }
}

extension TransportFailure: DescribedError {
    /// The failure in one line.
    public var description: String {
        detail.isEmpty ? meaning.sentence : "\(meaning.sentence) (\(VisibleText.excerpt(detail)))"
    }
}
