import FlyingFox
import Foundation
import OrderCancellation

/// Reads requests, has them carried out, and writes the answers.
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
    @Sendable
    nonisolated func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        let request = try await ReceivedRequest(request)
        let result: Result<Acceptance, Refusal>
        do { result = .success(try await carryOut(request)) } catch { result = .failure(error) }
        let response = Self.response(to: result)
        onAnswer(
            SandboxEvent(
                method: request.method, target: String(request.target.prefix(300)),
                httpStatus: response.statusCode.code,
                code: { if case .failure(let refusal) = result { refusal.code.rawValue } else { nil } }()))
        return response
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

    private static func response(to result: Result<Acceptance, Refusal>) -> HTTPResponse {
        var headers: HTTPHeaders = [.contentType: "application/json"]
        switch result {
        case .success(let acceptance):
            return HTTPResponse(statusCode: .ok, headers: headers, body: acceptance.json)
        case .failure(let refusal):
            for (name, value) in refusal.headers { headers[HTTPHeader(name)] = value }
            let status =
                [.notFound, .methodNotAllowed, .payloadTooLarge, .tooManyRequests]
                .first { (status: HTTPStatusCode) in status.code == refusal.httpStatus }
            return HTTPResponse(statusCode: status ?? .badRequest, headers: headers, body: refusal.json)
        }
    }
}
