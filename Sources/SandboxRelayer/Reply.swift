// SPDX-License-Identifier: Apache-2.0
import Hummingbird
import OrderCancellation
import StrictJSON

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

    /// The value that `read` returns. If it throws, the call is refused with the error after `prefix`.
    static func unless<Value>(
        _ code: ExchangeErrorCode, _ prefix: String = "", _ read: () throws -> Value
    ) throws(Refusal) -> Value {
        do { return try read() } catch { throw Refusal(code, "\(prefix)\(error)") }
    }
}

extension Response {
    /// The documented response to a submission and to a cancellation.
    init(_ acceptance: CancelOrderResponse) {
        var body: JSON.Object = [
            "hash": .text(acceptance.hash), "status": .text(acceptance.status.rawValue),
            "isIdempotent": .boolean(acceptance.isIdempotent),
        ]
        body["clientOrderId"] = acceptance.clientOrderID.map(JSON.text)
        self.init(body, httpStatus: 200)
    }

    /// The documented form of an error: `{"resultInfo": {"code": …, "message": …}}`.
    init(_ refusal: Refusal) {
        let info: JSON.Object = ["code": .number(refusal.code.rawValue), "message": .text(refusal.message)]
        self.init(["resultInfo": .object(info)], httpStatus: refusal.httpStatus)
        if let seconds = refusal.retryAfter { headers[.retryAfter] = String(seconds) }
    }

    private init(_ body: JSON.Object, httpStatus: Int) {
        self.init(
            status: .init(code: httpStatus), headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSON.object(body).line)))
    }
}
