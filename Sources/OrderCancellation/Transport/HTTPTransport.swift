import StrictJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The one thing that the client needs of HTTP: one request, one response.
///
/// An implementation does not follow redirects, keeps no cookies and no cache, bounds the size of a response
/// and answers within `timeout`.
public protocol HTTPTransport: Sendable {
    /// Sends `request` and returns the response to it, whatever its status.
    ///
    /// - Parameters:
    ///   - request: what goes on the wire, as it stands.
    ///   - timeout: the time for everything, from connecting to the last byte of the body.
    func send(_ request: TransportRequest, timeout: Duration) async throws(TransportFailure)
        -> TransportResponse
}

/// A request as it goes on the wire.
public struct TransportRequest: Equatable, Sendable {
    /// The method.
    public let method: String
    /// The whole URL with its query; it is sent as it stands.
    public let url: String
    /// The header. It holds the API key in clear: reflection and description leave it out.
    public let headers: HeaderFields
    /// The body; `nil` for none.
    public let body: [UInt8]?

    /// A request.
    public init(method: String, url: String, headers: HeaderFields, body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

extension TransportRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Method and URL.
    public var description: String { "\(method) \(url)" }
    /// Method and URL.
    public var debugDescription: String { description }
    /// Method and URL.
    public var customMirror: Mirror { Mirror(self, children: ["method": method, "url": url]) }
}

/// A response, whatever it says.
public struct TransportResponse: Equatable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The header.
    public let headers: HeaderFields
    /// The body.
    public let body: [UInt8]

    /// A response.
    public init(status: Int, headers: HeaderFields, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Header fields in their order, each a name and a value.
public struct HeaderFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A name and a value.
    public struct Field: Hashable, Sendable {
        /// The name, in the case in which it is sent or was received.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The fields.
    public let fields: [Field]

    /// The fields of these names and values.
    public init(_ fields: some Sequence<(String, String)>) {
        self.fields = fields.map { Field(name: $0.0, value: $0.1) }
    }

    /// The fields of these names and values.
    public init(dictionaryLiteral fields: (String, String)...) {
        self.init(fields)
    }

    /// The value of the first field of this name, whatever its case (RFC 9110, section 5.1).
    public subscript(name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }
}

/// Why there is no response.
public struct TransportFailure: Error, Equatable, Sendable {
    /// The kinds of failure that a caller may want to tell apart.
    public enum Kind: Equatable, Sendable {
        /// The host's name has no address.
        case hostNotFound
        /// Nobody accepted the connection.
        case connectionRefused
        /// The connection broke before the whole response had arrived.
        case connectionLost
        /// The response did not arrive in time.
        case timedOut
        /// TLS failed: the certificate is not valid for the host, or there was no common protocol.
        case insecure
        /// What arrived is not an HTTP response.
        case notHTTP
        /// The response is larger than the client reads.
        case responseTooLarge(limit: Int)
        /// The task was cancelled.
        case cancelled
        /// Something else.
        case other
    }

    /// What kind of failure it was.
    public let kind: Kind
    /// What the transport says about it; may be empty.
    public let detail: String

    /// A failure.
    public init(_ kind: Kind, detail: String = "") {
        self.kind = kind
        self.detail = detail
    }

    /// Whether another attempt may fare better. A certificate does not become valid by asking again.
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
