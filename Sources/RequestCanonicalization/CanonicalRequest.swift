// SPDX-License-Identifier: Apache-2.0
import Crypto
import PrimeField

/// A request with every stage of its canonicalization: from the parameter string to the digest that is
/// signed.
///
/// ```text
/// parameterString   GET, DELETE: pct(key)=pct(value) sorted by key and joined by "&"
///                   POST, PUT:   the body
/// signatureBase     METHOD & pct(base URL + path) & pct(parameterString)
/// sha256            SHA-256 of the signature base
/// ```
///
/// The keys and values of GET and DELETE parameters are therefore percent-encoded twice in the signature base
/// ([REQUEST-9]). A body is encoded once, from the bytes that are sent ([REQUEST-11]).
public struct CanonicalRequest: Sendable {
    /// The request that was canonicalized.
    public let request: SignableRequest
    /// The sorted, encoded query of GET and DELETE, or the body of POST and PUT.
    public let parameterString: String
    /// The text whose hash is signed ([REQUEST-10]). It is ASCII.
    public let signatureBase: String
    /// SHA-256 of ``signatureBase``.
    public let sha256: SHA256Digest

    /// Canonicalizes a request. It does not throw, because a ``SignableRequest`` is checked when it is
    /// created.
    public init(_ request: SignableRequest) {
        self.request = request
        let parameterString = request.bodyText ?? CanonicalRequest.parameterString(request.parameters)
        let (method, url) = (request.method.rawValue.utf8, request.url.text)
        var base: [UInt8] = []
        base.reserveCapacity(method.count + 1 + 3 * url.utf8.count + 1 + 3 * parameterString.utf8.count)
        base += method
        base.append(UInt8(ascii: "&"))
        base.appendPercentEncoded(url)
        base.append(UInt8(ascii: "&"))
        base.appendPercentEncoded(parameterString)
        self.parameterString = parameterString
        signatureBase = String(decoding: base, as: UTF8.self)
        sha256 = SHA256.hash(data: base)
    }

    /// `pct(key)=pct(value)` of each parameter, sorted by key and joined by "&" ([REQUEST-8]).
    private static func parameterString(_ parameters: [Parameter]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(
            parameters.reduce(0) { $0 + 3 * $1.key.utf8.count + 3 * $1.value.utf8.count + 2 })
        for parameter in parameters.sorted(by: Parameter.precedes) {
            if !text.isEmpty { text.append(UInt8(ascii: "&")) }
            text.appendPercentEncoded(parameter.key)
            text.append(UInt8(ascii: "="))
            text.appendPercentEncoded(parameter.value)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The query to send, without "?".
    ///
    /// For GET and DELETE it is the ``parameterString`` that is signed, so the query that is sent cannot
    /// differ from the one that is signed. In particular a space is "%20", never "+". For POST and PUT it is
    /// empty.
    public var query: String {
        request.method.signsBody ? "" : parameterString
    }

    /// The whole URL to send the request to: the signed URL, followed by "?" and ``query`` if there is one.
    public var urlToSend: String {
        query.isEmpty ? request.url.text : request.url.text + "?" + query
    }

    /// The request target for the request line: path and query. An empty path is sent as "/", as HTTP
    /// requires (RFC 9112, section 3.2.1); the signed URL keeps the empty path.
    public var target: String {
        let path = request.url.path.isEmpty ? "/" : request.url.path
        return query.isEmpty ? path : path + "?" + query
    }

    /// ``sha256`` as "0x" and 64 hexadecimal digits.
    public var sha256Hex: String {
        Hexadecimal.encode(sha256)
    }
}
