// SPDX-License-Identifier: Apache-2.0
import Hummingbird
import NIOCore
import OrderCancellation
import RequestCanonicalization

/// A request as received: its path is the call's path, its query is not decoded, and its body is complete.
struct ReceivedRequest: Sendable {
    let method: String
    /// The part of the target after the first "?", not decoded.
    let query: String?
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
        // Compare bytes: as characters, a "?" followed by a combining mark would not equal "?".
        let target = request.uri.string.utf8.split(
            separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        query = target.count > 1 ? String(target[1]) : nil
        // The router ignores repeated and trailing slashes. The signed URL contains them, so refuse them.
        guard target[0].elementsEqual(LoopringClient.orderPath.utf8) else {
            throw Refusal(
                .invalidArgument, "the path must be exactly \(LoopringClient.orderPath)", httpStatus: 404)
        }
    }

    /// The parameters of the query, each decoded once.
    ///
    /// - Throws: `Refusal` if the query is ambiguous: if it has a "+", which some parsers read as a space and
    ///   others as a plus sign; a malformed %XX; bytes that are not UTF-8; a parameter without "=" or without
    ///   a key.
    func parameters() throws(Refusal) -> [Parameter] {
        guard let query, !query.isEmpty else { return [] }
        guard !query.utf8.contains(UInt8(ascii: "+")) else {
            throw Refusal(.invalidArgument, "a + in the query is ambiguous; write %20 or %2B")
        }
        // Parameter.parameters(ofQuery:) accepts "key" as "key=", so look for the "=" here.
        let pairs = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        let isComplete = pairs.allSatisfy { pair in
            (pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.startIndex) > pair.startIndex
        }
        guard isComplete, let parameters = try? Parameter.parameters(ofQuery: query) else {
            throw Refusal(
                .invalidArgument, "the query is malformed; write key=value pairs in UTF-8 with proper %XX")
        }
        return parameters
    }
}
