import Crypto

/// A request on its way to the 32 bytes that are signed, every stage kept.
///
/// ```text
/// parameterString   GET, DELETE: pct(key)=pct(value) sorted by key and joined by "&"
///                   POST, PUT:   the body
/// signatureBase     METHOD & pct(base URL + path) & pct(parameterString)
/// sha256            SHA-256 of the signature base
/// ```
///
/// The values of GET and DELETE parameters are therefore percent-encoded twice in the signature base ([REQUEST-9]),
/// and a body once, from the bytes that are sent ([REQUEST-11]).
public struct CanonicalRequest: Sendable {
    /// What was canonicalised.
    public let request: Request
    /// The sorted, encoded query of GET and DELETE, or the body of POST and PUT.
    public let parameterString: String
    /// The text whose hash is signed ([REQUEST-10]). It is ASCII.
    public let signatureBase: String
    /// SHA-256 of ``signatureBase``.
    public let sha256: SHA256Digest

    /// Canonicalises a request. Nothing can fail: a ``Request`` is checked when it is made.
    public init(_ request: Request) {
        self.request = request
        parameterString =
            request.body
            ?? request.parameters.sorted(by: Parameter.precedes).map(\.percentEncoded).joined(separator: "&")
        signatureBase = [
            request.method.rawValue,
            PercentEncoding.encode(request.url.text),
            PercentEncoding.encode(parameterString),
        ].joined(separator: "&")
        sha256 = SHA256.hash(data: Array(signatureBase.utf8))
    }

    /// The query to send, without "?": for GET and DELETE the very ``parameterString`` that is signed, so
    /// that what is sent cannot diverge from what is signed (a space is "%20", never "+"); empty for POST
    /// and PUT.
    public var query: String {
        request.method.signsBody ? "" : parameterString
    }

    /// The whole URL to send the request to: the signed URL, with ``query`` where there is one.
    public var urlToSend: String {
        query.isEmpty ? request.url.text : request.url.text + "?" + query
    }

    /// ``sha256`` as "0x" and 64 hexadecimal digits.
    public var sha256Hex: String {
        "0x" + PercentEncoding.hex(sha256)
    }
}
