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

/// Header fields in their order, each a name and a value. Descriptions and reflection show the values of a
/// few fields that are never secret and mask all others, because one of them is the API key.
public struct HeaderFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A name and a value.
    public struct Field: Hashable, Sendable {
        /// The name, in the case in which it is sent or received.
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

    /// The value of the first field with this name, ignoring case (RFC 9110, section 5.1).
    public subscript(name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }
}

extension HeaderFields.Field: CustomStringConvertible, CustomReflectable {
    /// The names of the fields whose values are never secret.
    private static let shown: Set = ["accept", "content-length", "content-type", "retry-after", "x-api-sig"]

    private var shownValue: String { Self.shown.contains(name.lowercased()) ? value : Redaction.mask }

    /// The name, and the value or a mask.
    public var description: String { "\(name): \(shownValue)" }
    /// The name, and the value or a mask.
    public var customMirror: Mirror { Mirror(self, children: ["name": name, "value": shownValue]) }
}
