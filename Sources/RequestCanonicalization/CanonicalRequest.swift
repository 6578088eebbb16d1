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
        let parameterString = request.body ?? CanonicalRequest.parameterString(request.parameters)
        let (method, url) = (request.method.rawValue, request.url.text)
        let count = method.utf8.count + 1 + 3 * url.utf8.count + 1 + 3 * parameterString.utf8.count
        let signatureBase = String(upTo: count) { writer in
            writer.append(method)
            writer.append(UInt8(ascii: "&"))
            writer.appendPercentEncoded(url)
            writer.append(UInt8(ascii: "&"))
            writer.appendPercentEncoded(parameterString)
        }
        self.parameterString = parameterString
        self.signatureBase = signatureBase
        sha256 =
            signatureBase.utf8.withContiguousStorageIfAvailable { SHA256.hash(data: $0) }
            ?? SHA256.hash(data: Array(signatureBase.utf8))
    }

    /// `pct(key)=pct(value)` of each parameter, sorted by key and joined by "&".
    private static func parameterString(_ parameters: [Parameter]) -> String {
        let isSorted = zip(parameters, parameters.dropFirst()).allSatisfy { Parameter.precedes($0, $1) }
        let sorted = isSorted ? parameters : parameters.sorted(by: Parameter.precedes)
        let count = sorted.reduce(0) { $0 + 3 * $1.key.utf8.count + 1 + 3 * $1.value.utf8.count + 1 }
        return String(upTo: count) { writer in
            for (i, parameter) in sorted.enumerated() {
                if i > 0 { writer.append(UInt8(ascii: "&")) }
                writer.appendPercentEncoded(parameter.key)
                writer.append(UInt8(ascii: "="))
                writer.appendPercentEncoded(parameter.value)
            }
        }
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
