// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization
import Testing

@testable import OrderCancellation

/// Requests, API keys and base URLs that the client refuses before it sends anything.
@Suite struct RequestValidationTests {
    @Test func everythingIsCancelledOnlyExplicitly() throws {
        #expect(throws: CallError(.nothingToCancel)) {
            try CancelOrderRequest(accountID: "1", orderHash: nil, clientOrderID: nil)
        }
        let everything = CancelOrderRequest(accountID: AccountID(1), target: .everyOrderOfTheAccount)
        #expect(everything.parameters == [Parameter("accountId", "1")])
        #expect(throws: CallError(.identifierInvalid(.clientOrderIDInvalid(problem: "empty")))) {
            try CancelOrderRequest(accountID: "1", orderHash: sampleHash, clientOrderID: "")
        }
        #expect(
            try CancelOrderRequest(accountID: "1", orderHash: sampleHash, clientOrderID: "a").target
                == .both(OrderHash(sampleHash), ClientOrderID("a")))
    }

    @Test(arguments: ["", " ", "a b", "a\r\nX-Evil: 1", "\u{E9}", "a\0", "a\u{7F}"])
    func anAPIKeyIsPrintableASCII(_ text: String) {
        #expect(throws: CallError(.apiKeyInvalid)) { try APIKey(text) }
    }

    // MARK: Base URLs

    @Test(arguments: [
        "https://api3.loopring.io", "https://example.org:8443/prefix", "http://localhost:80",
        "http://LOCALHOST",
        "http://127.0.0.1:1", "http://127.255.255.254", "http://[::1]:8080",
    ])
    func httpsAndLoopbackBaseURLsAreAccepted(_ baseURL: String) throws {
        let url = try LoopringNetwork.custom(baseURL: baseURL).url(path: "/api/v3/order")
        #expect(url.text == baseURL + "/api/v3/order")
    }

    private static let dotSegment = "its path has a . or .. segment; write the path without it"

    @Test(arguments: [
        ("https://api3.loopring.io/", "it ends in /; remove the /"), ("https://h/a/../b", dotSegment),
        ("https://h/.", dotSegment), ("https://h/%2E%2e/x", dotSegment), ("https://h/.%2e", dotSegment),
    ])
    func unsafePathsAreRefused(_ baseURL: String, _ problem: String) {
        #expect(throws: CallError(.baseURLInvalid(problem))) {
            try LoopringNetwork.custom(baseURL: baseURL).url(path: "/api/v3/order")
        }
    }

    @Test(arguments: [
        "http://api3.loopring.io", "HTTP://10.0.0.1", "http://127.0.0.1.evil.example", "http://127.0.0.256",
        "http://127.1", "http://0127.0.0.1", "http://127.0.0.01", "http://0.0.0.0",
        "http://localhost.evil.example", "http://[::2]",
    ])
    func plainHTTPToAnotherHostIsRefused(_ baseURL: String) {
        let host = baseURL.dropFirst("http://".count)
        let problem = "http:// would send the API key to \(host) unencrypted; use https://"
        #expect(throws: CallError(.baseURLInvalid(problem))) {
            try LoopringNetwork.custom(baseURL: baseURL).url(path: "/api/v3/order")
        }
    }

    @Test(arguments: [
        "", "api3.loopring.io", "ftp://h", "https://user:pw@h", "https://h?x=1", "https://h#f", "https://h h",
    ])
    func malformedBaseURLsAreRefused(_ baseURL: String) {
        #expect {
            try LoopringNetwork.custom(baseURL: baseURL).url(path: "/api/v3/order")
        } throws: { error in
            if case .baseURLInvalid(let why) = (error as? CallError)?.cause { !why.isEmpty } else { false }
        }
    }

    @Test func theNetworksAreTheDocumentedOnes() {
        #expect(LoopringNetwork.mainnet.baseURL == "https://api3.loopring.io")
        #expect(LoopringNetwork.testnet.baseURL == "https://uat2.loopring.io")
        #expect(Set(LoopringNetwork.all.map(\.name)).count == LoopringNetwork.all.count)
        #expect(Set(LoopringNetwork.all.map(\.chainID)) == [1, 167_000, 8_453, 11_155_111, 167_009, 84_532])
        for network in LoopringNetwork.all {
            #expect(network.closingNotice?.contains(network.closedOn ?? "?") == true)
            #expect((try? network.url(path: LoopringClient.orderPath)) != nil)
        }
        #expect(LoopringNetwork.custom(baseURL: "https://api3.loopring.io").closingNotice == nil)
    }
}
