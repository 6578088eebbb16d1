import Hummingbird
import NIOCore
import OrderCancellation
import RequestCanonicalization

/// The routes of the sandbox. Hummingbird answers everything else: another path or method, and what is not HTTP.
struct Exchange: Sendable {
    let ledger: Ledger
    /// The base URL that requests must be signed for; `nil` for the one that they are sent to.
    let signedBaseURL: String?
    let onAnswer: @Sendable (Sandbox.Event) -> Void

    var router: Router<Context> {
        let router = Router(context: Context.self)
        router.delete("/api/v3/order") { request, context in
            await answer(request, context) { received throws(Refusal) in
                try await CancelOrder(ledger: ledger, baseURL: signedBaseURL ?? context.baseURL).carryOut(
                    received)
            }
        }
        router.post("/api/v3/order") { request, context in
            await answer(request, context) { received throws(Refusal) in
                try await SubmitOrder(ledger: ledger).carryOut(received)
            }
        }
        return router
    }

    /// Carries out a call and reports the answer. Everything except the access to the ledger runs concurrently with
    /// other requests.
    private func answer(
        _ request: Hummingbird.Request, _ context: Context,
        _ carryOut: (ReceivedRequest) async throws(Refusal) -> Acceptance
    ) async -> Response {
        let response: Response
        var code: String?
        do throws(Refusal) {
            response = Response(try await carryOut(try await ReceivedRequest(request)))
        } catch {
            response = Response(error)
            code = error.code.rawValue
        }
        let target = String(String.UnicodeScalarView(request.uri.string.unicodeScalars.prefix(300)))
        onAnswer(
            Sandbox.Event(
                method: request.method.rawValue, target: target, httpStatus: response.status.code, code: code)
        )
        return response
    }

    /// What a route knows of its connection: the base URL that the client sends to.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let baseURL: String

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            baseURL = "http://127.0.0.1:\(source.channel.localAddress?.port ?? 0)"
        }
    }
}

/// A request as it was on the wire: the target undecoded, the body whole.
struct ReceivedRequest: Sendable {
    let method: String
    /// Path and query, not decoded.
    let target: String
    /// X-API-KEY. Of a header field that occurs more than once, the values are joined (RFC 9110, section 5.3), so that
    /// two keys are not taken for one of the two.
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
            apiKey: request.headers[.init("X-API-KEY")!],
            signature: request.headers[.init("X-API-SIG")!], body: Array(body.readableBytesView))
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
    /// - Throws: `Refusal` if the query has more than one meaning: a "+", which some read as a space and others as a
    ///   plus sign; a malformed %XX; bytes that are not UTF-8; a parameter without "=", or without a key.
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
