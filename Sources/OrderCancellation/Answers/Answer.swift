/// What a response means, read from its body first: the exchange sends errors with status 200 as well.
///
/// Error shapes: `{"resultInfo": {"code": …, "message": …}}`, the same with `msg`, and the two members at top
/// level. A code is a number or text; 0 is no error.
enum Answer: Equatable, Sendable {
    case accepted(CancelOrderResponse)
    case rejected(ExchangeError)
    case unreadable(UnreadableAnswer)

    /// - Parameter secrets: what must not be repeated, should the other side echo it.
    init(status: Int, body: [UInt8], hiding secrets: [String]) {
        func unreadable(_ reason: UnreadableAnswer.Reason) -> Answer {
            let excerpt = Excerpt.of(String(decoding: body, as: UTF8.self), hiding: secrets)
            return .unreadable(UnreadableAnswer(httpStatus: status, reason: reason, excerpt: excerpt))
        }
        guard !body.isEmpty else { self = unreadable(.empty); return }
        guard let json = JSONValue(parsing: body, members: Answer.members) else {
            self = unreadable(.notJSON); return
        }
        if let error = Answer.error(in: json, status: status, hiding: secrets) {
            self = .rejected(error)
            return
        }
        func shown(_ text: String) -> String { Excerpt.of(text, hiding: secrets) }
        guard case .text(let hash) = json["hash"], !hash.isEmpty else {
            self = unreadable(.member("hash")); return
        }
        guard case .text(let orderStatus) = json["status"], !orderStatus.isEmpty else {
            self = unreadable(.member("status"))
            return
        }
        guard let isIdempotent = Answer.flag(json["isIdempotent"]) else {
            self = unreadable(.member("isIdempotent"))
            return
        }
        guard (200..<300).contains(status) else { self = unreadable(.statusContradictsBody); return }
        self = .accepted(
            CancelOrderResponse(
                hash: shown(hash), clientOrderID: json["clientOrderId"]?.scalarText.map(shown),
                status: OrderStatus(rawValue: shown(orderStatus)), isIdempotent: isIdempotent))
    }

    private static let members: Set = [
        "resultInfo", "code", "message", "msg", "hash", "clientOrderId", "status", "isIdempotent",
    ]

    private static func error(in json: JSONValue, status: Int, hiding secrets: [String]) -> ExchangeError? {
        let info = json["resultInfo"] ?? json
        guard let code = info["code"]?.scalarText, code != "0" else { return nil }
        let message = (info["message"] ?? info["msg"])?.scalarText ?? ""
        return ExchangeError(
            code: ExchangeErrorCode(rawValue: Excerpt.of(code, hiding: secrets)),
            message: Excerpt.of(message, hiding: secrets), httpStatus: status)
    }

    /// A boolean, or its name as text: the documentation shows both.
    private static func flag(_ value: JSONValue?) -> Bool? {
        switch value {
        case .bool(let flag): flag
        case .text("true"): true
        case .text("false"): false
        default: nil
        }
    }
}
