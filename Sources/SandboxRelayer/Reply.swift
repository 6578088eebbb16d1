// SPDX-License-Identifier: Apache-2.0
import Foundation
import Hummingbird
import OrderCancellation

/// The documented response to a submission and to a cancellation.
struct Acceptance: Encodable, Equatable {
    let hash: String
    let clientOrderId: String?
    let status: String
    let isIdempotent: Bool

    init(_ entry: Ledger.Entry, isIdempotent: Bool = false) {
        hash = entry.hash.hex
        clientOrderId = entry.clientOrderID?.text
        status = entry.status.rawValue
        self.isIdempotent = isIdempotent
    }
}

/// Why the sandbox does not carry out a call: a code of the exchange, a message and the HTTP status.
struct Refusal: Error, Equatable {
    let code: ExchangeErrorCode
    let message: String
    let httpStatus: Int
    let retryAfter: Int?

    init(_ code: ExchangeErrorCode, _ message: String, httpStatus: Int = 400, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
        self.retryAfter = retryAfter
    }

    /// The documented form of an error: `{"resultInfo": {"code": …, "message": …}}`.
    fileprivate struct Body: Encodable {
        struct ResultInfo: Encodable { let code: Int?, message: String }
        let resultInfo: ResultInfo
    }

    fileprivate var body: Body { Body(resultInfo: .init(code: Int(code.rawValue), message: message)) }
}

extension Response {
    init(_ acceptance: Acceptance) {
        self.init(status: .ok, headers: [.contentType: "application/json"], body: .json(acceptance))
    }

    init(_ refusal: Refusal) {
        self.init(
            status: .init(code: refusal.httpStatus), headers: [.contentType: "application/json"],
            body: .json(refusal.body))
        if let seconds = refusal.retryAfter { headers[.retryAfter] = String(seconds) }
    }
}

extension ResponseBody {
    fileprivate static func json(_ body: some Encodable) -> ResponseBody {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding cannot fail: a body has only texts, integers and booleans.
        return ResponseBody(byteBuffer: ByteBuffer(bytes: (try? encoder.encode(body)) ?? Data()))
    }
}
