// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import RequestCanonicalization
import StrictJSON
import TestSupport
import Testing

@testable import OrderCancellation

/// The API key appears only in the headers that are sent. The private key appears nowhere.
@Suite struct RedactionTests {
    private let keyDigits = "1234"

    private func expectNoSecret(in text: String, _ what: String) {
        #expect(!text.contains(exampleAPIKey), "\(what)")
        #expect(!text.contains(PercentEncoding.encode(exampleAPIKey)), "\(what)")
        #expect(!text.contains(exampleKey.dropFirst(2)), "\(what)")
    }

    /// The mask hides the key and nothing else. (InterfaceTests print every type that can contain a key.)
    @Test func onlyTheSentHeadersHaveTheKey() throws {
        let client = LoopringClient(network: .mainnet, credentials: try exampleCredentials())
        let call = try client.prepare(exampleRequest())
        let headers = call.transportRequest.headers
        #expect(headers["X-API-KEY"] == exampleAPIKey)
        expectNoSecret(in: call.curlCommand, "curl")
        expectNoSecret(in: everyDescription(of: call.transportRequest), "TransportRequest")
        expectNoSecret(in: everyDescription(of: headers.fields), "Field")
        #expect(call.description.contains("X-API-KEY: [redacted]"))
        #expect(call.description.contains("X-API-SIG: \(call.signature)"))
        #expect("\(headers)".contains("X-API-SIG: \(call.signature)"))
    }

    @Test func anEchoedKeyIsMasked() async throws {
        let encoded = PercentEncoding.encode(exampleAPIKey)
        let padding = String(repeating: "p", count: 195)
        let bodies = [
            exampleAPIKey, "<html>\(exampleAPIKey)</html>", "\(exampleAPIKey)\(exampleAPIKey)",
            "<p>\(encoded)</p>",
            // The key crosses the end of the excerpt; a combining mark hides it from a comparison of
            // characters.
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
                clock: ManualClock())
            let error = try await failure(of: client, exampleRequest())
            let shown = everyDescription(of: try #require(error))
            expectNoSecret(in: shown, body)
            #expect(!shown.contains(exampleAPIKey.prefix(4)), "a part of the key is left: \(shown)")
        }
        let accepted = CancelOrderAnswer(
            status: 200, body: Array(bodies.last!.utf8), redaction: Redaction(hiding: exampleAPIKey))
        expectNoSecret(in: everyDescription(of: accepted), "response")
    }

    @Test func theKeyIsMaskedInNetworkFailures() async throws {
        let lost = TransportFailure(.connectionLost, detail: "while sending \(exampleAPIKey)\n")
        let client = LoopringClient(
            network: .mainnet, credentials: try exampleCredentials(), retryPolicy: .never,
            transport: ScriptedTransport([.failure(lost)]), clock: ManualClock())
        let error = try await failure(of: client, exampleRequest())
        #expect(
            error?.cause
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
        let redaction = Redaction(hiding: exampleAPIKey)
        func excerpt(_ text: String) -> String { redaction.excerpt(of: text) }
        #expect(
            excerpt("a\tb\u{202E}c\u{2028}d\u{7F}e\u{0}") == "a\\u{9}b\\u{202E}c\\u{2028}d\\u{7F}e\\u{0}")
        #expect(excerpt(String(repeating: "x", count: 200)) == String(repeating: "x", count: 200))
        #expect(excerpt(String(repeating: "\n", count: 1_000)).count <= 201)
        #expect(excerpt(String(repeating: "x", count: 1 << 20)).count == 201)
    }

    // MARK: Forms in which a server sends the key back

    private static let awkwardKey = "abc/Def+ghi&\"12=="

    /// How programs encode a text when they put it into an answer.
    private static let encodings: [(name: String, encode: @Sendable (String) -> String)] = [
        ("as it is", { $0 }), ("upper case", { $0.uppercased() }), ("lower case", { $0.lowercased() }),
        ("JSON with escaped slashes", { $0.replacing("\"", with: "\\\"").replacing("/", with: "\\/") }),
        ("JSON in \\u", { $0.utf16.map { "\\u" + hex($0, 4) }.joined() }),
        ("JSON in \\U", { $0.utf16.map { "\\u" + hex($0, 4).uppercased() }.joined() }),
        ("C in \\x", { $0.utf8.map { "\\x" + hex($0, 2) }.joined() }),
        (
            "HTML",
            {
                $0.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("/", with: "&sol;")
                    .replacing("+", with: "&plus;").replacing("=", with: "&equals;")
            }
        ),
        ("HTML, decimal", { $0.utf8.map { "&#\($0);" }.joined() }),
        ("HTML, hexadecimal", { $0.utf8.map { "&#x\(hex($0, 2));" }.joined() }),
        ("percent-encoded", PercentEncoding.encode),
        ("percent-encoded in lower case", { PercentEncoding.encode($0).lowercased() }),
        ("percent-encoded throughout", { $0.utf8.map { "%" + hex($0, 2) }.joined() }),
        ("with spaces for plus", { $0.replacing("+", with: " ") }),
        ("with line breaks", { $0.map(String.init).joined(separator: "\r\n") }),
        ("with zero bytes", { $0.map(String.init).joined(separator: "\0") }),
        ("base64", { Data($0.utf8).base64EncodedString() }),
        ("base 16", { $0.utf8.map { hex($0, 2) }.joined() }),
    ]

    private static func hex(_ value: some BinaryInteger, _ digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// If the server sends the key back in any of these forms, or in one form of another, no excerpt contains
    /// the beginning of the key.
    @Test(arguments: [exampleAPIKey, awkwardKey])
    func anEchoIsMaskedInEveryForm(_ key: String) {
        let redaction = Redaction(hiding: key)
        let start = String(key.prefix(3)).lowercased()
        for (i, inner) in Self.encodings.enumerated() {
            for (j, outer) in Self.encodings.enumerated()
            where inner.name == "as it is" || !outer.name.hasPrefix("base") {
                let echo = outer.encode(inner.encode(key))
                // The key is in a web page, in a JSON string, or across the end of the excerpt.
                let frames = [
                    ("<p>", "</p>"), ("{\"e\":\"", "\"}"), (String(repeating: "p", count: 195), ""),
                ]
                let frame = frames[(i + j) % frames.count]
                let shown = redaction.excerpt(of: frame.0 + echo + frame.1)
                let name: Comment = "\(outer.name) of \(inner.name): \(shown)"
                #expect(shown.contains(Redaction.mask.prefix(5)), name)
                #expect(!shown.contains(echo) && !shown.lowercased().contains(start), name)
            }
        }
    }

    /// A text that does not contain the key is shown, whatever escapes it has.
    @Test func textWithoutTheKeyIsShown() {
        let redaction = Redaction(hiding: exampleAPIKey)
        for text in [
            "<html>\n<h1>502 Bad Gateway</h1>", "100 %", "%2", "%zz", "\\", "\\u12", "&", "&amp",
            "&amp;&#0;&#x;",
            "&nosuchthing;", "a & b; c", "0123456789", "\\ud800", String(exampleAPIKey.dropLast(4)), "",
        ] {
            #expect(redaction.excerpt(of: text) == VisibleText.excerpt(text))
        }
        // A short key does not cause other texts to be masked.
        #expect(Redaction(hiding: "a/b").excerpt(of: "drab and absent") == "drab and absent")
        #expect(Redaction(hiding: "a/b").excerpt(of: "say A\\/B") == "[redacted]")
        #expect(Redaction(hiding: "a/b").excerpt(of: "say a/b") == "say [redacted]")
    }
}
