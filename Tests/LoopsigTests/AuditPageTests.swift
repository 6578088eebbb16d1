// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The page of `audit --report` is complete and self-contained. Text of logs and of verdict files stays text.
@Suite struct AuditPageTests {
    private let folder: TemporaryDirectory
    private let log: String
    private static let sample = Result { try SampleLog(count: 130) }

    init() async throws {
        folder = try TemporaryDirectory()
        log = folder.path("log.ndjson")
        try AuditPageTests.sample.get().write(to: log)
    }

    private func page(_ arguments: [String]) async throws -> String {
        let path = folder.path("page.html")
        let outcome = try await Loopsig.run(["audit"] + arguments + ["--report", path])
        #expect(outcome.status <= 1 && !outcome.errors.contains("error"), "\(outcome.errors)")
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    private var accounts: [String] { ["--accounts", log + ".accounts.json"] }

    @Test func thePageOfALogHasEverySection() async throws {
        let output = folder.path("verdicts")
        let page = try await page([log, "--output", output] + accounts)
        for text in [
            "id=\"subject\"", "id=\"critical\"", "id=\"time\"", "id=\"causes\"", "id=\"accounts\"",
            "id=\"exposure\"", "id=\"keys\"", "id=\"samples\"", "<svg class=\"time\"", "SPEC.md 9.4",
            "S·B ≠ R + h·A", "2023-11-14 22:13", "malformed-record", "The line begins:",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(HTMLPage.problems(in: page) == [])
        let digest = try await Loopsig.run(["audit", log, "--json", "--output", output] + accounts).json()
        let file = try #require((digest["files"] as? [[String: Any]])?.first)
        #expect(page.contains("\(try #require(file["sha256"] as? String))"))

        // A page from verdicts has everything except the requests, and says so.
        let joined = try await self.page(["report", output])
        for text in ["id=\"time\"", "id=\"causes\"", "id=\"keys\"", "there are no samples"] {
            #expect(joined.contains(text), "\(text)")
        }
        #expect(!joined.contains("id=\"samples\"") && !joined.contains("href=\"#cause"))
        #expect(HTMLPage.problems(in: joined) == [])
    }

    /// Markup and control characters, in every member of a log and of a file of verdicts that can have text.
    @Test(arguments: [
        "</code><script>alert(1)</script>", "\" onmouseover=\"x", "\u{202E}evil\u{1B}[2J", "<!--",
    ])
    func hostileTextStaysText(text: String) async throws {
        func line(_ members: [String: Any]) throws -> String {
            String(decoding: try JSONSerialization.data(withJSONObject: members), as: UTF8.self)
        }
        func pages(_ foreign: String) async throws -> [String] {
            let key = "0x" + String(repeating: "0", count: 63) + "1"
            let records = [
                try line([
                    "id": foreign, "method": foreign, "url": foreign, "signature": foreign, "publicKey": key,
                ]),
                try line([
                    "id": foreign, "method": "POST", "url": "https://a.b/c", "body": foreign,
                    "signature": foreign,
                    "publicKey": ["x": foreign, "y": foreign],
                ]),
                try line(["message": foreign, "signature": foreign, "publicKey": key]),
                try line([foreign: 1]), foreign,
            ]
            let verdicts = try line([
                "line": 1, "id": foreign, "file": foreign, "valid": false, "step": "record", "code": foreign,
                "causes": [foreign], "detail": foreign, "account": foreign,
            ])
            let log = try folder.file(records.joined(separator: "\n"), name: "hostile")
            let file = try folder.file(verdicts, name: "verdicts")
            return [
                try await page([log, "--output", folder.path("out")]), try await page(["report", file]),
            ]
        }
        for (number, (hostile, plain)) in zip(try await pages(text), try await pages("plain")).enumerated() {
            #expect(HTMLPage.problems(in: hostile) == [], "page \(number)")
            #expect(HTMLPage.elements(of: hostile).map(\.name) == HTMLPage.elements(of: plain).map(\.name))
            #expect(HTMLPage.hiddenCharacters(in: hostile) == [], "page \(number)")
        }
    }
}
