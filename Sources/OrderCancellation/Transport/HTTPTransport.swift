// SPDX-License-Identifier: Apache-2.0

/// What the client needs from HTTP: it sends one request and receives one response.
///
/// An implementation must not follow redirects, keep cookies or a cache, or repeat a request. It must bound
/// the size of a response. It needs no timeout: the client has its own, and cancels the task that sends.
public protocol HTTPTransport: Sendable {
    /// Sends `request` unchanged, and returns the response, whatever its status.
    func send(_ request: TransportRequest) async throws(TransportFailure) -> TransportResponse
}

/// A transport that calls a closure, for tests or to use another HTTP client.
public struct ClosureTransport: HTTPTransport {
    private let closure: @Sendable (TransportRequest) async throws -> TransportResponse

    /// A transport that calls `send`.
    ///
    /// - Parameter send: may throw any error. A ``TransportFailure`` is passed on, a `CancellationError`
    ///   becomes `.cancelled`, and every other error becomes `.other`, after which the client does not repeat
    ///   the call.
    public init(_ send: @escaping @Sendable (TransportRequest) async throws -> TransportResponse) {
        closure = send
    }

    /// Calls the closure.
    public func send(_ request: TransportRequest) async throws(TransportFailure) -> TransportResponse {
        do { return try await closure(request) } catch {
            switch error {
            case let failure as TransportFailure: throw failure
            case is CancellationError: throw TransportFailure(.cancelled)
            default: throw TransportFailure(.other, detail: "\(error)")
            }
        }
    }
}

/// A request as it is sent. Its headers contain the API key, which ``HeaderFields`` masks.
public struct TransportRequest: Equatable, Sendable {
    /// The method.
    public let method: String
    /// The whole URL with its query, which is sent unchanged.
    public let url: String
    /// The header fields.
    public let headers: HeaderFields
    /// The body; `nil` if the request has no body.
    public let body: [UInt8]?

    /// A request.
    public init(method: String, url: String, headers: HeaderFields, body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// A response of any status.
public struct TransportResponse: Equatable, Sendable {
    /// The HTTP status.
    public let status: Int
    /// The header fields.
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

// These show no contents, because a server may send the API key back in a response.
extension TransportResponse: CustomStringConvertible, CustomReflectable {
    /// The status, and the length of the body.
    public var description: String { "HTTP \(status), \(body.count) bytes" }
    /// The status and the length of the body.
    public var customMirror: Mirror { Mirror(self, children: ["status": status, "bodyLength": body.count]) }
}
