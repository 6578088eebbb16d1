// SPDX-License-Identifier: Apache-2.0
import RequestCanonicalization

/// A signed call, ready to be sent. It is safe to print or log: the API key is masked.
public struct SignedCall<Request: Sendable>: Sendable {
    /// The request.
    public let request: Request
    /// The text that is signed, and the stages of its computation.
    public let canonical: CanonicalRequest
    /// The value of X-API-SIG. Change it to test how a verifier reacts to a wrong one.
    public var signature: String

    let apiKey: APIKey

    /// The HTTP method that is sent.
    public var method: String { canonical.request.method.rawValue }

    /// The URL that is sent, with exactly the query that is signed. [CANCEL-2]
    public var url: String { canonical.urlToSend }

    /// The header fields, with a mask instead of the API key.
    public var maskedHeaders: HeaderFields { headers(apiKey: Redaction.mask) }

    private func headers(apiKey: String) -> HeaderFields {
        ["Accept": "application/json", SignatureHeader.apiKey: apiKey, SignatureHeader.signature: signature]
    }

    /// A curl command that makes the same call. It reads the API key from the environment variable
    /// LOOPRING_API_KEY, so that neither the text nor the shell's history contains the key.
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

    /// The request for the transport: header fields, and no body. [CANCEL-3]
    var transportRequest: TransportRequest {
        TransportRequest(method: method, url: url, headers: headers(apiKey: apiKey.headerValue))
    }
}

extension SignedCall: CustomStringConvertible {
    /// The request line and the header fields, with a mask instead of the API key.
    public var description: String {
        (["\(method) \(url)"] + maskedHeaders.fields.map { "\($0.name): \($0.value)" }).joined(
            separator: "\n")
    }
}
