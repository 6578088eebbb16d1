// SPDX-License-Identifier: Apache-2.0

/// A request to canonicalize: checked, and not yet encoded.
///
/// There are two forms. The signature of a GET or DELETE request covers its query parameters. The signature
/// of a POST or PUT request covers its body. A request must not carry a part that is not signed, because that
/// part could be altered without invalidating the signature. So a body with GET or DELETE, and parameters
/// with POST or PUT, are refused ([REQUEST-1]).
///
/// The URL is kept exactly as it was given. Letter case, ports and trailing slashes are signed as they are,
/// because a signer and a verifier that normalize differently would disagree ([REQUEST-3]). Two requests are
/// equal if they consist of the same bytes.
public struct SignableRequest: Equatable, Sendable {
    /// The method, with which the signature base begins.
    public let method: Method
    /// The URL without its query.
    public let url: RequestURL
    /// The query parameters in the order given. Empty for POST and PUT.
    public let parameters: [Parameter]
    /// The body of POST and PUT, which is UTF-8 and may be empty. `nil` for GET and DELETE.
    public let body: [UInt8]?

    /// The text of ``body``.
    public var bodyText: String? { body.map { String(decoding: $0, as: UTF8.self) } }

    /// A request to `baseURL` followed by `path`.
    ///
    /// - Parameters:
    ///   - method: `GET`, `POST`, `PUT` or `DELETE`, in upper case.
    ///   - baseURL: scheme and host, and a path prefix if there is one, such as `https://api3.loopring.io`.
    ///   - path: empty, or beginning with `/`, already in the form in which it is sent. It is empty if
    ///     `baseURL` is the whole URL without its query.
    ///   - parameters: keys and values, unencoded.
    ///   - body: the body exactly as it is sent.
    /// - Throws: `RequestCanonicalizationError.methodUnsupported`, `.urlInvalid` or `.parameterInvalid`: the
    ///   first of these that applies, in this order.
    public init(
        method: String, baseURL: String, path: String = "", parameters: [Parameter] = [], body: String? = nil
    ) throws(RequestCanonicalizationError) {
        let method = try Method(method)
        let url = try RequestURL(baseURL, path: path)
        try self.init(method: method, url: url, parameters: parameters, body: body.map { Array($0.utf8) })
    }

    /// A request as a server received it.
    ///
    /// ```swift
    /// try SignableRequest(
    ///     method: "DELETE", baseURL: "https://api3.loopring.io", target: "/api/v3/order?accountId=10005",
    ///     body: [])
    /// ```
    /// - Parameters:
    ///   - method: the method of the request line.
    ///   - baseURL: the base URL that clients sign for, such as `https://api3.loopring.io`. The request does
    ///     not have it.
    ///   - target: the target of the request line: the path and, after "?", the query, both percent-encoded.
    ///   - body: the body. For GET and DELETE an empty body counts as none.
    /// - Throws: as ``init(method:baseURL:path:parameters:body:)``, and for the query as
    ///   ``Parameter/parameters(ofQuery:)``.
    public init(
        method: String, baseURL: String, target: String, body: [UInt8]
    ) throws(RequestCanonicalizationError) {
        let method = try Method(method)
        // Compare bytes: as a Character, a "?" with a combining mark differs from "?".
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        let url = try RequestURL(baseURL, path: String(target[..<(mark ?? target.endIndex)]))
        let query = mark.map { target[target.utf8.index(after: $0)...] } ?? ""
        try self.init(
            method: method, url: url, parameters: Parameter.parameters(ofQuery: query),
            body: body.isEmpty ? nil : body)
    }

    /// A request with a method and a URL that have been checked already, and with the bytes of its body.
    ///
    /// - Throws: `RequestCanonicalizationError.parameterInvalid` if a key is empty or repeated, if the method
    ///   does not sign the parameters or the body given, or if the body is not UTF-8.
    public init(
        method: Method, url: RequestURL, parameters: [Parameter] = [], body: [UInt8]? = nil
    ) throws(RequestCanonicalizationError) {
        if method.signsBody {
            guard parameters.isEmpty else {
                throw .parameterInvalid(.parametersNotSigned(method: method.rawValue))
            }
        } else {
            guard body == nil else { throw .parameterInvalid(.bodyNotSigned(method: method.rawValue)) }
        }
        try Parameter.checkKeys(of: parameters)
        // Bytes that are not UTF-8 must not be repaired: the repaired text would be another one, and it may
        // have a valid signature.
        guard body.map({ String(validating: $0, as: UTF8.self) != nil }) ?? true else {
            throw .parameterInvalid(.bodyNotUTF8)
        }
        self.method = method
        self.url = url
        self.parameters = parameters
        self.body = method.signsBody ? body ?? [] : nil
    }

    /// The stages of the request's canonicalization.
    public var canonical: CanonicalRequest { CanonicalRequest(self) }
}

extension SignableRequest {
    /// The methods that the scheme defines a signature base for.
    public enum Method: String, CaseIterable, Hashable, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"

        /// Reads a method name. Method names are case-sensitive (RFC 9110, section 9.1; [REQUEST-2]).
        ///
        /// - Throws: `RequestCanonicalizationError.methodUnsupported`.
        public init(_ name: String) throws(RequestCanonicalizationError) {
            guard let method = Method.allCases.first(where: { $0.rawValue.hasSameBytes(as: name) })
            else { throw .methodUnsupported(name) }
            self = method
        }

        /// Whether the signature covers the body (POST, PUT). Otherwise it covers the query parameters (GET,
        /// DELETE).
        public var signsBody: Bool {
            switch self {
            case .get, .delete: false
            case .post, .put: true
            }
        }
    }
}

/// The names of the header fields that carry a signature and the key of its account.
public enum SignatureHeader {
    /// The API key, which names the account to the exchange. Its value is a secret.
    public static let apiKey = "X-API-KEY"
    /// The signature of the request: "0x" and 192 hexadecimal digits.
    public static let signature = "X-API-SIG"
}
