// SPDX-License-Identifier: Apache-2.0
import Crypto
import EdDSA
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis
import TestSupport
import Testing

@testable import Reports

/// The pages of `sign`, `verify` and `demo` are complete and self-contained. Foreign text stays text.
@Suite struct SignaturePageTests {
    @Test func everyKindOfVerdictHasAPage() throws {
        let request = try Sample.request(["accountId": "10005", "clientOrderId": "Sample"])
        let unsorted =
            "DELETE&https%3A%2F%2Fapi3.loopring.io%2Fapi%2Fv3%2Forder&clientOrderId%3DSample%26accountId%3D10005"
        let otherText = try Sample.key.signature(
            for: Message(reducing: SHA256.hash(data: Array(unsorted.utf8)))
        ).hex
        let reduced = try Sample.key.signature(for: request).hex
        let unreduced = try Sample.key.unreducedSignatureLeakingKey(for: Message(request)).hex
        let digits = Array(reduced.dropFirst(2))
        let parts = (0..<3).map { "0x" + String(digits[64 * $0..<64 * $0 + 64]) }
        let separated = parts.joined(separator: ",")
        let altered = String(reduced.dropLast()) + (reduced.hasSuffix("7") ? "8" : "7")
        let pages: [(String, String, [String])] = [
            (
                "valid", Sample.page(reduced, of: request),
                [">Valid<", "There are no findings", "S·B = R + h·A"]
            ),
            (
                "finding", Sample.page(unreduced, of: request),
                [">Valid<", "Finding: unreducedS", "class=\"advice\""]
            ),
            (
                "profile", Sample.page(unreduced, of: request, profile: .strict),
                [">Invalid<", "under the strict profile", "the conditions of the profile"]
            ),
            (
                "text", Sample.page(otherText, of: request),
                [
                    ">Invalid<", "A mistake of the signer", "[REQUEST-8]", "what the signer signed",
                    "<mark>", "S·B ≠ R + h·A",
                ]
            ),
            (
                "layout", Sample.page(separated, of: request),
                [
                    "what the signer sent", "what the signer should have sent", "<mark>,0x</mark>",
                    "reading the signature",
                ]
            ),
            (
                "unexplained", Sample.page(altered, of: request),
                [">Invalid<", "No known mistake explains it", "guesses were tried"]
            ),
            (
                "owned", Sample.page(altered, of: request, by: .owned(by: Sample.key)),
                ["own signature", "S differs"]
            ),
            (
                "signature", Sample.page("0x12", of: request),
                ["0x and 192 hexadecimal digits", "192 digits: R.x, R.y, S"]
            ),
            (
                "key", Sample.page(reduced, of: request, by: .packed("12")),
                [">Invalid<", "reading the public key", "0x and 64 digits"]
            ),
        ]
        for (name, page, texts) in pages {
            for text in texts { #expect(page.contains(text), "\(name): \(text)") }
            #expect(HTMLPage.problems(in: page) == [], "\(name)")
            #expect(page.contains("SPEC.md 9.4"), "\(name)")
        }
    }

    @Test func aSignedRequestSaysWhatToSend() throws {
        let request = try Sample.request(["accountId": "10005", "clientOrderId": "a b"])
        for (isUnreduced, signature) in [
            (false, try Sample.key.signature(for: request)),
            (true, try Sample.key.unreducedSignatureLeakingKey(for: Message(request))),
        ] {
            let trace = Trace(request.canonical, publicKey: Sample.key.publicKey, signature: signature)
            let page = Page(signed: trace, signature, isUnreduced: isUnreduced).html(version: "1")
            #expect(page.contains("<code>\(Sample.url)?accountId=10005&amp;clientOrderId=a%20b</code>"))
            #expect(page.contains("<code>\(signature.hex)</code>"))
            #expect(page.contains("reveals three bits") == isUnreduced)
            #expect(HTMLPage.problems(in: page) == [])
        }
    }

    /// With markup and control characters in every field, the page has the same elements as with plain text.
    @Test(arguments: hostileTexts) func hostileTextStaysText(text: String) throws {
        for (number, (hostile, plain)) in zip(try Self.pages(with: text), try Self.plain.get()).enumerated() {
            #expect(HTMLPage.problems(in: hostile) == [], "page \(number)")
            #expect(HTMLPage.hiddenCharacters(in: hostile) == [], "page \(number)")
            // The explanation of a text that is not a signature depends on the text.
            guard number != 3 else { continue }
            let elements = [hostile, plain].map { page in
                HTMLPage.elements(of: page).filter { $0.name != "mark" }.map {
                    [$0.name[...]] + $0.attributes
                }
            }
            #expect(elements[0] == elements[1], "page \(number)")
        }
    }

    private static let plain = Result { try pages(with: "plain") }

    private static func pages(with foreign: String) throws -> [String] {
        let request = try Sample.request(["accountId": "10005", "clientOrderId": foreign, foreign: "x"])
        let post = try SignableRequest(
            method: "POST", baseURL: Sample.url, parameters: [], body: "{\"memo\":\"\(foreign)\"}")
        let signature = try Sample.key.signature(for: post)
        let blocks: [Model] = [
            ["answer": ["status": 200, "kind": Tone.good, "body": foreign] as Model],
            ["values": ["list": [(name: foreign, value: foreign)]] as Model],
            ["request": ["line": foreign] as Model],
        ]
        let demo = Page(title: foreign, chapters: [(foreign, blocks)])
        // No search finds an explanation of these signatures.
        func page(_ signature: String, of request: SignableRequest, by source: PublicKeySource? = nil)
            -> String
        {
            Sample.page(signature, of: request, by: source, searching: SearchEffort(maximumGuesses: 5))
        }
        return [
            page(signature.hex, of: request), page(foreign, of: request),
            page(signature.hex, of: post), page(foreign + signature.hex, of: post),
            page(signature.hex, of: request, by: .packed(foreign)),
            page(signature.hex, of: request, by: .coordinates(x: foreign, y: foreign)),
            Page(
                signed: Trace(post.canonical, publicKey: Sample.key.publicKey, signature: signature),
                signature,
                isUnreduced: false
            ).html(version: "1"),
            demo.html(version: foreign),
        ]
    }

    @Test func theDemonstrationHasAChapterForEachStep() throws {
        let request = try Sample.request(["accountId": "10005"])
        let trace = Trace(request.canonical, publicKey: Sample.key.publicKey, signature: nil)
        let sides: Model = ["list": [(name: "S·B", value: "1"), ("R + h·A", "2")]]
        let chapters: [(title: String, blocks: [Model])] = [
            ("1. First", [["paragraph": "A paragraph."], ["stages": TraceView(trace)]]),
            ("2. Second", [["inequality": sides], ["confirmed": "it holds"]]),
        ]
        let demo = Page(title: "A title", chapters: chapters)
        let page = demo.html(version: "1.2.3")
        for text in [
            "<p class=\"verdict good\">Proven</p>", "<h1>A title</h1>", "href=\"#chapter2\"",
            "loopsig 1.2.3.",
            "<p class=\"confirmed\">✓ it holds</p>", "S·B ≠ R + h·A", "SPEC.md 9.4",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(HTMLPage.problems(in: page) == [])
    }
}
