// SPDX-License-Identifier: Apache-2.0
import Hummingbird
import OrderCancellation

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
            await answer(request) { received throws(Refusal) in
                try await cancelOrder(received, at: signedBaseURL ?? context.baseURL)
            }
        }
        router.post("/api/v3/order") { request, _ in await answer(request, submitOrder) }
        return router
    }

    /// Carries out a call and reports the answer. Requests run concurrently, except when they access the
    /// ledger.
    private func answer(
        _ request: Hummingbird.Request,
        _ carryOut: (ReceivedRequest) async throws(Refusal) -> CancelOrderResponse
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
