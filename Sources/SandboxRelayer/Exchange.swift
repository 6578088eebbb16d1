// SPDX-License-Identifier: Apache-2.0
import Hummingbird
import NIOCore
import OrderCancellation
import RequestCanonicalization

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
            await answer(request) { account, body throws(Refusal) in
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
        _ carryOut: (Sandbox.Account, _ body: [UInt8]) async throws(Refusal) -> CancelOrderResponse
    ) async -> Response {
        let response: Response
        var code: String?
        do throws(Refusal) {
            let body = try await request.checkedBody()
            let account = try await ledger.authenticate(request.field(SignatureHeader.apiKey))
            response = Response(try await carryOut(account, body))
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

extension Request {
    /// The value of a header field. If the field occurs more than once, its values are joined (RFC 9110,
    /// section 5.3), so that a request with two API keys has neither of them.
    func field(_ name: String) -> String? { headers[.init(name)!] }

    /// The whole body.
    ///
    /// - Throws: `Refusal` if the body is too large, or if the path is not exactly the call's path.
    fileprivate func checkedBody() async throws(Refusal) -> [UInt8] {
        guard let bytes = try? await body.collect(upTo: Sandbox.bodyLimit) else {
            throw Refusal(
                .invalidArgument, "the body is larger than \(Sandbox.bodyLimit) bytes or incomplete",
                httpStatus: 413)
        }
        // The router ignores repeated and trailing slashes. The signed URL contains them, so refuse them.
        let (path, expected) = (uri.string.utf8.prefix { $0 != UInt8(ascii: "?") }, LoopringClient.orderPath)
        guard path.elementsEqual(expected.utf8) else {
            throw Refusal(.invalidArgument, "the path must be exactly \(expected)", httpStatus: 404)
        }
        return Array(bytes.readableBytesView)
    }
}
