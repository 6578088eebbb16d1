// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// An answer of the exchange, as it was received.
struct Answer {
    let status: Int
    let body: [UInt8]
    /// Masks the API key if the server sends it back.
    let redaction: Redaction
    /// The value of the body. It is set before members are read.
    var json = JSON.null

    /// Reads the answer. The body is read before the status, because errors also arrive with status 200
    /// ([CANCEL-7]).
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
    /// - Parameter read: reads the members of an answer that is not an error.
    /// - Throws: `rejected` or `unreadableAnswer`.
    func response<Response>(
        _ read: (Answer) throws(CallFailure) -> Response
    ) throws(CallFailure) -> Response {
        guard !body.isEmpty else { throw unreadable("an empty body") }
        let json: JSON
        do { json = try JSON(parsing: body) } catch {
            guard case .duplicateMember = error.reason else { throw unreadable("something that is not JSON") }
            throw unreadable("JSON that has a member twice")
        }
        if let error = try error(in: json) { throw .rejected(error) }
        let response = try read(Answer(status: status, body: body, redaction: redaction, json: json))
        guard (200..<300).contains(status) else { throw unreadable("a body that says success") }
        return response
    }

    private func error(in json: JSON) throws(CallFailure) -> ExchangeError? {
        let info = json.present("resultInfo")
        for place in [info, json].compactMap(\.self) {
            guard let code = place["code"]?.integerText, code != "0" else { continue }
            let message = (place.present("message") ?? place.present("msg"))?.numeral ?? ""
            return ExchangeError(
                ExchangeErrorCode(rawValue: redaction.excerpt(of: code)),
                redaction.excerpt(of: message), httpStatus: status)
        }
        // A malformed error must not be treated as "no error".
        if let info, info["code"]?.integerText == nil { throw unreadable(member: "resultInfo") }
        if let code = json["code"], code.integerText == nil { throw unreadable(member: "code") }
        return json.validationMessage.map {
            ExchangeError(.validation, redaction.excerpt(of: $0), httpStatus: status)
        }
    }

    private func unreadable(_ reason: String) -> CallFailure {
        let excerpt = redaction.excerpt(of: String(decoding: body, as: UTF8.self))
        return .unreadableAnswer(httpStatus: status, reason: reason, excerpt: excerpt)
    }

    private func unreadable(member: String) -> CallFailure {
        unreadable("JSON in which \"\(member)\" is missing or malformed")
    }

    // MARK: Members. Every text is shortened and has the API key masked.

    /// The text of a member that must be a non-empty JSON string.
    func text(_ name: String) throws(CallFailure) -> String {
        guard case .text(let text) = json[name], !text.isEmpty else { throw unreadable(member: name) }
        return redaction.excerpt(of: text)
    }

    /// A JSON string, or the digits of a JSON integer; `nil` if the member is missing, `null` or of another
    /// kind.
    func optionalText(_ name: String, limit: Int) -> String? {
        json.present(name)?.numeral.map { redaction.excerpt(of: $0, limit: limit) }
    }

    /// A boolean, or its name as text: the documentation shows both ([CANCEL-5]).
    func flag(_ name: String) throws(CallFailure) -> Bool {
        guard let flag = json[name]?.flag else { throw unreadable(member: name) }
        return flag
    }
}

extension JSON {
    /// The contents of a non-empty text, or the digits of an integer of any size; `nil` for a number with a
    /// fraction or an exponent.
    fileprivate var integerText: String? {
        if case .number(let literal) = self, !literal.utf8.allSatisfy(\.isDecimalDigit) { return nil }
        return numeral.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The sentences of `{"exchange": ["Must satisfy …"], …}`: a non-empty object whose values are all
    /// non-empty lists of texts. No response has this form.
    fileprivate var validationMessage: String? {
        guard case .object(let members) = self, !members.isEmpty else { return nil }
        var sentences: [String] = []
        for (name, value) in members {
            guard let texts = try? MemberKind<[String]>.texts.value(value, of: name), !texts.isEmpty
            else { return nil }
            sentences += texts.map { "\(name): \($0)" }
        }
        return sentences.joined(separator: "; ")
    }
}
