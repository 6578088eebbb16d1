import RequestCanonicalization

/// A call that is ready to be sent, and everything that led to it. Showing it is safe: the API key is masked.
public struct CancelOrderCall: Sendable {
    /// What is asked for.
    public let request: CancelOrderRequest
    /// The signed text and how it came about.
    public let canonical: CanonicalRequest
    /// The value of X-API-SIG.
    public let signature: String

    private let apiKey: APIKey

    init(request: CancelOrderRequest, canonical: CanonicalRequest, signature: String, apiKey: APIKey) {
        self.request = request
        self.canonical = canonical
        self.signature = signature
        self.apiKey = apiKey
    }

    /// The method on the wire.
    public var method: String { canonical.request.method.rawValue }

    /// The URL on the wire, with exactly the query that is signed. [CANCEL-2]
    public var url: String { canonical.urlToSend }

    /// The header as it is sent, with the API key masked.
    public var maskedHeaders: HeaderFields { headers(apiKey: Redaction.mask) }

    private func headers(apiKey: String) -> HeaderFields {
        ["Accept": "application/json", "X-API-KEY": apiKey, "X-API-SIG": signature]
    }

    /// The same call with another signature: to see what a verifier makes of a wrong one.
    public func replacingSignature(with signature: String) -> CancelOrderCall {
        CancelOrderCall(request: request, canonical: canonical, signature: signature, apiKey: apiKey)
    }

    /// A curl command that makes the same call. It takes the API key from the environment variable
    /// LOOPRING_API_KEY, so that the key is in neither the text nor the shell's history.
    public var curlCommand: String {
        func quoted(_ text: String) -> String {
            "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
                + "'"
        }
        let headers = headers(apiKey: "$LOOPRING_API_KEY").fields.map { field in
            let line = "\(field.name): \(field.value)"
            // The shell replaces a variable in double quotation marks.
            return "--header " + (field.value.hasPrefix("$") ? "\"\(line)\"" : quoted(line))
        }
        return (["curl --globoff --request \(method)"] + headers + [quoted(url)]).joined(separator: " ")
    }

    /// What goes to the transport: a header, and no body. [CANCEL-3]
    var transportRequest: TransportRequest {
        TransportRequest(method: method, url: url, headers: headers(apiKey: apiKey.headerValue))
    }

    /// What keeps the API key out of what is repeated of an answer.
    var redaction: Redaction { Redaction(hiding: apiKey.headerValue) }
}

extension CancelOrderCall: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The request line and the headers, the API key masked.
    public var description: String {
        (["\(method) \(url)"] + maskedHeaders.fields.map { "\($0.name): \($0.value)" }).joined(
            separator: "\n")
    }

    /// As ``description``.
    public var debugDescription: String { description }

    /// Everything but the API key.
    public var customMirror: Mirror {
        Mirror(self, children: ["request": request, "canonical": canonical, "signature": signature])
    }
}
