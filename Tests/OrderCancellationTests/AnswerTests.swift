// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import Testing

@testable import OrderCancellation

@Suite struct AnswerTests {
    private func answer(_ status: Int, _ body: String) -> CancelOrderAnswer {
        CancelOrderAnswer(
            status: status, body: Array(body.utf8), redaction: Redaction(hiding: exampleAPIKey))
    }

    private func unreadable(_ status: Int, _ reason: String, _ excerpt: String)
        -> CancelOrderAnswer
    {
        .failure(.unreadableAnswer(httpStatus: status, reason: reason, excerpt: excerpt))
    }

    // MARK: Success

    @Test(arguments: [("true", true), ("false", false), (#""true""#, true), (#""false""#, false)])
    func isIdempotentMayBeABooleanOrText(_ written: String, _ expected: Bool) {
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
    func optionalMembersMayBeMissing(_ extra: String) {
        let body = #"{\#(extra)"hash":"0x1","status":"cancelling","isIdempotent":false,"more":[{"a":1e5}]}"#
        #expect(
            answer(200, body)
                == .accepted(
                    CancelOrderResponse(
                        hash: "0x1", clientOrderID: nil, status: .cancelling, isIdempotent: false)))
    }

    @Test(arguments: ["processing", "processed", "cancelling", "cancelled", "expired", "failed", "waiting"])
    func theDocumentedStatusesAreKnown(_ text: String) {
        guard
            case .success(.accepted(let response)) = answer(
                200, #"{"hash":"0","status":"\#(text)","isIdempotent":true}"#)
        else { Issue.record("not accepted"); return }
        #expect(response.status.rawValue == text)
    }

    @Test func anUnknownStatusIsKeptAndReadable() {
        guard
            case .success(.accepted(let response)) = answer(
                201, #"{"hash":"0","status":"Paused \u001b","isIdempotent":true}"#)
        else { Issue.record("not accepted"); return }
        #expect(response.status.description == "Paused \\u{1B}")
        #expect(response.outcome == .unknown)
    }

    // MARK: Errors of the exchange

    @Test(arguments: [
        #"{"resultInfo":{"code":104005,"message":"wrong"}}"#,
        #"{"resultInfo":{"code":104005,"msg":"wrong"}}"#,
        #"{"code":104005,"msg":"wrong"}"#, #"{"code":104005,"message":"wrong"}"#,
        #"{"resultInfo":{"code":"104005","message":"wrong"},"data":null}"#,
        #"{"code":"104005","msg":"wrong"}"#,
        #" {"code" : 104005 , "msg" : "wrong", "hash":"0x","status":"cancelled","isIdempotent":true}"#,
        // An error in one place counts, whatever the other place says.
        #"{"resultInfo":{},"code":104005,"msg":"wrong","hash":"a","status":"cancelled","isIdempotent":false}"#,
        #"{"resultInfo":{"code":0},"code":104005,"message":"wrong"}"#,
        #"{"resultInfo":{"code":104005,"message":"wrong"},"code":0}"#,
        #"{"resultInfo":"ERROR","code":104005,"message":"wrong"}"#,
        #"{"resultInfo":null,"code":"104005","message":"wrong"}"#,
    ])
    func everyFormOfAnErrorIsRead(_ body: String) {
        for status in [200, 400, 500] {
            #expect(
                answer(status, body)
                    == .rejected(ExchangeError(.wrongSignature, "wrong", httpStatus: status)))
        }
    }

    @Test(arguments: [
        (#"{"code":424242,"msg":"new"}"#, "424242", "new"), (#"{"code":"E_NEW"}"#, "E_NEW", ""),
        (#"{"resultInfo":{"code":-1,"message":null}}"#, "-1", ""),
        (#"{"code":123456789012345678901234567890}"#, "123456789012345678901234567890", ""),
        (#"{"resultInfo":{"code":1,"message":42}}"#, "1", "42"),
        (#"{"resultInfo":{"code":1,"message":{"a":1}}}"#, "1", ""),
    ])
    func unknownCodesAreKept(_ body: String, _ code: String, _ message: String) {
        #expect(
            answer(400, body)
                == .rejected(
                    ExchangeError(
                        ExchangeErrorCode(rawValue: code), message, httpStatus: 400)))
        #expect(ExchangeErrorCode(rawValue: code).meaning == nil)
    }

    /// Validation errors have no code. The exchange was recorded sending them.
    @Test func aValidationErrorIsRead() {
        for status in [200, 400] {
            let error = ExchangeError(
                .validation, "exchange: Must satisfy 0x[0-9a-fA-F]{40}", httpStatus: status)
            #expect(answer(status, #"{"exchange":["Must satisfy 0x[0-9a-fA-F]{40}"]}"#) == .rejected(error))
        }
        #expect(
            answer(400, #"{"b":["two","three"],"a":["one"]}"#)
                == .rejected(
                    ExchangeError(.validation, "b: two; b: three; a: one", httpStatus: 400)))
        for body in [
            #"{"exchange":[]}"#, #"{"exchange":[1]}"#, #"{"exchange":["a"],"b":"c"}"#, #"{"a":"b"}"#,
        ] {
            #expect(answer(400, body) == unreadable(400, .member("hash"), body))
        }
    }

    @Test func theTableHasEachCodeOnceWithItsMeaning() {
        let codes = ExchangeErrorCode.table
        #expect(Set(codes).count == codes.count)
        #expect(ExchangeErrorCode.tryAgainLater.meaning == "Failed to cancel orders, please try again later")
        for (code, rawValue, meaning) in [
            (ExchangeErrorCode.emptyAPIKey, "104001", "Empty ApiKey"),
            (.invalidAPIKey, "104002", "Invalid ApiKey"),
            (.invalidAccountID, "104003", "Invalid Account ID"),
            (.noSignature, "104004", "No signature information provided"),
            (.wrongSignature, "104005", "Wrong signature information"),
            (.noOrdersToCancel, "102117", "No orders to cancel"),
            (.alreadyInCancel, "102122", "Order already in cancel"),
            (.orderDoesNotExist, "107003", "Order does not exist"),
        ] {
            #expect(code.rawValue == rawValue && code.meaning == meaning)
        }
    }

    @Test(arguments: [
        (100_001, "order in status CANCELLED can't be cancelled", true),
        (100_001, "in status CANCELLING", true),
        (100_001, "order in status PROCESSED can't be cancelled", false),
        (100_001, "invalid argument", false),
        (102_117, "", true), (102_122, "", true), (107_003, "", false),
        (104_005, "in status CANCELLED", false),
    ])
    func someErrorsSayThatNothingIsLeftToCancel(_ code: Int, _ message: String, _ expected: Bool) {
        let error = ExchangeError(
            ExchangeErrorCode(rawValue: "\(code)"), message, httpStatus: 400)
        #expect(error.saysAlreadyCancelledOrGone == expected)
    }

    /// A malformed error is not treated as "no error".
    @Test(arguments: [
        (#""resultInfo":{}"#, "resultInfo"), (#""resultInfo":"ERROR""#, "resultInfo"),
        (#""resultInfo":[{"code":104005}]"#, "resultInfo"), (#""resultInfo":{"code":null}"#, "resultInfo"),
        (#""resultInfo":{"code":0.0}"#, "resultInfo"), (#""resultInfo":{"code":""}"#, "resultInfo"),
        (#""resultInfo":{"code":[104005]}"#, "resultInfo"), (#""resultInfo":true"#, "resultInfo"),
        (#""code":null"#, "code"), (#""code":104005.0"#, "code"), (#""code":1e5"#, "code"),
        (#""code":-0"#, "code"), (#""code":"""#, "code"), (#""code":true"#, "code"),
        (#""code":{"code":104005}"#, "code"),
    ])
    func aMalformedErrorMakesTheAnswerUnreadable(_ error: String, _ member: String) {
        let members = #""hash":"0x1","status":"cancelled","isIdempotent":false"#
        for body in ["{\(error),\(members)}", "{\(members),\(error)}"] {
            #expect(answer(200, body) == unreadable(200, .member(member), body))
        }
    }

    // MARK: Meaning

    @Test func everyStatusHasAnOutcome() {
        func outcome(_ status: String) -> CancelOrderResult.Outcome {
            CancelOrderResponse(
                hash: "0x1", clientOrderID: nil, status: OrderStatus(rawValue: status), isIdempotent: false
            ).outcome
        }
        #expect(outcome("cancelled") == .cancelled)
        for status in ["cancelling", "processing", "waiting"] { #expect(outcome(status) == .pending) }
        for status in ["processed", "expired", "failed"] { #expect(outcome(status) == .notCancelled) }
        for status in ["FAILED", "Cancelled", "canceled", "rejected", "cancelled ", "ok"] {
            #expect(outcome(status) == .unknown)
        }
    }

    @Test func anAnswerAboutAnotherOrderIsRecognized() throws {
        let hash = try OrderHash(sampleHash)
        let other = try OrderHash("0x" + String(repeating: "1", count: 64))
        let (id, otherID) = (try ClientOrderID("\u{E9}"), try ClientOrderID("e\u{301}"))
        func found(_ target: CancelOrderRequest.Target, _ answered: String, _ id: String?)
            -> [String]
        {
            CancelOrderResponse(hash: answered, clientOrderID: id, status: .cancelled, isIdempotent: false)
                .discrepancies(from: CancelOrderRequest(accountID: AccountID(1), target: target))
        }
        // The third is the same hash in decimal, computed by Python's int().
        for answered in [
            sampleHash, "0x" + sampleHash.dropFirst(2).uppercased(),
            "2560965906229083413695830290588910398837982857620180157858468835911545717254",
        ] {
            #expect(found(.orderHash(hash), answered, "x").isEmpty)
            #expect(found(.both(hash, id), answered, id.text).isEmpty)
        }
        #expect(found(.orderHash(hash), other.hex, nil) == ["its hash is \(other), not \(hash)"])
        #expect(found(.orderHash(hash), "", nil) == ["its hash is , not \(hash)"])
        #expect(found(.clientOrderID(id), other.hex, id.text).isEmpty)
        #expect(found(.clientOrderID(id), other.hex, nil).isEmpty)
        // Swift's String calls these ids equal, but their bytes differ.
        #expect(
            found(.clientOrderID(id), other.hex, otherID.text).map { Array($0.utf8) }
                == [Array("its clientOrderId is \(otherID), not \(id)".utf8)])
        #expect(found(.both(hash, id), other.hex, otherID.text).count == 2)
        #expect(found(.everyOrderOfTheAccount, other.hex, "x").isEmpty)
    }

    /// An id in the answer is compared correctly although its unusual characters are stored in visible form.
    @Test(arguments: ["a\u{200D}b", "\u{202E}", String(repeating: "\u{E000}", count: 40), "\\u{200D}"])
    func anIDWithUnusualCharactersIsRecognized(_ text: String) throws {
        let body =
            #"{"hash":"0x1","clientOrderId":"\#(text.replacing("\\", with: "\\\\"))","status":"cancelled","isIdempotent":false}"#
        guard case .success(.accepted(let response)) = answer(200, body) else {
            Issue.record("not accepted"); return
        }
        func found(_ id: String) throws -> Int {
            response.discrepancies(
                from: CancelOrderRequest(
                    accountID: AccountID(1), target: .clientOrderID(try ClientOrderID(id)))
            ).count
        }
        #expect(try found(text) == 0)
        #expect(try found("x" + text.dropFirst()) == 1)
    }

    // MARK: Neither a response nor an error

    @Test func otherBodiesAreUnreadable() {
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

    @Test func invalidUTF8AndDeepNestingAreUnreadable() {
        let notUTF8 = CancelOrderAnswer(
            status: 200, body: [0x7B, 0xFF, 0xFE, 0x7D], redaction: Redaction(hiding: exampleAPIKey))
        #expect(notUTF8 == unreadable(200, .notJSON, "{\u{FFFD}\u{FFFD}}"))

        let deep = String(repeating: "[", count: 100_000)
        guard case .failure(.unreadableAnswer(_, _, let excerpt)) = answer(200, deep) else {
            Issue.record("read"); return
        }
        #expect(excerpt == String(repeating: "[", count: 200) + "…")
        guard
            case .failure(.unreadableAnswer) = self.answer(200, deep + String(repeating: "]", count: 100_000))
        else {
            Issue.record("read")
            return
        }
    }

    @Test func excerptsInErrorsAreBounded() {
        let long = String(repeating: "x", count: 100_000)
        guard case .failure(.rejected(let error)) = answer(400, #"{"code":"\#(long)","msg":"\#(long)"}"#)
        else {
            Issue.record("not rejected")
            return
        }
        #expect(error.message == String(repeating: "x", count: 200) + "…")
        #expect(error.code.rawValue.count == 201)
    }
}
