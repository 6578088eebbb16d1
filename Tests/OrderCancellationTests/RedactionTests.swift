import EdDSA
import Foundation
import RequestCanonicalization
import Testing

@testable import OrderCancellation

/// The API key and the private key turn up nowhere but in the headers on the wire.
@Suite struct RedactionTests {
    private let keyDigits = "1234"

    private func expectNoSecret(in text: String, _ what: String) {
        #expect(!text.contains(exampleAPIKey), "\(what)")
        #expect(!text.contains(PercentEncoding.encode(exampleAPIKey)), "\(what)")
        #expect(!text.contains(exampleKey.dropFirst(2)), "\(what)")
    }

    @Test func valuesDoNotShowTheirSecrets() throws {
        let credentials = try exampleCredentials()
        let client = LoopringClient(network: .mainnet, credentials: credentials)
        let call = try client.prepare(exampleRequest())
        let values: [Any] = [
            try APIKey(exampleAPIKey), credentials, client, call, call.transportRequest, [call],
            ["k": credentials] as [String: Any],
            Optional(credentials) as Any,
        ]
        for value in values { expectNoSecret(in: everyDescription(of: value), "\(type(of: value))") }
        expectNoSecret(in: call.curlCommand, "curl")
        expectNoSecret(in: "\(call.maskedHeaders)", "headers")
        // The mask hides the key and nothing else.
        #expect(call.transportRequest.headers["X-API-KEY"] == exampleAPIKey)
        #expect(call.description.contains("X-API-KEY: [redacted]"))
        #expect(call.description.contains("X-API-SIG: \(call.signature)"))
    }

    @Test func anEchoedKeyIsMasked() async throws {
        let encoded = PercentEncoding.encode(exampleAPIKey)
        let padding = String(repeating: "p", count: 195)
        let bodies = [
            exampleAPIKey, "<html>\(exampleAPIKey)</html>", "\(exampleAPIKey)\(exampleAPIKey)",
            "<p>\(encoded)</p>",
            // Straddling the bound of the excerpt, and hidden from comparison by characters.
            padding + exampleAPIKey, exampleAPIKey + "\u{301}",
            #"{"resultInfo":{"code":104002,"message":"bad key \#(exampleAPIKey)"}}"#,
            #"{"code":"\#(exampleAPIKey)","msg":"\#(encoded)"}"#,
            #"{"hash":"\#(exampleAPIKey)","status":"\#(exampleAPIKey)","clientOrderId":"\#(exampleAPIKey)","isIdempotent":1}"#,
            #"{"hash":"\#(exampleAPIKey)","status":"\#(exampleAPIKey)","clientOrderId":"\#(exampleAPIKey)","isIdempotent":true}"#,
        ]
        for body in bodies {
            let transport = ScriptedTransport([.success(TransportResponse(400, body))])
            let client = LoopringClient(
                network: .mainnet, credentials: try exampleCredentials(), transport: transport,
                time: ManualTime())
            let error = try await failure(of: client, exampleRequest())
            let shown = everyDescription(of: try #require(error))
            expectNoSecret(in: shown, body)
            #expect(!shown.contains(exampleAPIKey.prefix(4)), "a part of the key is left: \(shown)")
        }
        let accepted = Answer(status: 200, body: Array(bodies.last!.utf8), hiding: [exampleAPIKey])
        expectNoSecret(in: everyDescription(of: accepted), "response")
    }

    @Test func aFailureOfTheNetworkIsSearchedToo() async throws {
        let lost = TransportFailure(.connectionLost, detail: "while sending \(exampleAPIKey)\n")
        let client = LoopringClient(
            network: .mainnet, credentials: try exampleCredentials(), retryPolicy: .never,
            transport: ScriptedTransport([.failure(lost)]), time: ManualTime())
        let error = try await failure(of: client, exampleRequest())
        #expect(
            error
                == .connectionFailed(
                    TransportFailure(.connectionLost, detail: "while sending [redacted]\\u{A}")))
    }

    @Test func theCurlLineIsQuotedAndNamesTheVariable() throws {
        let client = LoopringClient(
            network: .custom(baseURL: "http://localhost:1/o'brien"), credentials: try exampleCredentials())
        let call = try client.prepare(exampleRequest())
        #expect(
            call.curlCommand
                == "curl --globoff --request DELETE --header 'Accept: application/json' "
                + "--header \"X-API-KEY: $LOOPRING_API_KEY\" --header 'X-API-SIG: \(call.signature)' "
                + "'http://localhost:1/o'\\''brien/api/v3/order?accountId=10005&clientOrderId=Sample'")
    }

    @Test func excerptsAreOneBoundedLine() {
        #expect(
            Excerpt.of("a\tb\u{202E}c\u{2028}d\u{7F}e\u{0}") == "a\\u{9}b\\u{202E}c\\u{2028}d\\u{7F}e\\u{0}")
        #expect(Excerpt.of(String(repeating: "x", count: 200)) == String(repeating: "x", count: 200))
        #expect(Excerpt.of(String(repeating: "\n", count: 1_000)).count <= 201)
    }
}
