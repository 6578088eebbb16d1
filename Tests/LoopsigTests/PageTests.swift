import Crypto
import EdDSA
import StrictJSON
import Foundation
import OrderCancellation
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis
import TestSupport
import Testing

@testable import loopsig

/// The pages of `--report`: complete, self-contained, and text of others stays text on them.
@Suite struct PageTests {
    private let key = try! PrivateKey(hex: exampleKey)
    private let url = "https://api3.loopring.io/api/v3/order"

    private func request(_ parameters: KeyValuePairs<String, String>) throws -> SignableRequest {
        try SignableRequest(method: "DELETE", url: url, parameters: parameters.map { Parameter($0, $1) })
    }

    private func page(
        _ signature: String, of request: SignableRequest, by source: PublicKeySource? = nil,
        profile: VerificationProfile = .relayer, searching effort: SearchEffort = .thorough
    ) -> String {
        let verdict = SignatureVerdict(
            on: signature, of: request, by: source ?? .decoded(key.publicKey), profile: profile,
            searching: effort)
        return SignaturePage.judged(verdict, signature: signature).markup
    }

    // MARK: Verdicts

    @Test func everyClassOfVerdictHasItsPage() throws {
        let request = try request(["accountId": "10005", "clientOrderId": "Sample"])
        let unsorted =
            "DELETE&https%3A%2F%2Fapi3.loopring.io%2Fapi%2Fv3%2Forder&clientOrderId%3DSample%26accountId%3D10005"
        let otherText = try key.signature(for: Message(reducing: SHA256.hash(data: Array(unsorted.utf8)))).hex
        let digits = Array(reducedSignature.dropFirst(2))
        let parts = (0..<3).map { "0x" + String(digits[64 * $0..<64 * $0 + 64]) }
        let separated = parts.joined(separator: ",")
        let altered = String(reducedSignature.dropLast()) + "7"
        let pages: [(String, String, [String])] = [
            (
                "valid", page(reducedSignature, of: request),
                [">Valid<", "Nothing else was found", "S·B = R + h·A"]
            ),
            (
                "finding", page(unreducedSignature, of: request),
                [">Valid<", "Finding: unreducedS", "What to do"]
            ),
            (
                "profile", page(unreducedSignature, of: request, profile: .strict),
                [">Invalid<", "under the strict profile", "the conditions of the profile"]
            ),
            (
                "text", page(otherText, of: request),
                [
                    ">Invalid<", "A mistake of the signer", "[REQUEST-8]", "what the signer signed",
                    "<mark>", "S·B ≠ R + h·A",
                ]
            ),
            (
                "layout", page(separated, of: request),
                [
                    "what the signer sent", "what it should have sent", "<mark>,0x</mark>",
                    "reading the signature",
                ]
            ),
            (
                "unexplained", page(altered, of: request),
                [">Invalid<", "No known mistake explains it", "guesses were tried"]
            ),
            (
                "owned", page(altered, of: request, by: .owned(by: key)),
                ["own signature", "S is another one"]
            ),
            (
                "signature", page("0x12", of: request),
                ["0x and 192 hexadecimal digits", "192 digits: R.x, R.y, S"]
            ),
            (
                "key", page(reducedSignature, of: request, by: .packed("12")),
                [">Invalid<", "reading the public key", "0x and 64 digits"]
            ),
        ]
        for (name, page, texts) in pages {
            for text in texts { #expect(page.contains(text), "\(name): \(text)") }
            Page.expectSelfContained(page, name)
            #expect(page.contains("SPEC.md 9.4"), "\(name)")
        }
    }

    @Test func aSignedRequestSaysWhatToSend() throws {
        let request = try request(["accountId": "10005", "clientOrderId": "a b"])
        for (form, signature) in [
            (SignCommand.Form.reduced, try key.signature(for: request)),
            (.unreduced, try key.unreducedSignatureLeakingKey(for: Message(request))),
        ] {
            let trace = Trace(request.canonical, publicKey: key.publicKey, signature: signature)
            let page = SignaturePage.signed(trace, signature, form: form).markup
            #expect(page.contains("<code>\(url)?accountId=10005&amp;clientOrderId=a%20b</code>"))
            #expect(page.contains("<code>\(signature.hex)</code>"))
            #expect(page.contains("gives away three bits") == (form == .unreduced))
            Page.expectSelfContained(page, form.rawValue)
        }
    }

    // MARK: Text of others

    /// Markup and control characters in every field: the page has the same elements as with plain text there.
    @Test(arguments: [
        "</code><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onmouseover=\"x", "' x='",
        "&lt;b&gt;",
        "--><style>*{display:none}</style>", "\u{202E}evil\u{1B}[2J\u{7}", "]]>", "<!--", "&#60;i&#62;",
        "\u{0}\u{9B}",
    ])
    func hostileTextStaysText(text: String) throws {
        func pages(_ foreign: String) throws -> [String] {
            let request = try request(["accountId": "10005", "clientOrderId": foreign, foreign: "x"])
            let post = try SignableRequest(
                method: "POST", url: url, parameters: [], body: "{\"memo\":\"\(foreign)\"}")
            let signature = try key.signature(for: post)
            let narrator = Narrator(terminal: Terminal(isColoured: false))
            try narrator.step(1, "An answer")
            try narrator.response(
                TransportResponse(status: 200, headers: [:], body: Array(foreign.utf8)))
            // Nothing explains these, however long one searches.
            func page(_ signature: String, of request: SignableRequest, by source: PublicKeySource? = nil)
                -> String
            {
                self.page(signature, of: request, by: source, searching: SearchEffort(maximumGuesses: 5))
            }
            return [
                page(reducedSignature, of: request), page(foreign, of: request),
                page(reducedSignature, of: post), page(foreign + reducedSignature, of: post),
                page(reducedSignature, of: request, by: .packed(foreign)),
                page(reducedSignature, of: request, by: .coordinates(x: foreign, y: foreign)),
                SignaturePage.signed(
                    Trace(post.canonical, publicKey: key.publicKey, signature: signature), signature,
                    form: .reduced
                ).markup, narrator.story.page.markup,
            ]
        }
        for (number, (hostile, plain)) in zip(try pages(text), try pages("plain")).enumerated() {
            Page.expectSelfContained(hostile, "page \(number)")
            // What explains a signature that is not one depends on the text.
            guard number != 3 else { continue }
            let names = [hostile, plain].map { page in
                Page.elements(of: page).map(\.name).filter { $0 != "mark" }
            }
            #expect(names[0] == names[1], "page \(number)")
            let hidden = hostile.unicodeScalars.filter {
                $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
            }
            #expect(hidden.isEmpty, "page \(number)")
        }
    }

    // MARK: Side by side

    @Test func theDifferencesAreThoseOfTheTexts() {
        var generator = SeededGenerator(seed: 20_260_307)
        let words = ["DELETE", "&", "%2F", "%2f", "order", "accountId", "=", "1", "é", " ", "\n"]
        for _ in 0..<300 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                    words.randomElement(using: &generator) ?? ""
                }
                .joined()
            }
            let comparison = TextComparison(texts[0], texts[1])
            #expect(comparison.left.map(\.text).joined() == texts[0])
            #expect(comparison.right.map(\.text).joined() == texts[1])
            let common = [comparison.left, comparison.right].map {
                $0.filter { !$0.differs }.map(\.text).joined()
            }
            #expect(common[0] == common[1])
            let isSame = !(comparison.left + comparison.right).contains { $0.differs }
            #expect(isSame == (texts[0] == texts[1]))
        }
        let encoded = TextComparison("a%2fb", "a%2Fb")
        #expect(encoded.left.filter(\.differs).map(\.text) == ["%2f"])
        let huge = String(repeating: "x&", count: 60_000)
        #expect(TextComparison(huge, huge + "1").right == [.init(text: huge + "1", differs: true)])
        #expect(TextComparison(huge, huge).left == [.init(text: huge, differs: false)])
        let long = String(repeating: "x&", count: 5000)
        #expect(
            TextComparison(long + "1" + long, long + "2" + long).left.filter(\.differs).map(\.text) == ["1x"])
    }

    // MARK: Files

    @Test func thePageIsWrittenBesideWhatIsPrinted() async throws {
        let directory = try TemporaryDirectory()
        let environment = ["LOOPRING_EDDSA_KEY": exampleKey]
        let path = directory.path("page.html")
        let signed = try await Loopsig.run(
            ["sign", "--report", path] + exampleRequest, environment: environment)
        #expect(signed.output == reducedSignature + "\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains(reducedSignature))

        let invalid = try await Loopsig.run(
            ["verify", "--report", path, "--json", "--signature", "0x12", "--public-key", examplePublicKey.y]
                + exampleRequest)
        #expect(invalid.status == 1)
        #expect(try invalid.json()["valid"] as? Bool == false)
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains(">Invalid<"))

        let demo = try await Loopsig.run(["demo", "--report", path])
        #expect(demo.status == 0)
        let page = try String(contentsOfFile: path, encoding: .utf8)
        #expect(page.contains(">Proven<"))
        #expect(page.contains("0x05a97490e92ded027f65c4bebf3bad63813f4ce8c7255335894566b2eee90206"))
        #expect(!page.contains("sandbox-"), "no API key")
        Page.expectSelfContained(page, "demo")
    }

    @Test func whereThePageCannotBeWrittenTheAnswerIsPrintedFirst() async throws {
        let outcome = try await Loopsig.run(
            ["sign", "--report", "/nonexistent/page.html"] + exampleRequest,
            environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        #expect(outcome.status == 1)
        #expect(outcome.output == reducedSignature + "\n")
        #expect(
            outcome.errors.contains("the report \"/nonexistent/page.html\" cannot be written: No such file"))
        let full = try await Loopsig.run(
            ["sign", "--report", "page.html"] + exampleRequest,
            environment: ["LOOPRING_EDDSA_KEY": exampleKey],
            directory: URL(filePath: "/proc"))
        #expect(full.status == 1)
        let other = try await Loopsig.run(["demo", "--report", "page.pdf"])
        expectComplaint(other, status: 64, about: "must end in .html")
    }
}
