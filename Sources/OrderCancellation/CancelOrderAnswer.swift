import StrictJSON

/// What a response means, read from its body first: the exchange sends errors with status 200 as well ([CANCEL-7]).
///
/// Error shapes: `{"resultInfo": {"code": …, "message": …}}`, the same with `msg`, and the two members at top
/// level. A code is an integer or text; 0 is no error. An error in either place is an error, whatever stands beside it.
enum CancelOrderAnswer: Equatable, Sendable {
    case accepted(CancelOrderResponse)
    case rejected(ExchangeError)
    case unreadable(UnreadableAnswer)

    /// - Parameter redaction: what must not be repeated, should the other side echo it.
    init(status: Int, body: [UInt8], redaction: Redaction) {
        do {
            let json = try CancelOrderAnswer.json(body)
            if let error = try CancelOrderAnswer.error(in: json, status: status, redaction: redaction) {
                self = .rejected(error)
            } else {
                self = .accepted(
                    try CancelOrderAnswer.response(in: json, status: status, redaction: redaction))
            }
        } catch {
            let excerpt = redaction.excerpt(of: body)
            self = .unreadable(UnreadableAnswer(httpStatus: status, reason: error, excerpt: excerpt))
        }
    }

    private static func json(_ body: [UInt8]) throws(UnreadableAnswer.Reason) -> JSON {
        guard !body.isEmpty else { throw .empty }
        do { return try JSON(parsing: body) } catch {
            if case .duplicateMember = error.reason { throw .duplicateMember }
            throw .notJSON
        }
    }

    private static func error(
        in json: JSON, status: Int, redaction: Redaction
    ) throws(UnreadableAnswer.Reason) -> ExchangeError? {
        let info = member("resultInfo", of: json)
        for place in [info, json].compactMap(\.self) {
            guard let code = place["code"]?.integerText, code != "0" else { continue }
            let message = (member("message", of: place) ?? member("msg", of: place))?.shownText ?? ""
            return ExchangeError(
                code: ExchangeErrorCode(rawValue: redaction.excerpt(of: code)),
                message: redaction.excerpt(of: message), httpStatus: status)
        }
        // There is no error that can be read. What stands in the place of one is not to be read as none.
        if let info, info["code"]?.integerText == nil { throw .member("resultInfo") }
        if let code = json["code"], code.integerText == nil { throw .member("code") }
        return nil
    }

    private static func response(
        in json: JSON, status: Int, redaction: Redaction
    ) throws(UnreadableAnswer.Reason) -> CancelOrderResponse {
        guard case .text(let hash) = json["hash"], !hash.isEmpty else { throw .member("hash") }
        guard case .text(let orderStatus) = json["status"], !orderStatus.isEmpty else {
            throw .member("status")
        }
        guard let isIdempotent = flag(json["isIdempotent"]) else { throw .member("isIdempotent") }
        guard (200..<300).contains(status) else { throw .statusContradictsBody }
        return CancelOrderResponse(
            hash: redaction.excerpt(of: hash),
            clientOrderID: member("clientOrderId", of: json)?.shownText.map {
                redaction.excerpt(of: $0, limit: CancelOrderResponse.idLimit)
            },
            status: OrderStatus(rawValue: redaction.excerpt(of: orderStatus)), isIdempotent: isIdempotent)
    }

    /// The member of an object, `null` being as good as none.
    private static func member(_ name: String, of json: JSON) -> JSON? {
        json[name].flatMap { $0 == .null ? nil : $0 }
    }

    /// A boolean, or its name as text: the documentation shows both ([CANCEL-5]).
    private static func flag(_ value: JSON?) -> Bool? {
        switch value {
        case .boolean(let flag): flag
        case .text("true"): true
        case .text("false"): false
        default: nil
        }
    }
}

extension JSON {
    /// The text of a text that is not empty, or the digits of an integer of any size. A number with a fraction or an
    /// exponent is none.
    fileprivate var integerText: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .integer(let integer): String(integer)
        case .number(let literal): literal.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? literal : nil
        default: nil
        }
    }

    /// The text of a text, or a number as it is written.
    fileprivate var shownText: String? {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .number(let literal): literal
        default: nil
        }
    }
}

/// An answer that is neither the documented response nor a known error: a web page of a proxy, say ([CANCEL-8]).
public struct UnreadableAnswer: Equatable, Sendable {
    /// Why it cannot be read.
    public enum Reason: Error, Equatable, Sendable {
        /// There is no body.
        case empty
        /// The body is not JSON.
        case notJSON
        /// An object of the body has a member twice, so that the body has two readings.
        case duplicateMember
        /// The body is JSON without the named member of the documented response, or with one of another kind.
        case member(String)
        /// The body says success and the HTTP status does not.
        case statusContradictsBody
    }

    /// The HTTP status.
    public let httpStatus: Int
    /// Why it cannot be read.
    public let reason: Reason
    /// The beginning of the body, at most 200 characters, with control characters made visible and the API
    /// key masked.
    public let excerpt: String

    /// An unreadable answer.
    public init(httpStatus: Int, reason: Reason, excerpt: String) {
        self.httpStatus = httpStatus
        self.reason = reason
        self.excerpt = excerpt
    }
}

extension UnreadableAnswer: CustomStringConvertible {
    /// What came instead of an answer, in one line.
    public var description: String {
        let what =
            switch reason {
            case .empty: "an empty body"
            case .notJSON: "something that is not JSON"
            case .duplicateMember: "JSON that has a member twice"
            case .member(let name): "JSON without a proper \"\(name)\""
            case .statusContradictsBody: "a body that says success"
            }
        return "the exchange answered HTTP \(httpStatus) with \(what)"
            + (excerpt.isEmpty ? "" : ": \(excerpt)")
    }
}
