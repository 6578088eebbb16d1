/// A request as its author states it: the input of canonicalisation, checked and not yet encoded.
///
/// Loopring signs two shapes. A GET or DELETE request signs its query parameters; a POST or PUT request
/// signs its body. What a method does not sign it must not carry, so that nothing of a request can be
/// altered without touching the signature: a body with GET or DELETE, and parameters with POST or PUT, are
/// refused ([REQUEST-1]).
///
/// The URL is kept exactly as it was given. Letter case, ports and trailing slashes are signed as they
/// stand, because a signer and a verifier that normalise differently disagree ([REQUEST-3]).
public struct Request: Sendable {
    /// The method, which heads the signature base.
    public let method: Method
    /// The URL without its query.
    public let url: RequestURL
    /// The query parameters in the order in which they were given; empty for POST and PUT.
    public let parameters: [Parameter]
    /// The body text of POST and PUT (empty when there is none); `nil` for GET and DELETE.
    public let body: String?

    /// A request to `baseURL` followed by `path`.
    ///
    /// - Parameters:
    ///   - method: `GET`, `POST`, `PUT` or `DELETE`, in upper case.
    ///   - baseURL: scheme, host and what comes before the path, such as `https://api3.loopring.io`.
    ///   - path: empty, or beginning with `/`, already in the form in which it is sent.
    ///   - parameters: keys and values, unencoded.
    ///   - body: the body text exactly as it is sent.
    /// - Throws: `RequestCanonicalizationError.methodUnsupported`, `.urlInvalid` or `.parameterInvalid`;
    ///   the first of these, in this order, that applies.
    public init(
        method: String, baseURL: String, path: String, parameters: [Parameter] = [], body: String? = nil
    ) throws(RequestCanonicalizationError) {
        let method = try Method(method)
        let url = try RequestURL(baseURL: baseURL, path: path)
        try self.init(method: method, url: url, parameters: parameters, body: body)
    }

    /// A request to a whole URL.
    ///
    /// - Parameters:
    ///   - method: `GET`, `POST`, `PUT` or `DELETE`, in upper case.
    ///   - url: the URL without query, as in `https://api3.loopring.io/api/v3/order`.
    ///   - parameters: keys and values, unencoded.
    ///   - body: the body text exactly as it is sent.
    /// - Throws: as the other initialisers do.
    public init(
        method: String, url: String, parameters: [Parameter] = [], body: String? = nil
    ) throws(RequestCanonicalizationError) {
        let method = try Method(method)
        try self.init(method: method, url: try RequestURL(url), parameters: parameters, body: body)
    }

    /// A request from parts that are checked already.
    ///
    /// - Throws: `RequestCanonicalizationError.parameterInvalid` where a key is empty or repeated, or where
    ///   the method does not sign what it was given.
    public init(
        method: Method, url: RequestURL, parameters: [Parameter] = [], body: String? = nil
    ) throws(RequestCanonicalizationError) {
        if method.signsBody {
            guard parameters.isEmpty else {
                throw .parameterInvalid(.parametersNotSigned(method: method.rawValue))
            }
        } else {
            guard body == nil else { throw .parameterInvalid(.bodyNotSigned(method: method.rawValue)) }
        }
        try Parameter.checkKeys(of: parameters)
        self.method = method
        self.url = url
        self.parameters = parameters
        self.body = method.signsBody ? body ?? "" : nil
    }

    /// Everything that is derived from the request on the way to the 32 bytes that are signed.
    public var canonical: CanonicalRequest { CanonicalRequest(self) }
}

extension Request: Equatable {
    /// Whether two requests are the same bytes (see ``Parameter`` for why bytes).
    public static func == (a: Request, b: Request) -> Bool {
        a.method == b.method && a.url == b.url && a.parameters == b.parameters
            && a.body.map { Array($0.utf8) } == b.body.map { Array($0.utf8) }
    }
}

extension Request {
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

        /// Whether the signature covers the body (POST, PUT) or the query parameters (GET, DELETE).
        public var signsBody: Bool {
            switch self {
            case .get, .delete: false
            case .post, .put: true
            }
        }
    }
}
