// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// An answer of the exchange. The body is read before the status, because errors also arrive with status 200
/// ([CANCEL-7]).
///
/// An error has one of these forms:
/// - `{"resultInfo": {"code": …, "message": …}}`, or the same with `msg`;
/// - the members `code` and `message` (or `msg`) at the top level;
/// - the validation error `{"exchange": ["Must satisfy …"]}`: an object whose values are lists of sentences.
///
/// A code is an integer or text; 0 means success. An error in any of these places makes the answer an error,
/// whatever the other members say.
enum Answer<Response: Sendable>: Sendable {
    case accepted(Response)
    case rejected(ExchangeError)
    case unreadable(UnreadableAnswer)

    /// - Parameter redaction: masks the API key if the server sends it back.
    init<Endpoint: SignedEndpoint>(
        to request: Endpoint, status: Int, body: [UInt8], redaction: Redaction
    ) where Endpoint.Response == Response {
        do throws(UnreadableAnswer.Reason) {
            let json = try Answer.json(body)
            if let error = try Answer.error(in: json, status: status, redaction: redaction) {
                self = .rejected(error)
            } else {
                let response = try request.response(from: AnswerMembers(json: json, redaction: redaction))
                guard (200..<300).contains(status) else { throw .statusContradictsBody }
                self = .accepted(response)
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
        let info = json.present("resultInfo")
        for place in [info, json].compactMap(\.self) {
            guard let code = place["code"]?.integerText, code != "0" else { continue }
            let message = (place.present("message") ?? place.present("msg"))?.numeral ?? ""
            return ExchangeError(
                code: ExchangeErrorCode(rawValue: redaction.excerpt(of: code)),
                message: redaction.excerpt(of: message), httpStatus: status)
        }
        // A malformed error must not be treated as "no error".
        if let info, info["code"]?.integerText == nil { throw .member("resultInfo") }
        if let code = json["code"], code.integerText == nil { throw .member("code") }
        return json.validationMessage.map {
            ExchangeError(code: .validation, message: redaction.excerpt(of: $0), httpStatus: status)
        }
    }
}

extension Answer: Equatable where Response: Equatable {}

/// The members of an answer that is not an error. Every text is shortened and has the API key masked.
struct AnswerMembers {
    fileprivate let json: JSON
    fileprivate let redaction: Redaction

    /// The text of a member that must be a non-empty JSON string.
    func text(_ name: String) throws(UnreadableAnswer.Reason) -> String {
        guard case .text(let text) = json[name], !text.isEmpty else { throw .member(name) }
        return redaction.excerpt(of: text)
    }

    /// A JSON string, or the digits of a JSON integer; `nil` if the member is missing, `null` or of another
    /// kind.
    func optionalText(_ name: String, limit: Int) -> String? {
        json.present(name)?.numeral.map { redaction.excerpt(of: $0, limit: limit) }
    }

    /// A boolean, or its name as text: the documentation shows both ([CANCEL-5]).
    func flag(_ name: String) throws(UnreadableAnswer.Reason) -> Bool {
        switch json[name] {
        case .boolean(let flag): return flag
        case .text("true"): return true
        case .text("false"): return false
        default: throw .member(name)
        }
    }
}

extension JSON {
    /// The member of an object; `null` counts as missing.
    fileprivate func present(_ name: String) -> JSON? {
        self[name].flatMap { $0 == .null ? nil : $0 }
    }

    /// The contents of a non-empty text, or the digits of an integer of any size; `nil` for a number with a
    /// fraction or an exponent.
    fileprivate var integerText: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .integer(let integer): String(integer)
        case .number(let literal): literal.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? literal : nil
        default: nil
        }
    }

    /// The sentences of `{"exchange": ["Must satisfy …"], …}`: a non-empty object whose values are all
    /// non-empty lists of texts. No response has this form.
    fileprivate var validationMessage: String? {
        guard case .object(let members) = self, !members.isEmpty else { return nil }
        var sentences: [String] = []
        for (name, value) in members {
            guard case .array(let elements) = value, !elements.isEmpty else { return nil }
            for element in elements {
                guard case .text(let text) = element else { return nil }
                sentences.append("\(name): \(text)")
            }
        }
        return sentences.joined(separator: "; ")
    }
}
