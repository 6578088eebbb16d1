import Crypto
import Foundation
import LoopringOrders
@testable import OrderCancellation
@testable import RequestCanonicalization
@testable import SandboxRelayer

/// RFC 3986 by Foundation, as a second opinion.
private func encodedByFoundation(_ text: String) -> String? {
    let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: unreserved)
}

/// Percent-encoding both ways.
@Sendable func fuzzPercentEncoding(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let encoded = PercentEncoding.encode(text)
    require(encoded == encodedByFoundation(text), "Foundation encodes alike")
    require(
        PercentEncoding.decode(encoded).map { Array($0.utf8) } == Array(text.utf8), "decoding undoes encoding"
    )
    if let decoded = PercentEncoding.decode(text) {
        // Foundation drops a byte order mark at the beginning; the signature covers it.
        let bytesOfFoundation = text.removingPercentEncoding.map { Array($0.utf8) }
        let hasMark = decoded.utf8.starts(with: [0xEF, 0xBB, 0xBF])
        require(hasMark || bytesOfFoundation == Array(decoded.utf8), "Foundation decodes alike")
        require(
            PercentEncoding.decode(PercentEncoding.encode(decoded)).map { Array($0.utf8) }
                == Array(decoded.utf8), "decoded text is text")
    }
}

/// Requests of four texts and parameters: every stage by a second, plain way.
@Sendable func fuzzRequest(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let selector = input.byte()
    let methods = ["GET", "POST", "PUT", "DELETE"]
    let texts = input.texts(3)
    let (url, body) = (texts[0], selector & 4 == 0 ? nil : texts[1])
    let parameters =
        texts[2].isEmpty
        ? []
        : texts[2].split(separator: "\n", omittingEmptySubsequences: false)
            .map { line -> Parameter in
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return Parameter(String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
            }
    let method = selector & 8 == 0 ? methods[Int(selector & 3)] : texts[1]
    let request = try Request(method: method, url: url, parameters: parameters, body: body)
    let canonical = request.canonical

    let isQuery = method == "GET" || method == "DELETE"
    require(methods.contains(method), "four methods")
    let parameterString: String
    if isQuery {
        parameterString = parameters.sorted {
            Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8))
        }
        .map { "\(encodedByFoundation($0.key) ?? "?")=\(encodedByFoundation($0.value) ?? "?")" }
        .joined(separator: "&")
    } else {
        parameterString = body ?? ""
    }
    require(Array(canonical.parameterString.utf8) == Array(parameterString.utf8), "parameter string")
    let base = "\(method)&\(encodedByFoundation(url) ?? "?")&\(encodedByFoundation(parameterString) ?? "?")"
    require(canonical.signatureBase == base, "signature base")
    require(canonical.signatureBase.utf8.allSatisfy { $0 < 128 }, "the signature base is ASCII")
    require(canonical.sha256 == SHA256.hash(data: Data(base.utf8)), "SHA-256")
    require(URL(string: canonical.urlToSend) != nil, "Foundation takes the URL")
    require(request.url.text == url, "the URL is kept")
}

/// What a relayer may answer: any status, any body, the API key echoed in it.
@Sendable func fuzzRelayerAnswer(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let status = 100 + Int(input.byte()) * 2
    let key = "sEcReTaPiKeY"
    // "\u{1}" in the input stands for the key: chance would not find it.
    var body: [UInt8] = []
    for byte in bytes.dropFirst() { if byte == 1 { body += Array(key.utf8) } else { body.append(byte) } }
    let answer = CancelOrderAnswer(status: status, body: body, redaction: Redaction(hiding: key))
    var dumped = ""
    dump(answer, to: &dumped)
    require(!dumped.contains(key) && !"\(answer)".contains(key), "the API key is masked")
    if case .accepted(let response) = answer {
        require(
            !response.hash.isEmpty && (200..<300).contains(status), "an acceptance has a hash and a status")
        require(
            optional { try JSONSerialization.jsonObject(with: Data(body)) } is [String: Any],
            "an acceptance is a JSON object to Foundation too")
    }
    if case .unreadable(let unreadable) = answer {
        require(unreadable.excerpt.unicodeScalars.count <= 201, "the excerpt is bounded")
    }
}

/// The body of a submit-order request.
@Sendable func fuzzSubmittedOrder(_ bytes: [UInt8]) throws {
    let order = try Order(submitOrderJSON: bytes)
    require(order.hash.hex == order.orderHash.hex, "one hash, in two forms")
    require(optional { try Order(submitOrderJSON: bytes) }?.hash == order.hash, "deterministic")
}

/// A request as the sandbox reads it off the wire: the query taken apart, put together again, and canonicalised.
@Sendable func fuzzSandboxRequest(_ bytes: [UInt8]) throws {
    let target = String(decoding: bytes, as: UTF8.self)
    let request = ReceivedRequest(
        method: "DELETE", target: target, apiKey: nil, signature: nil, body: Data(), isBodyTooLarge: false)
    require(target.utf8.starts(with: request.path.utf8), "the path is the beginning of the target")
    let parameters = try request.parameters()
    let again = parameters.map(\.percentEncoded).joined(separator: "&")
    let second = ReceivedRequest(
        method: "DELETE", target: "/?" + again, apiKey: nil, signature: nil, body: Data(),
        isBodyTooLarge: false)
    require(optional { try second.parameters() } == parameters, "what is sent is what is read")
    _ = try Request(
        method: "DELETE", baseURL: "http://127.0.0.1:8080", path: request.path, parameters: parameters)
}
