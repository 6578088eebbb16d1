import Foundation
import RequestCanonicalization

/// A request as it was on the wire: the target undecoded, the body whole.
struct ReceivedRequest: Sendable {
    /// The largest body that is read. A submit-order request is below 2 KiB.
    static let bodyLimit = 65_536

    let method: String
    /// Path and query, not decoded.
    let target: String
    let apiKey: String?
    let signature: String?
    let body: Data
    let isBodyTooLarge: Bool

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
    /// - Throws: `Refusal` where the query has more than one meaning: a "+", which is a space to some and a
    ///   plus sign to others; a malformed %XX; bytes that are not UTF-8; a parameter without "=", or without a
    ///   key.
    func parameters() throws(Refusal) -> [Parameter] {
        guard let query = split.query, !query.isEmpty else { return [] }
        guard !query.utf8.contains(UInt8(ascii: "+")) else {
            throw Refusal(.invalidArgument, "a + in the query is ambiguous: write %20 or %2B")
        }
        var parameters: [Parameter] = []
        for pair in query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            let parts = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty,
                let key = String(parts[0]).flatMap(PercentEncoding.decode),
                let value = String(parts[1]).flatMap(PercentEncoding.decode)
            else { throw Refusal(.invalidArgument, "the query is malformed") }
            parameters.append(Parameter(key, value))
        }
        return parameters
    }
}
