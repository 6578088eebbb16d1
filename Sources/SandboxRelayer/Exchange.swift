import OrderCancellation

/// Has requests carried out, and tells of the answers.
actor Exchange {
    nonisolated let ledger: Ledger
    private nonisolated let onAnswer: @Sendable (SandboxEvent) -> Void
    private var signedBaseURL = ""

    init(ledger: Ledger, onAnswer: @escaping @Sendable (SandboxEvent) -> Void) {
        self.ledger = ledger
        self.onAnswer = onAnswer
    }

    /// The base URL that requests must be signed for. The sandbox's own contains its port, which is known only
    /// once it listens.
    func setSignedBaseURL(_ baseURL: String) {
        signedBaseURL = baseURL
    }

    /// Answers a request. Everything but the look into the ledger runs concurrently with other requests.
    nonisolated func answer(_ request: ReceivedRequest) async -> Answer {
        let result: Result<Acceptance, Refusal>
        do { result = .success(try await carryOut(request)) } catch { result = .failure(error) }
        return answer(result, method: request.method, target: request.target)
    }

    /// Answers what is not a whole request.
    nonisolated func refuse(_ refusal: Refusal, method: String = "-", target: String = "-") -> Answer {
        answer(.failure(refusal), method: method, target: target)
    }

    private nonisolated func answer(
        _ result: Result<Acceptance, Refusal>, method: String, target: String
    ) -> Answer {
        let answer = Answer(result)
        onAnswer(
            SandboxEvent(
                method: method, target: String(target.prefix(300)), httpStatus: answer.status,
                code: { if case .failure(let refusal) = result { refusal.code.rawValue } else { nil } }()))
        return answer
    }

    private nonisolated func carryOut(_ request: ReceivedRequest) async throws(Refusal) -> Acceptance {
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
            return try await CancelOrder(ledger: ledger, baseURL: await signedBaseURL).carryOut(request)
        case "POST":
            return try await SubmitOrder(ledger: ledger).carryOut(request)
        default:
            throw Refusal(
                .invalidArgument, "this sandbox has POST and DELETE for this path", httpStatus: 405,
                headers: ["Allow": "DELETE, POST"])
        }
    }
}
