// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Hummingbird
import LoopringOrders
import NIOCore
import OrderCancellation
import RequestCanonicalization
import RequestSigning
import StrictJSON

/// The routes of the sandbox. Hummingbird itself answers every other path and method, and input that is not
/// HTTP.
struct Exchange: Sendable {
    let ledger: Ledger
    /// The base URL that requests must be signed for. If it is `nil`, they must be signed for the URL to
    /// which they are sent.
    let signedBaseURL: String?
    let onAnswer: @Sendable (Sandbox.Event) -> Void

    var router: Router<Context> {
        let router = Router(context: Context.self)
        router.delete("/api/v3/order") { request, context in
            await answer(request) { account, body throws(ExchangeError) in
                try await cancelOrder(request, body, of: account, at: signedBaseURL ?? context.baseURL)
            }
        }
        router.post("/api/v3/order") { request, _ in await answer(request, submitOrder) }
        return router
    }

    /// Carries out the call of an account and reports the answer. Requests run concurrently, except when they
    /// access the ledger.
    private func answer(
        _ request: Request,
        _ carryOut: (Sandbox.Account, _ body: [UInt8]) async throws(ExchangeError) -> Response
    ) async -> Response {
        let response: Response
        var code: String?
        do throws(ExchangeError) {
            let body = try await request.checkedBody()
            let account = try await ledger.authenticate(request.field(SignatureHeader.apiKey))
            response = try await carryOut(account, body)
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

    /// The context of a request: the base URL to which the client sent it.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let baseURL: String

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            baseURL = "http://127.0.0.1:\(source.channel.localAddress?.port ?? 0)"
        }
    }
}

// MARK: The calls

extension Exchange {
    /// `DELETE /api/v3/order`. It checks the account, the signature, and then the order.
    func cancelOrder(
        _ request: Request, _ body: [UInt8], of account: Sandbox.Account, at baseURL: String
    ) async throws(ExchangeError) -> Response {
        let target = request.uri.string
        // Some parsers read a "+" as a space and others as a plus sign, and some refuse a pair without "=".
        let query = target.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        let pairs = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        guard !query.contains(UInt8(ascii: "+")),
            query.isEmpty || pairs.allSatisfy({ $0.contains(UInt8(ascii: "=")) })
        else {
            throw ExchangeError(
                .invalidArgument, "the query is ambiguous; write key=value pairs, and %20 or %2B for a +")
        }
        let received = try ExchangeError.unless(.invalidArgument, "the request cannot be signed: ") {
            try SignableRequest(method: "DELETE", baseURL: baseURL, target: target, body: body)
        }
        func value(_ key: String) -> String? {
            received.parameters.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
        }

        guard let id = value("accountId"), id == account.id.description else {
            throw ExchangeError(.invalidAccountID, "accountId is not the account of the API key")
        }
        // The signed message is rebuilt from the received bytes.
        let canonical = received.canonical
        try account.verify(
            request.field(SignatureHeader.signature), of: Message(canonical), signed: canonical.signatureBase)

        let known = ["accountId", "orderHash", "clientOrderId"]
        if let unknown = received.parameters.first(where: { parameter in
            !known.contains { $0.utf8.elementsEqual(parameter.key.utf8) }
        }) {
            throw ExchangeError(.invalidArgument, "unknown parameter \(unknown.percentEncoded)")
        }
        let hash = try value("orderHash").map { text throws(ExchangeError) in
            guard !text.isEmpty else { throw ExchangeError(.emptyOrderHash, "orderHash is empty") }
            return try ExchangeError.unless(.invalidOrderHash) { try OrderHash(text) }
        }
        let clientOrderID = try ExchangeError.unless(.invalidArgument) {
            try value("clientOrderId").map(ClientOrderID.init)
        }
        let order = try await ledger.cancel(hash: hash, clientOrderID: clientOrderID, of: account.id)
        return Response(order, isIdempotent: false)
    }

    /// `POST /api/v3/order`. The request itself is not signed. The order in its body contains a signature,
    /// `eddsaSignature`, of `LoopringOrder.signedMessage`.
    func submitOrder(of account: Sandbox.Account, body: [UInt8]) async throws(ExchangeError) -> Response {
        let order = try ExchangeError.unless(.orderNotValid) { try LoopringOrder(submitOrderJSON: body) }
        guard let message = order.signedMessage else {
            throw ExchangeError(
                .orderNotValid, "buyToken.nftData is missing; an order to buy an NFT requires it")
        }
        // The members that the order hash does not cover.
        let (clientOrderId, signature) = try ExchangeError.unless(.invalidArgument) {
            let members = try MemberKind<JSON.Object>.object.value(JSON(parsing: body), of: "the body")
            return (
                try members.optional("clientOrderId", .text), try members.optional("eddsaSignature", .text)
            )
        }
        guard order.accountID == account.id else {
            throw ExchangeError(.invalidAccountID, "accountId is not the account of the API key")
        }
        try account.verify(signature, of: Message(message), signed: message.hex)
        let clientOrderID = try ExchangeError.unless(.invalidArgument) {
            try clientOrderId.map(ClientOrderID.init)
        }
        let entry = Ledger.Entry(
            hash: order.orderHash, clientOrderID: clientOrderID, accountID: account.id, status: .processing)
        let (submitted, isRepetition) = try await ledger.submit(entry)
        return Response(submitted, isIdempotent: isRepetition)
    }
}

extension Sandbox.Account {
    /// Verifies the account's signature of a message, in the relayer profile.
    ///
    /// - Parameter signed: the text that had to be signed, for the answer to a wrong signature.
    /// - Throws: 104004 without a signature, 104005 for one that is malformed or does not verify.
    func verify(_ text: String?, of message: Message, signed: String) throws(ExchangeError) {
        guard let text, !text.isEmpty else { throw ExchangeError(.noSignature, "the signature is missing") }
        let signature: Signature
        do { signature = try Signature(hex: text) } catch {
            throw ExchangeError(
                .wrongSignature, "the signature is malformed (\(error)); expected a signature of \(signed)")
        }
        guard publicKey.isValidSignature(signature, for: message, profile: .relayer) else {
            throw ExchangeError(.wrongSignature, "the signature is not the account's signature of \(signed)")
        }
    }
}

// MARK: HTTP

extension Request {
    /// The value of a header field. If the field occurs more than once, its values are joined (RFC 9110,
    /// section 5.3), so that a request with two API keys has neither of them.
    func field(_ name: String) -> String? { headers[.init(name)!] }

    /// The whole body.
    ///
    /// - Throws: `ExchangeError` if the body is too large, or if the path is not exactly the call's path.
    fileprivate func checkedBody() async throws(ExchangeError) -> [UInt8] {
        guard let bytes = try? await body.collect(upTo: Sandbox.bodyLimit) else {
            throw ExchangeError(
                .invalidArgument, "the body is larger than \(Sandbox.bodyLimit) bytes or incomplete",
                httpStatus: 413)
        }
        // The router ignores repeated and trailing slashes. The signed URL contains them, so refuse them.
        let (path, expected) = (uri.string.utf8.prefix { $0 != UInt8(ascii: "?") }, LoopringClient.orderPath)
        guard path.elementsEqual(expected.utf8) else {
            throw ExchangeError(.invalidArgument, "the path must be exactly \(expected)", httpStatus: 404)
        }
        return Array(bytes.readableBytesView)
    }
}

extension Response {
    /// The documented response to a submission and to a cancellation.
    init(_ order: Ledger.Entry, isIdempotent: Bool) {
        var body: JSON.Object = [
            "hash": .text(order.hash.hex), "status": .text(order.status.rawValue),
            "isIdempotent": .boolean(isIdempotent),
        ]
        body["clientOrderId"] = order.clientOrderID.map { .text($0.text) }
        self.init(body, httpStatus: 200)
    }

    /// The documented form of an error: `{"resultInfo": {"code": …, "message": …}}`.
    init(_ refusal: ExchangeError) {
        let info: JSON.Object = ["code": .number(refusal.code.rawValue), "message": .text(refusal.message)]
        self.init(["resultInfo": .object(info)], httpStatus: refusal.httpStatus)
        // Within a second, the oldest of the account's calls no longer counts.
        if refusal.httpStatus == 429 { headers[.retryAfter] = "1" }
    }

    private init(_ body: JSON.Object, httpStatus: Int) {
        self.init(
            status: .init(code: httpStatus), headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSON.object(body).line)))
    }
}

extension ExchangeError {
    /// The value that `read` returns. If it throws, the call is refused with the error after `prefix`.
    fileprivate static func unless<Value>(
        _ code: ExchangeErrorCode, _ prefix: String = "", _ read: () throws -> Value
    ) throws(ExchangeError) -> Value {
        do { return try read() } catch { throw ExchangeError(code, "\(prefix)\(error)") }
    }
}
