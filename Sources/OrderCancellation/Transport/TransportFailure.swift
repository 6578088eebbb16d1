// SPDX-License-Identifier: Apache-2.0
import StrictJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Why there is no response.
public struct TransportFailure: Error, Equatable, Sendable {
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

    /// Whether another attempt may succeed. It would not help if the certificate is invalid, or if the server
    /// does not speak HTTP and is therefore not the exchange.
    var isTransient: Bool {
        switch kind {
        case .hostNotFound, .connectionRefused, .connectionLost, .timedOut: true
        case .insecure, .notHTTP, .responseTooLarge, .cancelled, .other: false
        }
    }

    /// Whether the request certainly did not reach the exchange.
    var isBeforeSending: Bool {
        switch kind {
        case .hostNotFound, .connectionRefused, .insecure: true
        case .connectionLost, .timedOut, .notHTTP, .responseTooLarge, .cancelled, .other: false
        }
    }
}

extension TransportFailure: CustomStringConvertible, LocalizedError {
    /// The failure in one line.
    public var description: String {
        let what =
            switch kind {
            case .hostNotFound: "the host was not found"
            case .connectionRefused: "the host does not accept connections"
            case .connectionLost: "the connection broke before the answer was complete"
            case .timedOut: "no complete answer arrived in time"
            case .insecure: "no secure connection could be made"
            case .notHTTP: "the answer is not HTTP"
            case .responseTooLarge(let limit): "the answer is larger than \(limit) bytes"
            case .cancelled: "the task was cancelled"
            case .other: "the request failed"
            }
        return detail.isEmpty ? what : "\(what) (\(VisibleText.excerpt(detail)))"
    }

    /// As ``description``.
    public var errorDescription: String? { description }
}
