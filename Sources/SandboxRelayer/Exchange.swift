import OrderCancellation

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
