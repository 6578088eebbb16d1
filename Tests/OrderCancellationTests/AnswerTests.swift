import Testing

@testable import OrderCancellation

@Suite struct AnswerTests {
    private func answer(_ status: Int, _ body: String) -> Answer {
        Answer(status: status, body: Array(body.utf8), hiding: [exampleAPIKey])
    }

    private func unreadable(_ status: Int, _ reason: UnreadableAnswer.Reason, _ excerpt: String) -> Answer {
        .unreadable(UnreadableAnswer(httpStatus: status, reason: reason, excerpt: excerpt))
    }

    // MARK: Success

    @Test(arguments: [("true", true), ("false", false), (#""true""#, true), (#""false""#, false)])
    func readsIsIdempotentAsBooleanAndText(_ written: String, _ expected: Bool) {
        let body = #"{"hash":"0x1","clientOrderId":"a","status":"cancelled","isIdempotent":\#(written)}"#
        #expect(
            answer(200, body)
                == .accepted(
                    CancelOrderResponse(
                        hash: "0x1", clientOrderID: "a", status: .cancelled, isIdempotent: expected)))
    }

    @Test(arguments: [
        "", #""clientOrderId":null,"#, #""resultInfo":{"code":0,"message":"SUCCESS"},"#, #""code":"0","#,
    ])
    func readsWhatMayBeMissing(_ extra: String) {
        let body = #"{\#(extra)"hash":"0x1","status":"cancelling","isIdempotent":false,"more":[{"a":1e5}]}"#
        #expect(
            answer(200, body)
                == .accepted(
                    CancelOrderResponse(
                        hash: "0x1", clientOrderID: nil, status: .cancelling, isIdempotent: false)))
    }

    @Test(arguments: ["processing", "processed", "cancelling", "cancelled", "expired", "failed", "waiting"])
    func knowsTheDocumentedStatuses(_ text: String) {
        guard
            case .accepted(let response) = answer(
                200, #"{"hash":"0","status":"\#(text)","isIdempotent":true}"#)
        else { Issue.record("not accepted"); return }
        #expect(response.status.rawValue == text)
        #expect(response.status.isKnown)
    }

    @Test func keepsAnUnknownStatusReadable() {
        guard
            case .accepted(let response) = answer(
                201, #"{"hash":"0","status":"Paused \u001b","isIdempotent":true}"#)
        else { Issue.record("not accepted"); return }
        #expect(response.status.description == "Paused \\u{1B}")
        #expect(!response.status.isKnown)
    }

    // MARK: Errors of the exchange

    @Test(arguments: [
        #"{"resultInfo":{"code":104005,"message":"wrong"}}"#,
        #"{"resultInfo":{"code":104005,"msg":"wrong"}}"#,
        #"{"code":104005,"msg":"wrong"}"#, #"{"code":104005,"message":"wrong"}"#,
        #"{"resultInfo":{"code":"104005","message":"wrong"},"data":null}"#,
        #"{"code":"104005","msg":"wrong"}"#,
        #" {"code" : 104005.0 , "msg" : "wrong", "hash":"0x","status":"cancelled","isIdempotent":true}"#,
    ])
    func readsEveryErrorShape(_ body: String) {
        for status in [200, 400, 500] {
            #expect(
                answer(status, body)
                    == .rejected(ExchangeError(code: .wrongSignature, message: "wrong", httpStatus: status)))
        }
    }

    @Test(arguments: [
        (#"{"code":424242,"msg":"new"}"#, "424242", "new"), (#"{"code":"E_NEW"}"#, "E_NEW", ""),
        (#"{"resultInfo":{"code":-1,"message":null}}"#, "-1", ""),
        (#"{"code":123456789012345678901234567890}"#, "123456789012345678901234567890", ""),
        (#"{"resultInfo":{"code":1,"message":42}}"#, "1", "42"),
        (#"{"resultInfo":{"code":1,"message":{"a":1}}}"#, "1", ""),
    ])
    func keepsUnknownCodes(_ body: String, _ code: String, _ message: String) {
        #expect(
            answer(400, body)
                == .rejected(
                    ExchangeError(
                        code: ExchangeErrorCode(rawValue: code), message: message, httpStatus: 400)))
        #expect(ExchangeErrorCode(rawValue: code).meaning == nil)
    }

    // MARK: Neither

    @Test func readsNothingIntoOtherBodies() {
        #expect(answer(200, "") == unreadable(200, .empty, ""))
        #expect(
            answer(502, "<html>\r\nBad Gateway") == unreadable(502, .notJSON, "<html>\\u{D}\\u{A}Bad Gateway")
        )
        #expect(answer(200, #"{"hash":"#) == unreadable(200, .notJSON, #"{"hash":"#))
        #expect(answer(200, "null") == unreadable(200, .member("hash"), "null"))
        #expect(answer(200, "[]") == unreadable(200, .member("hash"), "[]"))
        #expect(answer(200, "{}") == unreadable(200, .member("hash"), "{}"))
        #expect(answer(500, acceptedBody) == unreadable(500, .statusContradictsBody, acceptedBody))
        #expect(answer(404, acceptedBody) == unreadable(404, .statusContradictsBody, acceptedBody))
        for (body, member) in [
            (#"{"hash":1,"status":"cancelled","isIdempotent":true}"#, "hash"),
            (#"{"hash":"","status":"cancelled","isIdempotent":true}"#, "hash"),
            (#"{"hash":"0","status":null,"isIdempotent":true}"#, "status"),
            (#"{"hash":"0","status":["cancelled"],"isIdempotent":true}"#, "status"),
            (#"{"hash":"0","status":"cancelled"}"#, "isIdempotent"),
            (#"{"hash":"0","status":"cancelled","isIdempotent":"TRUE"}"#, "isIdempotent"),
            (#"{"hash":"0","status":"cancelled","isIdempotent":1}"#, "isIdempotent"),
        ] {
            #expect(answer(200, body) == unreadable(200, .member(member), body))
        }
    }

    @Test func survivesInvalidUTF8AndDeepNesting() {
        let notUTF8 = Answer(status: 200, body: [0x7B, 0xFF, 0xFE, 0x7D], hiding: [])
        #expect(notUTF8 == unreadable(200, .notJSON, "{\u{FFFD}\u{FFFD}}"))

        let deep = String(repeating: "[", count: 100_000)
        guard case .unreadable(let answer) = answer(200, deep) else { Issue.record("read"); return }
        #expect(answer.excerpt == String(repeating: "[", count: 200) + "…")
        guard case .unreadable = self.answer(200, deep + String(repeating: "]", count: 100_000)) else {
            Issue.record("read")
            return
        }
    }

    @Test func boundsWhatItRepeats() {
        let long = String(repeating: "x", count: 100_000)
        guard case .rejected(let error) = answer(400, #"{"code":"\#(long)","msg":"\#(long)"}"#) else {
            Issue.record("not rejected")
            return
        }
        #expect(error.message == String(repeating: "x", count: 200) + "…")
        #expect(error.code.rawValue.count == 201)
    }
}
