// SPDX-License-Identifier: Apache-2.0
import StrictJSON

extension SignedEndpoint {
    /// Reads an answer of the exchange. The body is read before the status, because errors also arrive with
    /// status 200 ([CANCEL-7]).
    ///
    /// An error has one of these forms:
    /// - `{"resultInfo": {"code": …, "message": …}}`, or the same with `msg`;
    /// - the members `code` and `message` (or `msg`) at the top level;
    /// - the validation error `{"exchange": ["Must satisfy …"]}`: an object whose values are lists of
    ///   sentences.
    ///
    /// A code is an integer or text; 0 means success. An error in any of these places makes the answer an
    /// error, whatever the other members say.
    ///
    /// - Parameter redaction: masks the API key if the server sends it back.
    /// - Throws: `rejected` or `unreadableAnswer`.
    func response(
        status: Int, body: [UInt8], redaction: Redaction
    ) throws(CallError.Cause) -> Response {
        let rejection: ExchangeError
        do throws(UnreadableAnswer.Reason) {
            let json = try JSON(answer: body)
            guard let error = try json.exchangeError(httpStatus: status, redaction: redaction) else {
                let response = try response(from: AnswerMembers(json: json, redaction: redaction))
                guard (200..<300).contains(status) else { throw .statusContradictsBody }
                return response
            }
            rejection = error
        } catch {
            let excerpt = redaction.excerpt(of: body)
            throw .unreadableAnswer(UnreadableAnswer(httpStatus: status, reason: error, excerpt: excerpt))
        }
        throw .rejected(rejection)
    }
}

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
        guard let flag = json[name]?.flag else { throw .member(name) }
        return flag
    }
}

extension JSON {
    fileprivate init(answer body: [UInt8]) throws(UnreadableAnswer.Reason) {
        guard !body.isEmpty else { throw .empty }
        do { self = try JSON(parsing: body) } catch {
            if case .duplicateMember = error.reason { throw .duplicateMember }
            throw .notJSON
        }
    }

    /// The error in an answer; `nil` if it has none.
    fileprivate func exchangeError(
        httpStatus: Int, redaction: Redaction
    ) throws(UnreadableAnswer.Reason) -> ExchangeError? {
        let info = present("resultInfo")
        for place in [info, self].compactMap(\.self) {
            guard let code = place["code"]?.integerText, code != "0" else { continue }
            let message = (place.present("message") ?? place.present("msg"))?.numeral ?? ""
            return ExchangeError(
                code: ExchangeErrorCode(rawValue: redaction.excerpt(of: code)),
                message: redaction.excerpt(of: message), httpStatus: httpStatus)
        }
        // A malformed error must not be treated as "no error".
        if let info, info["code"]?.integerText == nil { throw .member("resultInfo") }
        if let code = self["code"], code.integerText == nil { throw .member("code") }
        return validationMessage.map {
            ExchangeError(code: .validation, message: redaction.excerpt(of: $0), httpStatus: httpStatus)
        }
    }

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
