import RequestCanonicalization
import Testing

@testable import OrderCancellation

/// What is refused before anything is sent.
@Suite struct RequestValidationTests {
    @Test(arguments: ["0", "1", "10005", "4294967295"])
    func acceptsAccountIDs(_ text: String) throws {
        #expect(try AccountID(text).description == text)
    }

    @Test(arguments: [
        "", "-1", "+1", "01", "00", "4294967296", "1.0", "1e3", " 1", "1 ", "0x1", "\u{0661}", "abc", "1\0",
    ])
    func refusesAccountIDs(_ text: String) {
        #expect(throws: OrderCancellationError.accountIDInvalid(text)) { try AccountID(text) }
    }

    @Test func acceptsOrderHashesOfEitherCase() throws {
        #expect(try OrderHash(sampleHash).hex == sampleHash)
        #expect(try OrderHash("0x" + sampleHash.dropFirst(2).uppercased()).hex == sampleHash)
    }

    @Test(arguments: [
        "", "0x", "05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206",
        "0X05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206",
        "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee9020",
        "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee902060",
        "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee9020g",
        "0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee9020\u{FF16}",
        " 0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206",
    ])
    func refusesOrderHashes(_ text: String) {
        #expect(throws: OrderCancellationError.orderHashInvalid(text)) { try OrderHash(text) }
    }

    @Test func checksClientOrderIDs() throws {
        #expect(try ClientOrderID("202003180000 00001010").text == "202003180000 00001010")
        #expect(try ClientOrderID(String(repeating: "x", count: 120)).text.count == 120)
        let refused: [(String, ClientOrderID.Problem)] = [
            ("", .empty), ("a\nb", .controlCharacter), ("\0", .controlCharacter),
            ("\u{7F}", .controlCharacter),
            ("\u{85}", .controlCharacter), (String(repeating: "x", count: 121), .tooLong(bytes: 121)),
            (String(repeating: "\u{E9}", count: 61), .tooLong(bytes: 122)),
        ]
        for (text, problem) in refused {
            #expect(throws: OrderCancellationError.clientOrderIDInvalid(problem)) { try ClientOrderID(text) }
        }
        #expect(try ClientOrderID("\u{E9}") != ClientOrderID("e\u{301}"))
    }

    @Test func cancelsEverythingOnlyByName() throws {
        #expect(throws: OrderCancellationError.nothingToCancel) {
            try CancelOrderRequest(accountID: "1", orderHash: nil, clientOrderID: nil)
        }
        let everything = CancelOrderRequest(accountID: AccountID(1), target: .everyOrderOfTheAccount)
        #expect(everything.parameters == [Parameter("accountId", "1")])
        #expect(throws: OrderCancellationError.clientOrderIDInvalid(.empty)) {
            try CancelOrderRequest(accountID: "1", orderHash: sampleHash, clientOrderID: "")
        }
        #expect(
            try CancelOrderRequest(accountID: "1", orderHash: sampleHash, clientOrderID: "a").target
                == .both(OrderHash(sampleHash), ClientOrderID("a")))
    }

    @Test(arguments: ["", " ", "a b", "a\r\nX-Evil: 1", "\u{E9}", "a\0", "a\u{7F}"])
    func refusesAPIKeys(_ text: String) {
        #expect(throws: OrderCancellationError.apiKeyInvalid) { try APIKey(text) }
    }

    // MARK: Base URLs

    @Test(arguments: [
        "https://api3.loopring.io", "https://example.org:8443/prefix", "http://localhost:80",
        "http://LOCALHOST",
        "http://127.0.0.1:1", "http://127.255.255.254", "http://[::1]:8080",
    ])
    func acceptsBaseURLs(_ baseURL: String) throws {
        let url = try Network.custom(baseURL: baseURL).url(path: "/api/v3/order")
        #expect(url.text == baseURL + "/api/v3/order")
    }

    @Test(
        arguments: [
            ("https://api3.loopring.io/", .trailingSlash), ("https://h/a/../b", .dotSegment),
            ("https://h/.", .dotSegment),
            ("https://h/%2E%2e/x", .dotSegment), ("https://h/.%2e", .dotSegment),
            ("http://api3.loopring.io", .plainHTTP(host: "api3.loopring.io")),
            ("HTTP://10.0.0.1", .plainHTTP(host: "10.0.0.1")),
            ("http://127.0.0.1.evil.example", .plainHTTP(host: "127.0.0.1.evil.example")),
            ("http://127.0.0.256", .plainHTTP(host: "127.0.0.256")),
            ("http://127.1", .plainHTTP(host: "127.1")),
            ("http://0127.0.0.1", .plainHTTP(host: "0127.0.0.1")),
            ("http://127.0.0.01", .plainHTTP(host: "127.0.0.01")),
            ("http://0.0.0.0", .plainHTTP(host: "0.0.0.0")),
            ("http://localhost.evil.example", .plainHTTP(host: "localhost.evil.example")),
            ("http://[::2]", .plainHTTP(host: "[::2]")),
        ] as [(String, BaseURLProblem)])
    func refusesBaseURLs(_ baseURL: String, _ problem: BaseURLProblem) {
        #expect(throws: OrderCancellationError.baseURLInvalid(problem)) {
            try Network.custom(baseURL: baseURL).url(path: "/api/v3/order")
        }
    }

    @Test(arguments: [
        "", "api3.loopring.io", "ftp://h", "https://user:pw@h", "https://h?x=1", "https://h#f", "https://h h",
    ])
    func refusesWhatIsNoBaseURL(_ baseURL: String) {
        #expect {
            try Network.custom(baseURL: baseURL).url(path: "/api/v3/order")
        } throws: { error in
            if case .baseURLInvalid(.malformed(let why)) = error as? OrderCancellationError {
                !why.isEmpty
            } else {
                false
            }
        }
    }

    @Test func networksAreTheDocumentedOnes() {
        #expect(Network.mainnet.baseURL == "https://api3.loopring.io")
        #expect(Network.testnet.baseURL == "https://uat2.loopring.io")
    }
}
