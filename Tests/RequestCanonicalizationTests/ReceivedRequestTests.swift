// SPDX-License-Identifier: Apache-2.0
import RequestCanonicalization
import TestSupport
import Testing

/// Requests that a server received, and the text that their signatures must cover.
@Suite struct ReceivedRequestTests {
    private static let baseURL = "https://api3.loopring.io"

    private func received(
        _ target: String, method: String = "DELETE", body: String = ""
    ) throws -> SignableRequest {
        try SignableRequest(method: method, baseURL: Self.baseURL, target: target, body: Array(body.utf8))
    }

    @Test func theTargetIsPathAndQuery() throws {
        let request = try received("/api/v3/order?clientOrderId=a%20b%2Bc&accountId=10005")
        #expect(
            try request
                == SignableRequest(
                    method: "DELETE", baseURL: Self.baseURL, path: "/api/v3/order",
                    parameters: [Parameter("clientOrderId", "a b+c"), Parameter("accountId", "10005")]))
        #expect(request.canonical.query == "accountId=10005&clientOrderId=a%20b%2Bc")
        #expect(try received("/api/v3/order").parameters.isEmpty)
        #expect(try received("/api/v3/order?").parameters.isEmpty)
        // Only the first "?" separates path and query, even if a combining mark follows it.
        #expect(try received("/p?a=b?c").parameters == [Parameter("a", "b?c")])
        #expect(throws: RequestCanonicalizationError.urlInvalid(.queryMalformed)) {
            try received("/p?\u{301}a=1")
        }
    }

    @Test func theSentRequestIsReceivedUnchanged() throws {
        var generator = SeededGenerator(seed: 20_251_130)
        for _ in 0..<200 {
            var keys = Set<[UInt8]>()
            var parameters: [Parameter] = []
            for _ in 0..<Int.random(in: 0...5, using: &generator) {
                let key = randomText(using: &generator, minimum: 1)
                guard keys.insert(Array(key.utf8)).inserted else { continue }
                parameters.append(Parameter(key, randomText(using: &generator, minimum: 0)))
            }
            let sent = try SignableRequest(
                method: "GET", baseURL: Self.baseURL, path: "/p%20q", parameters: parameters
            ).canonical
            let received = try received(sent.target, method: "GET").canonical
            #expect(received.signatureBase == sent.signatureBase)
            #expect(received.sha256 == sent.sha256)
        }
        #expect(try SignableRequest(method: "GET", baseURL: "https://h").canonical.target == "/")
        #expect(
            try SignableRequest(method: "POST", baseURL: "https://h/p", body: "x").canonical.target == "/p")
    }

    @Test(arguments: [
        ("a=1", [Parameter("a", "1")]), ("a", [Parameter("a", "")]), ("a=", [Parameter("a", "")]),
        ("a==", [Parameter("a", "=")]), ("a=b=c", [Parameter("a", "b=c")]),
        ("a=1+2", [Parameter("a", "1+2")]), ("a=1%2B2", [Parameter("a", "1+2")]),
        ("%61=%C3%A9", [Parameter("a", "\u{E9}")]), ("a=%2525", [Parameter("a", "%25")]),
        ("", []), ("&", [Parameter("", ""), Parameter("", "")]),
        ("a=1&&b=2", [Parameter("a", "1"), Parameter("", ""), Parameter("b", "2")]),
    ])
    func queriesAreDecodedOnce(query: String, parameters: [Parameter]) throws {
        #expect(try Parameter.parameters(ofQuery: query) == parameters)
    }

    @Test(arguments: [
        "a=%", "a=%4", "a=%zz", "a=%FF", "a=%C3", "a=%ED%A0%80", "a=1#b", "#", "a= ", "a=\u{E9}", "a=\n", "%",
        "a=\u{301}", "a=%\u{FF11}1",
    ])
    func malformedQueriesAreRefused(query: String) {
        #expect(throws: RequestCanonicalizationError.urlInvalid(.queryMalformed)) {
            try Parameter.parameters(ofQuery: query)
        }
    }

    @Test func aRequestWithAPairWithoutAKeyIsRefused() {
        for target in ["/p?&a=1", "/p?a=1&", "/p?=1", "/p?&"] {
            #expect(throws: RequestCanonicalizationError.parameterInvalid(.emptyKey)) { try received(target) }
        }
        #expect(throws: RequestCanonicalizationError.parameterInvalid(.repeatedKey("a"))) {
            try received("/p?a=1&%61=2")
        }
    }

    @Test(arguments: ["", "*", "p", "https://h/p"])
    func aTargetThatIsNotAPathIsRefused(target: String) throws {
        // An empty path may be signed.
        if target.isEmpty {
            #expect(try received(target).url.text == Self.baseURL)
        } else {
            #expect(throws: RequestCanonicalizationError.urlInvalid(.pathNotAbsolute)) {
                try received(target)
            }
        }
    }

    @Test func aPathIsCheckedLikeThatOfAWholeURL() {
        for (target, problem) in [
            ("/p#x", RequestCanonicalizationError.URLProblem.fragment), ("/[", .character("[")),
            ("/%4", .percentEncodingMalformed), ("/ ", .character(" ")), ("/\u{E9}", .character("\u{E9}")),
        ] {
            #expect(throws: RequestCanonicalizationError.urlInvalid(problem)) { try received(target) }
        }
    }

    // MARK: Bodies

    @Test func anEmptyBodyIsNoBody() throws {
        for method in ["GET", "DELETE"] {
            #expect(try received("/p", method: method).body == nil)
            #expect(throws: RequestCanonicalizationError.parameterInvalid(.bodyNotSigned(method: method))) {
                try received("/p", method: method, body: " ")
            }
        }
        #expect(try received("/p", method: "POST").body == [])
        #expect(try received("/p", method: "PUT", body: "{}").bodyText == "{}")
        #expect(throws: RequestCanonicalizationError.parameterInvalid(.parametersNotSigned(method: "POST"))) {
            try received("/p?a=1", method: "POST", body: "{}")
        }
    }

    @Test func bytesThatAreNotUTF8AreRefused() throws {
        let url = try RequestURL("https://h/p")
        for bytes in [
            [0x61, 0xFF, 0x62], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
        ] as [[UInt8]] {
            #expect(throws: RequestCanonicalizationError.parameterInvalid(.bodyNotUTF8)) {
                try SignableRequest(method: "POST", baseURL: Self.baseURL, target: "/p", body: bytes)
            }
            #expect(throws: RequestCanonicalizationError.parameterInvalid(.bodyNotUTF8)) {
                try SignableRequest(method: .put, url: url, body: bytes)
            }
        }
        // The repaired text of these bytes is another body, which is valid if it is sent as such.
        let repaired = try received("/p", method: "POST", body: "a\u{FFFD}b")
        #expect(repaired.body == [0x61, 0xEF, 0xBF, 0xBD, 0x62])
    }

    @Test func textAndBytesAreTheSameBody() throws {
        let url = try RequestURL("https://h/p")
        for text in ["", "{}", "\u{E9}", "e\u{301}", "\0", "\u{1F600}\r\n"] {
            let ofText = try SignableRequest(method: "POST", baseURL: url.text, body: text)
            #expect(try ofText == SignableRequest(method: .post, url: url, body: Array(text.utf8)))
            #expect(ofText.body == Array(text.utf8))
            #expect(ofText.canonical.parameterString.utf8.elementsEqual(text.utf8))
        }
    }

    @Test func theOrderOfParametersIsThatOfTheirKeysBytes() {
        let keys = ["", "A", "B", "Z", "a", "aa", "b", "e\u{301}", "\u{E9}", "\u{FFFF}", "\u{10000}"]
        for (i, a) in keys.enumerated() {
            for (j, b) in keys.enumerated() {
                #expect(Parameter.precedes(Parameter(a, "2"), Parameter(b, "1")) == (i < j), "\(i) \(j)")
            }
        }
    }

    @Test func headerNamesAreThoseOfTheExchange() {
        #expect(SignatureHeader.apiKey == "X-API-KEY")
        #expect(SignatureHeader.signature == "X-API-SIG")
    }
}
