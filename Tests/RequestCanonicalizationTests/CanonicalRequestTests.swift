// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import TestSupport
import Testing

@testable import RequestCanonicalization

@Suite struct CanonicalRequestTests {
    @Test func reproducesPublishedAnswers() throws {
        let answers = try KnownAnswers.load().requestSign
        #expect(answers.count == 4)
        for known in answers {
            let request = try SignableRequest(
                method: known.method, baseURL: known.baseURL, path: known.path, parameters: known.parameters)
            #expect(request.canonical.signatureBase == known.signatureBase)
            #expect(request.canonical.sha256Hex == known.sha256)

            let reversed = try SignableRequest(
                method: known.method, baseURL: known.baseURL + known.path,
                parameters: known.parameters.reversed()
            )
            #expect(reversed.canonical.signatureBase == known.signatureBase)
            #expect(Array(reversed.canonical.sha256) == Array(request.canonical.sha256))
        }
    }

    /// Expected values: python3, urllib.parse.quote(safe="-._~") and hashlib.sha256.
    @Test func agreesWithPython() throws {
        let noParameters = try SignableRequest(
            method: "GET", baseURL: "https://api3.loopring.io/api/v3/apiKey"
        )
        .canonical
        #expect(noParameters.parameterString == "")
        #expect(noParameters.signatureBase == "GET&https%3A%2F%2Fapi3.loopring.io%2Fapi%2Fv3%2FapiKey&")
        #expect(
            noParameters.sha256Hex == "0x9b3a35a650a20ccc10ddc41adb182bb350ed8b91370d57577f7da0bbb2b87a23")

        let everyClass = try SignableRequest(
            method: "GET", baseURL: "HTTPS://Api3.Loopring.io:443/api/v3/order/",
            parameters: [
                Parameter("b", "2"), Parameter("a", "1"), Parameter("B", "3"), Parameter("\u{E9}", "4"),
                Parameter("e\u{301}", "5"), Parameter("~", "-._~"), Parameter("a b", "c+d&e=f%20/?#*'()!,"),
            ]
        ).canonical
        #expect(
            everyClass.parameterString
                == "B=3&a=1&a%20b=c%2Bd%26e%3Df%2520%2F%3F%23%2A%27%28%29%21%2C&b=2&e%CC%81=5&~=-._~&%C3%A9=4"
        )
        #expect(
            everyClass.signatureBase
                == "GET&HTTPS%3A%2F%2FApi3.Loopring.io%3A443%2Fapi%2Fv3%2Forder%2F&B%3D3%26a%3D1%26a%2520b"
                + "%3Dc%252Bd%2526e%253Df%252520%252F%253F%2523%252A%2527%2528%2529%2521%252C%26b%3D2%26e%25CC"
                + "%2581%3D5%26~%3D-._~%26%25C3%25A9%3D4")
        #expect(everyClass.sha256Hex == "0x6268ede2664b371c661c517ba1bc47517708dc8e9a4324075a54b73a585fdb51")

        let escapes = try SignableRequest(
            method: "DELETE", baseURL: "http://[::1]:8080", path: "/x%2Fy",
            parameters: [Parameter("k", ""), Parameter("\0", "\u{1F600}\r\n\u{7F}")]
        ).canonical
        #expect(escapes.parameterString == "%00=%F0%9F%98%80%0D%0A%7F&k=")
        #expect(escapes.sha256Hex == "0x6185a6f0f836ba378e6e2e588700d7d9b909b1cf01260cfd85143f078a212a44")

        let post = try SignableRequest(
            method: "POST", baseURL: "https://uat2.loopring.io/api/v3/order",
            body: "{\"clientOrderId\":\"Zo\u{EB} 1+1\",\"volume\":\"9756234000000000000\"}\n"
        ).canonical
        #expect(
            post.signatureBase
                == "POST&https%3A%2F%2Fuat2.loopring.io%2Fapi%2Fv3%2Forder&%7B%22clientOrderId%22%3A%22Zo%C3%AB"
                + "%201%2B1%22%2C%22volume%22%3A%229756234000000000000%22%7D%0A")
        #expect(post.sha256Hex == "0xe990ae4f83adb9e69c1880ec3f765780b2d81cc74c5d434f7963d2cb46195560")

        let put = try SignableRequest(method: "PUT", baseURL: "https://uat2.loopring.io").canonical
        #expect(put.signatureBase == "PUT&https%3A%2F%2Fuat2.loopring.io&")
        #expect(put.sha256Hex == "0xdfd27385bd95720f01068b9ff663c674814bfefa4b2aa8a9cb17dbbeea8966e7")
    }

    @Test func sendsTheQueryThatItSigns() throws {
        let request = try SignableRequest(
            method: "DELETE", baseURL: "https://api3.loopring.io/api/v3/order",
            parameters: [
                Parameter("clientOrderId", "202003180000 00001010+"), Parameter("accountId", "10005"),
            ])
        let canonical = request.canonical
        #expect(canonical.query == canonical.parameterString)
        #expect(
            canonical.urlToSend
                == "https://api3.loopring.io/api/v3/order?accountId=10005&clientOrderId=202003180000%2000001010%2B"
        )

        let post = try SignableRequest(
            method: "POST", baseURL: "https://api3.loopring.io/api/v3/order", body: "{}")
        #expect(post.canonical.query == "")
        #expect(post.canonical.urlToSend == "https://api3.loopring.io/api/v3/order")
    }

    @Test func signsTheURLAsGiven() throws {
        for url in [
            "https://api3.loopring.io/api/v3/order/", "https://API3.loopring.io/api/v3/order",
            "https://api3.loopring.io:443/api/v3/order", "https://api3.loopring.io//api/v3/order",
            "https://api3.loopring.io/api/../v3/order",
        ] {
            let request = try SignableRequest(method: "GET", baseURL: url)
            #expect(request.canonical.signatureBase == "GET&" + reference(url) + "&")
        }
        let split = try SignableRequest(method: "GET", baseURL: "https://api3.loopring.io/", path: "/api")
        #expect(split.url.text == "https://api3.loopring.io//api")
    }

    /// Any order of the parameters gives the same base, and Foundation's encoder and sort the same string.
    @Test func agreesWithFoundationOnRandomParameters() throws {
        var random = SeededGenerator(seed: 20_251_122)
        for _ in 0..<200 {
            var pairs: [String: String] = [:]
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                pairs[randomText(using: &random, minimum: 1)] = randomText(using: &random, minimum: 0)
            }
            let parameters = pairs.map { Parameter($0.key, $0.value) }
            let expected =
                parameters
                .sorted { Data($0.key.utf8).lexicographicallyPrecedes(Data($1.key.utf8)) }
                .map { reference($0.key) + "=" + reference($0.value) }.joined(separator: "&")
            for _ in 0..<3 {
                let request = try SignableRequest(
                    method: "GET", baseURL: "https://h/p", parameters: parameters.shuffled(using: &random))
                #expect(request.canonical.parameterString == expected)
                #expect(
                    request.canonical.signatureBase == "GET&" + reference("https://h/p") + "&"
                        + reference(expected))
            }
        }
    }

    @Test func differentRequestsAreDifferent() throws {
        func base(_ parameters: [Parameter], method: String = "GET") throws -> SignableRequest {
            try SignableRequest(method: method, baseURL: "https://h/p", parameters: parameters)
        }
        // Canonically equivalent text, different bytes.
        #expect(try base([Parameter("\u{E9}", "1")]) != base([Parameter("e\u{301}", "1")]))
        #expect(try base([Parameter("a", "\u{E9}")]) != base([Parameter("a", "e\u{301}")]))
        // Requests that a single percent-encoding would not distinguish.
        #expect(
            try base([Parameter("a", "1&b=2")]).canonical.signatureBase
                != base([Parameter("a", "1"), Parameter("b", "2")]).canonical.signatureBase)
        #expect(
            try base([Parameter("a", "%20")]).canonical.signatureBase
                != base([Parameter("a", " ")]).canonical.signatureBase)
        #expect(try base([], method: "DELETE").canonical.sha256 != base([]).canonical.sha256)
        // Every part matters: the method, the URL, each parameter and their order, the body.
        #expect(try base([], method: "DELETE") != base([]))
        #expect(try base([]) == base([]))
        #expect(try SignableRequest(method: "GET", baseURL: "https://h/P") != base([]))
        let (a, b) = (Parameter("a", "1"), Parameter("b", "2"))
        #expect(try base([a, b]) != base([b, a]))
        #expect(try base([a]) != base([a, b]))
        #expect(
            try SignableRequest(method: "POST", baseURL: "https://h/p", body: "x")
                != SignableRequest(method: "PUT", baseURL: "https://h/p", body: "x"))
        let body = try SignableRequest(method: "POST", baseURL: "https://h/p", body: "\u{E9}")
        #expect(try SignableRequest(method: "POST", baseURL: "https://h/p", body: "e\u{301}") != body)
    }

    @Test(arguments: ["", "get", "Delete", "PATCH", "HEAD", "OPTIONS", "GET ", "DELETE\0"])
    func refusesMethods(_ method: String) {
        #expect(throws: RequestCanonicalizationError.methodUnsupported(method)) {
            try SignableRequest(method: method, baseURL: "https://api3.loopring.io/")
        }
    }

    @Test func refusesPartsThatTheMethodDoesNotSign() {
        for method in ["GET", "DELETE"] {
            for body in ["", "{}"] {
                #expect(throws: RequestCanonicalizationError.parameterInvalid(.bodyNotSigned(method: method)))
                {
                    try SignableRequest(method: method, baseURL: "https://h", body: body)
                }
            }
        }
        for method in ["POST", "PUT"] {
            #expect(
                throws: RequestCanonicalizationError.parameterInvalid(.parametersNotSigned(method: method))
            ) {
                try SignableRequest(
                    method: method, baseURL: "https://h", parameters: [Parameter("a", "1")], body: "{}")
            }
        }
    }

    @Test func refusesKeysWithoutAnOrder() throws {
        #expect(throws: RequestCanonicalizationError.parameterInvalid(.emptyKey)) {
            try SignableRequest(method: "GET", baseURL: "https://h", parameters: [Parameter("", "1")])
        }
        #expect(throws: RequestCanonicalizationError.parameterInvalid(.repeatedKey("a"))) {
            try SignableRequest(
                method: "GET", baseURL: "https://h", parameters: ["a", "b", "a"].map { Parameter($0, "1") })
        }
        for count in [2, 9, 64, 1_000] {
            let keys = (1..<count).map { "key\($0)" }
            for repeated in [keys[0], keys[keys.count - 1]] {
                #expect(throws: RequestCanonicalizationError.parameterInvalid(.repeatedKey(repeated))) {
                    try SignableRequest(
                        method: "DELETE", baseURL: "https://h",
                        parameters: (keys + [repeated]).map { Parameter($0, "") })
                }
            }
            _ = try SignableRequest(
                method: "DELETE", baseURL: "https://h", parameters: keys.map { Parameter($0, "1") })
        }
        // Keys that differ in case, or only in their bytes, are different keys.
        _ = try SignableRequest(
            method: "GET", baseURL: "https://h",
            parameters: ["a", "A", "\u{E9}", "e\u{301}"].map { Parameter($0, "1") })
    }
}

/// Foundation's percent-encoding, for comparison.
private func reference(_ text: String) -> String {
    let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
}
