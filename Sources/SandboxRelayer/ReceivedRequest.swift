// SPDX-License-Identifier: Apache-2.0
import Hummingbird
import NIOCore
import OrderCancellation
import RequestCanonicalization

/// A request as received: its path is the call's path, its query is not decoded, and its body is complete.
struct ReceivedRequest: Sendable {
    let method: String
    /// Path and query, not decoded.
    let target: String
    /// X-API-KEY. If the header field occurs more than once, its values are joined (RFC 9110, section 5.3),
    /// so that a request with two keys has neither of them.
    let apiKey: String?
    /// X-API-SIG.
    let signature: String?
    let body: [UInt8]

    /// - Throws: `Refusal` if the path is not exactly the call's path, or if the body is too large.
    init(_ request: Hummingbird.Request) async throws(Refusal) {
        do {
            body = Array(try await request.body.collect(upTo: Sandbox.bodyLimit).readableBytesView)
        } catch {
            throw Refusal(
                .invalidArgument, "the body is larger than \(Sandbox.bodyLimit) bytes or incomplete",
                httpStatus: 413)
        }
        method = request.method.rawValue
        apiKey = request.headers[.init(SignatureHeader.apiKey)!]
        signature = request.headers[.init(SignatureHeader.signature)!]
        target = request.uri.string
        // The router ignores repeated and trailing slashes. The signed URL contains them, so refuse them.
        guard
            target.utf8.prefix(while: { $0 != UInt8(ascii: "?") }).elementsEqual(
                LoopringClient.orderPath.utf8)
        else {
            throw Refusal(
                .invalidArgument, "the path must be exactly \(LoopringClient.orderPath)", httpStatus: 404)
        }
    }
}
