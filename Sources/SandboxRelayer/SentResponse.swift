import Foundation
import OrderCancellation

/// A response, before it is written as HTTP.
struct SentResponse: Sendable {
    let status: Int
    /// All but Content-Length and Connection.
    let headers: [(String, String)]
    let body: Data

    init(_ result: Result<Acceptance, Refusal>) {
        var headers = [("Content-Type", "application/json")]
        switch result {
        case .success(let acceptance):
            status = 200
            body = acceptance.json
        case .failure(let refusal):
            status = refusal.httpStatus
            headers += refusal.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            body = refusal.json
        }
        self.headers = headers
    }
}

/// A call that the sandbox does not carry out, in the exchange's terms.
struct Refusal: Error, Equatable {
    let code: ExchangeErrorCode
    let message: String
    var httpStatus = 400
    var headers: [String: String] = [:]

    init(
        _ code: ExchangeErrorCode, _ message: String, httpStatus: Int = 400, headers: [String: String] = [:]
    ) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.headers = headers
    }

    /// The documented shape of an error: `{"resultInfo": {"code": …, "message": …}}`.
    var json: Data {
        struct Body: Encodable {
            struct ResultInfo: Encodable { let code: Int?, message: String }
            let resultInfo: ResultInfo
        }
        return encoded(Body(resultInfo: .init(code: Int(code.rawValue), message: message)))
    }
}

/// The documented response to a submission and to a cancellation.
struct Acceptance: Encodable, Equatable {
    let hash: String
    let clientOrderId: String?
    let status: String
    let isIdempotent: Bool

    init(_ entry: Ledger.Entry, isRepetition: Bool) {
        hash = entry.hash.hex
        clientOrderId = entry.clientOrderID?.text
        status = entry.status.rawValue
        isIdempotent = isRepetition
    }

    var json: Data { encoded(self) }
}

private func encoded(_ body: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts, numbers and booleans: there is nothing here that cannot be encoded.
    return (try? encoder.encode(body)) ?? Data()
}
