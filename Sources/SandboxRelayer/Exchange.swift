// SPDX-License-Identifier: Apache-2.0
import Hummingbird
import OrderCancellation

/// The routes of the sandbox. Hummingbird answers everything else: another path or method, and what is not
/// HTTP.
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

    /// Carries out a call and reports the answer. Everything except the access to the ledger runs
    /// concurrently with other requests.
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
