// SPDX-License-Identifier: Apache-2.0
import RequestSigning

// Verifies requests as a server does: from the method, the target and the bytes of the body to the verdict.
// Verifies some requests one by one, and many on all cores.

let baseURL = "https://exchange.example"
let key = PrivateKey()

/// A request as it arrives.
struct Received {
    var method: String
    var target: String
    var body: [UInt8]
    var signature: String
}

func sent(_ number: Int) throws -> Received {
    let body = Array(#"{"orderHash":"\#(number)"}"#.utf8)
    let isPost = number.isMultiple(of: 2)
    let request = try SignableRequest(
        method: isPost ? "POST" : "GET", baseURL: baseURL,
        target: isPost ? "/orders" : "/orders?id=\(number)&all=%20",
        body: isPost ? body : [])
    return Received(
        method: request.method.rawValue, target: request.canonical.target, body: isPost ? body : [],
        signature: try key.signature(for: request).hex)
}

func signedMessage(_ received: Received) throws -> SignedMessage {
    let request = try SignableRequest(
        method: received.method, baseURL: baseURL, target: received.target, body: received.body)
    return SignedMessage(
        key: key.publicKey, message: Message(request), signature: try Signature(hex: received.signature))
}

var received = try (0..<200).map(sent)
received[17].target += "1"
received[42].body.append(0x20)
let one = try received.prefix(20).map { item in
    let signed = try signedMessage(item)
    return signed.key.isValidSignature(signed.signature, for: signed.message, profile: .strict)
}
let all = try await BulkVerification.verdicts(received.map(signedMessage), profile: .strict)
print("one by one:", one.indices.filter { !one[$0] }, "all:", all.indices.filter { !all[$0] })

// A body that is not UTF-8 must be refused, not repaired.
received[42].body = [0x61, 0xFF, 0x62]
do {
    _ = try signedMessage(received[42])
    print("bytes that are not UTF-8 are accepted")
} catch let error as RequestCanonicalizationError {
    print(error.code)
}
