// SPDX-License-Identifier: Apache-2.0
import Hummingbird
import NIOCore
import OrderCancellation
import RequestCanonicalization

/// A request as it was on the wire: the target undecoded, the body whole.
struct ReceivedRequest: Sendable {
    let method: String
    /// Path and query, not decoded.
    let target: String
    /// X-API-KEY. Of a header field that occurs more than once, the values are joined (RFC 9110, section
    /// 5.3), so that two keys are not taken for one of the two.
    let apiKey: String?
    /// X-API-SIG.
    let signature: String?
    let body: [UInt8]

    init(method: String, target: String, apiKey: String?, signature: String?, body: [UInt8]) {
        self.method = method
        self.target = target
        self.apiKey = apiKey
        self.signature = signature
        self.body = body
    }

    /// - Throws: `Refusal` if the path is not spelled as the call's path is, or the body is too large.
    init(_ request: Hummingbird.Request) async throws(Refusal) {
        let body: ByteBuffer
        do { body = try await request.body.collect(upTo: Sandbox.bodyLimit) } catch {
            throw Refusal(
                .invalidArgument, "the body is larger than \(Sandbox.bodyLimit) bytes or incomplete",
                httpStatus: 413)
        }
        self.init(
            method: request.method.rawValue, target: request.uri.string,
            apiKey: request.headers[.init(SignatureHeader.apiKey)!],
            signature: request.headers[.init(SignatureHeader.signature)!], body: Array(body.readableBytesView)
        )
        // The router ignores repeated and trailing slashes; the signature does not.
        guard path.utf8.elementsEqual(LoopringClient.orderPath.utf8) else {
            throw Refusal(
                .invalidArgument, "the path is not spelled \(LoopringClient.orderPath)", httpStatus: 404)
        }
    }

    /// The target up to the first "?", not decoded.
    var path: String { split.path }

    private var split: (path: String, query: String?) {
        // By bytes: to a comparison of characters, a "?" with a combining mark is not a "?".
        let parts = target.utf8.split(
            separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]) ?? "", parts.count > 1 ? String(parts[1]) : nil)
    }

    /// The parameters of the query, each decoded once.
    ///
    /// - Throws: `Refusal` if the query has more than one meaning: a "+", which some read as a space and
    ///   others as a plus sign; a malformed %XX; bytes that are not UTF-8; a parameter without "=", or
    ///   without a key.
    func parameters() throws(Refusal) -> [Parameter] {
        guard let query = split.query, !query.isEmpty else { return [] }
        guard !query.utf8.contains(UInt8(ascii: "+")) else {
            throw Refusal(.invalidArgument, "a + in the query is ambiguous: write %20 or %2B")
        }
        // The one parser of queries takes "key" for "key=".
        let pairs = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        let isComplete = pairs.allSatisfy { pair in
            (pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.startIndex) > pair.startIndex
        }
        guard isComplete, let parameters = try? Parameter.parameters(ofQuery: query) else {
            throw Refusal(.invalidArgument, "the query is malformed")
        }
        return parameters
    }
}
