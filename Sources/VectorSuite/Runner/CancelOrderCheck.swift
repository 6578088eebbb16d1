import EdDSA
import StrictJSON
import OrderCancellation

/// A whole call, as the tests of cancel order state it, with the client of this library: what it sends, and what it
/// makes of the response.
enum CancelOrderCheck {
    /// What is wrong with the request that the client sends or with its reading of the response. The
    /// signature has been checked before, as that of any signed request.
    static func failures(of test: VectorTest) async -> [VectorFailure] {
        func failure(_ stage: String, _ expected: JSON?, _ actual: String) -> VectorFailure {
            VectorFailure(
                tcId: test.tcId, op: "request.sign", profile: nil, stage: stage,
                expected: expected?.description ?? "", actual: actual)
        }
        do {
            let (request, outcome) = try await run(Arguments(members: test.members))
            // A client signs in the reduced form only; an unreduced test states another signature.
            let isReduced = test.members["form"] == .text("reduced")
            if isReduced, request != test.members["request"] {
                return [
                    failure("request", test.members["request"], request?.description ?? "none sent")
                ]
            }
            guard outcome == test.members["outcome"] else {
                return [failure("outcome", test.members["outcome"], outcome.description)]
            }
            return []
        } catch {
            return [failure("request", test.members["request"], "\(error)")]
        }
    }

    private static func run(_ arguments: Arguments) async throws -> (request: JSON?, outcome: JSON) {
        guard case .array(let pairs) = arguments.members["params"] else { throw ErrorCode.malformedRequest }
        var parameters: [String: String] = [:]
        for case .array(let pair) in pairs { parameters[pair[0].description] = pair[1].description }
        guard case .object(let response) = arguments.members["response"],
            case .integer(let status) = response["status"],
            case .text(let body) = response["body"]
        else { throw ErrorCode.malformedRequest }

        let baseURL = try arguments.text("baseURL")
        let transport = CannedTransport(
            TransportResponse(status: status, headers: [:], body: Array(body.utf8)), baseURL: baseURL)
        let client = LoopringClient(
            network: .custom(baseURL: baseURL),
            credentials: Credentials(
                apiKey: try APIKey(arguments.text("apiKey")),
                privateKey: try PrivateKey(hex: arguments.text("secretKey"))),
            retryPolicy: RetryPolicy(maximumAttempts: 1), transport: transport)
        let call = try client.prepare(
            CancelOrderRequest(
                accountID: parameters["accountId"] ?? "", orderHash: parameters["orderHash"],
                clientOrderID: parameters["clientOrderId"]))
        let outcome: JSON
        do {
            outcome = try await client.send(call).response.map(JSON.order) ?? .null
        } catch {
            switch error.cause {
            // A validation error has no code; the vectors count it as unreadable.
            case .rejected(let error) where error.code == .validation:
                outcome = .object(["unreadable": .object(["httpStatus": .integer(error.httpStatus)])])
            case .rejected(let error): outcome = .exchangeError(error)
            case .unreadableAnswer(let answer):
                outcome = .object(["unreadable": .object(["httpStatus": .integer(answer.httpStatus)])])
            default: outcome = .text("\(error)")
            }
        }
        return (await transport.request, outcome)
    }
}

extension JSON {
    fileprivate static func order(_ response: CancelOrderResponse) -> JSON {
        var members: JSON.Object = [
            "hash": .text(response.hash), "status": .text(response.status.rawValue),
            "isIdempotent": .boolean(response.isIdempotent),
        ]
        if let id = response.clientOrderID { members["clientOrderId"] = .text(id) }
        return .object(["order": .object(members)])
    }

    fileprivate static func exchangeError(_ error: ExchangeError) -> JSON {
        let code = Int(error.code.rawValue).map(JSON.integer) ?? .text(error.code.rawValue)
        return .object([
            "exchangeError": .object([
                "httpStatus": .integer(error.httpStatus), "code": code, "message": .text(error.message),
            ])
        ])
    }
}

/// Keeps the request and answers with the response of the test.
private actor CannedTransport: HTTPTransport {
    private let response: TransportResponse
    private let baseURL: String
    /// The request in the form of the vectors: method, request target, and the two headers that matter.
    private(set) var request: JSON?

    init(_ response: TransportResponse, baseURL: String) {
        self.response = response
        self.baseURL = baseURL
    }

    func send(_ request: TransportRequest) async throws(TransportFailure) -> TransportResponse {
        let headers = JSON.Object(
            request.headers.fields.filter { $0.name.hasPrefix("X-API-") }
                .map { ($0.name, JSON.text($0.value)) })
        let target =
            request.url.hasPrefix(baseURL) ? String(request.url.dropFirst(baseURL.count)) : request.url
        self.request = .object([
            "method": .text(request.method), "target": .text(target), "headers": .object(headers),
        ])
        return response
    }
}
