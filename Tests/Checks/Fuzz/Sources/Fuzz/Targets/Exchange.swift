// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders

@testable import OrderCancellation
@testable import RequestCanonicalization

/// Reads an answer of the exchange with any status and any body. The body may contain the API key.
@Sendable func fuzzRelayerAnswer(_ bytes: [UInt8]) throws {
    let status = 100 + Int(bytes.first ?? 0) * 2
    let key = "sEcReTaPiKeY"
    // Replace each byte 1 with the key, because the fuzzer would not find the key by chance.
    var body: [UInt8] = []
    for byte in bytes.dropFirst() { if byte == 1 { body += Array(key.utf8) } else { body.append(byte) } }
    let answer = Result { () throws(CallFailure) in
        try Answer(status: status, body: body, redaction: Redaction(hiding: key))
            .response(CancelOrderResponse.init)
    }
    if body.count > bytes.count {
        // Print the answer in one of two ways. Both are slow, so each input uses one.
        var printed = ""
        if bytes.count & 1 == 0 { dump(answer, to: &printed) } else { print(answer, to: &printed) }
        require(Data(printed.utf8).range(of: Data(key.utf8)) == nil, "the API key is masked")
    }
    if case .success = answer {
        require((200..<300).contains(status), "an acceptance has a status of success")
        require(
            optional { try JSONSerialization.jsonObject(with: Data(body)) } is [String: Any],
            "Foundation also reads an acceptance as a JSON object")
    }
    if case .failure(.unreadableAnswer(_, _, let excerpt)) = answer {
        require(excerpt.unicodeScalars.count <= 201, "the excerpt is bounded")
    }
}

/// Reads the body of a submit-order request.
@Sendable func fuzzSubmittedOrder(_ bytes: [UInt8]) throws {
    let order = try LoopringOrder(submitOrderJSON: bytes)
    require(
        optional { try LoopringOrder(submitOrderJSON: bytes) }?.orderHash == order.orderHash, "deterministic")
    require(optional { try OrderHash(order.orderHash.description) } == order.orderHash, "the hash as text")
}

/// Reads a request as a server receives it: the target and the bytes of the body. If the canonical target is
/// read again, the signature base must be the same.
@Sendable func fuzzRequestTarget(_ bytes: [UInt8]) throws {
    let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
    let target = String(decoding: parts.first ?? [], as: UTF8.self)
    let body = parts.count > 1 ? parts[1] : []
    func read(_ target: String) throws -> SignableRequest {
        try SignableRequest(
            method: parts.count > 1 ? "POST" : "DELETE", baseURL: "http://127.0.0.1:8080", target: target,
            body: body)
    }
    let request = try read(target)
    require(target.utf8.starts(with: request.url.path.utf8), "the path is the beginning of the target")
    require(request.body == nil || request.body == body, "the body is kept")
    require(String(validating: body, as: UTF8.self) != nil, "bytes that are not UTF-8 are refused")
    // HTTP sends "/" instead of an empty path, and that is a different request.
    guard !request.url.path.isEmpty else { return }
    let again = optional { try read(request.canonical.target) }
    require(
        again?.canonical.signatureBase == request.canonical.signatureBase,
        "the canonical target means the same")
    let query =
        target.utf8.firstIndex(of: UInt8(ascii: "?")).map { target[target.utf8.index(after: $0)...] } ?? ""
    let plain =
        query.isEmpty
        ? []
        : query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map {
            String($0) ?? ""
        }
    require(request.parameters.count == plain.count, "a parameter for each part of the query")
}
