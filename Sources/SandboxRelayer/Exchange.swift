import Foundation
import OrderCancellation
import RequestCanonicalization

/// Has requests carried out, and tells of the answers.
struct Exchange: Sendable {
    let ledger: Ledger
    /// The base URL that requests must be signed for; `nil` for the one that they are sent to.
    let signedBaseURL: String?
    let onAnswer: @Sendable (SandboxEvent) -> Void

    /// Answers a request that was sent to `baseURL`. Everything but the look into the ledger runs concurrently with
    /// other requests.
    func answer(_ request: ReceivedRequest, at baseURL: String) async -> SentResponse {
        let result: Result<Acceptance, Refusal>
        do {
            result = .success(try await carryOut(request, baseURL: signedBaseURL ?? baseURL))
        } catch {
            result = .failure(error)
        }
        return answer(result, method: request.method, target: request.target)
    }

    /// Answers what is not a whole request.
    func refuse(_ refusal: Refusal, method: String = "-", target: String = "-") -> SentResponse {
        answer(.failure(refusal), method: method, target: target)
    }

    private func answer(_ result: Result<Acceptance, Refusal>, method: String, target: String) -> SentResponse
    {
        let response = SentResponse(result)
        let code: String? = if case .failure(let refusal) = result { refusal.code.rawValue } else { nil }
        let shown = String(String.UnicodeScalarView(target.unicodeScalars.prefix(300)))
        onAnswer(SandboxEvent(method: method, target: shown, httpStatus: response.status, code: code))
        return response
    }

    private func carryOut(
        _ request: ReceivedRequest, baseURL: String
    ) async throws(Refusal) -> Acceptance {
        guard request.path == LoopringClient.orderPath else {
            throw Refusal(
                .invalidArgument, "there is nothing here; this sandbox has POST and DELETE /api/v3/order",
                httpStatus: 404)
        }
        guard !request.isBodyTooLarge else {
            throw Refusal(
                .invalidArgument, "the body is larger than \(ReceivedRequest.bodyLimit) bytes",
                httpStatus: 413)
        }
        switch request.method {
        case "DELETE":
            return try await CancelOrder(ledger: ledger, baseURL: baseURL).carryOut(request)
        case "POST":
            return try await SubmitOrder(ledger: ledger).carryOut(request)
        default:
            throw Refusal(
                .invalidArgument, "this sandbox has POST and DELETE for this path", httpStatus: 405,
                headers: ["Allow": "DELETE, POST"])
        }
    }
}

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
