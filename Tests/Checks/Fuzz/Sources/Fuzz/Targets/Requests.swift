// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
@testable import RequestCanonicalization

/// Foundation's percent-encoding by RFC 3986, with which the library's is compared.
private func encodedByFoundation(_ text: String) -> String? {
    text.addingPercentEncoding(withAllowedCharacters: unreserved)
}

private let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

/// Percent-encodes and decodes text.
@Sendable func fuzzPercentEncoding(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let encoded = PercentEncoding.encode(text)
    require(encoded == encodedByFoundation(text), "Foundation encodes to the same text")
    require(
        PercentEncoding.decode(encoded).map { Array($0.utf8) } == Array(text.utf8), "decoding undoes encoding"
    )
    if let decoded = PercentEncoding.decode(text) {
        // Foundation removes a byte order mark at the beginning. The library keeps it, because the signature
        // covers it.
        let bytesOfFoundation = text.removingPercentEncoding.map { Array($0.utf8) }
        let hasMark = decoded.utf8.starts(with: [0xEF, 0xBB, 0xBF])
        require(hasMark || bytesOfFoundation == Array(decoded.utf8), "Foundation decodes to the same text")
        require(
            PercentEncoding.decode(PercentEncoding.encode(decoded)).map { Array($0.utf8) }
                == Array(decoded.utf8), "decoded text can be encoded and decoded again")
    }
}

/// Computes every stage of a request a second time, in a plain way. The method, the URL, the body and the
/// parameters come from the input.
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
    let request = try SignableRequest(method: method, baseURL: url, parameters: parameters, body: body)
    let canonical = request.canonical

    let isQuery = method == "GET" || method == "DELETE"
    require(methods.contains(method), "four methods")
    let parameterString: String
    if isQuery {
        parameterString = parameters.sorted {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
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
    // This is slow, so it is checked for a quarter of the inputs.
    if selector & 0x30 == 0 { require(URL(string: canonical.urlToSend) != nil, "Foundation reads the URL") }
    require(request.url.text == url, "the URL is kept")
}
