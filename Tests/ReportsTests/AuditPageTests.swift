// SPDX-License-Identifier: Apache-2.0
import AuditSample
import EdDSA
import Foundation
import TestSupport
import Testing

@testable import Reports
@testable import SignatureAudit

/// The page of `audit` shows what a log reveals, why it is certain, and what to do. The tests make most pages
/// from lines of verdicts.
@Suite struct AuditPageTests {
    /// With as many equations as keys and nonces, all keys are computable; with one fewer, none of them.
    @Test func sharedNoncesAreShownAsATableOfKeysAndNonces() throws {
        let lines = Sample.sharedNonces
        let page = try Page(Sample.audit(lines)).html(version: "1")
        for text in [
            "2 keys exposed", "2 keys that anyone can compute", "id=\"shared\"", "class=\"matrix\"",
            ">k1</th>", ">k2</th>", "class=\"certainty\"", "class=\"advice\"",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(page.components(separatedBy: "<td>●</td>").count == 1 + 4)
        #expect(HTMLPage.problems(in: page) == [])

        let fewer = try Page(Sample.audit(Array(lines.dropLast()))).html(version: "1")
        #expect(fewer.contains("connected: one more signature, or one of the keys, reveals the others"))
        #expect(fewer.contains("All are valid"))
        #expect(!fewer.contains("keys exposed</p>") && !fewer.contains("class=\"certainty\""))
        #expect(HTMLPage.problems(in: fewer) == [])
    }

    /// Every critical finding says why it is certain and what to do.
    @Test func everyCriticalFindingIsExplained() throws {
        let page = try Page(Sample.audit(Sample.reusedNonce)).html(version: "1")
        #expect(page.contains("A nonce is used twice"))
        #expect(page.components(separatedBy: "class=\"certainty\"").count == 2)
        #expect(page.components(separatedBy: "class=\"advice\"").count == 2)
        #expect(page.contains(Sample.hex(0x51)), "R.x of the nonce")

        let clean = try Page(Sample.audit([Sample.verdict(1, key: 1, rx: 0x51, challenge: 3)])).html(
            version: "1")
        #expect(clean.contains("<p class=\"verdict good\">All are valid</p>"))
        #expect(!clean.contains("class=\"certainty\"") && !clean.contains("id=\"shared\""))
    }

    @Test func recordsThatAreNotJudgedAreCountedSeparately() throws {
        let notJudged = ["not-this-scheme", "not-this-scheme", "body-missing"].enumerated().map {
            index, code in
            #"{"line":\#(index + 1),"valid":null,"step":"signature","code":"\#(code)","detail":"…"}"#
        }
        let alone = try Page(Sample.audit(notJudged)).html(version: "1")
        #expect(alone.contains("<p class=\"verdict bad\">Nothing was judged</p>"))
        for text in [
            "<b>2</b><span>of another scheme", "<b>1</b><span>without their body", "<b>0</b><span>invalid",
        ] {
            #expect(alone.contains(text), "\(text)")
        }
        let valid = Sample.verdict(4, key: 1, rx: 0x51, challenge: 3)
        let page = try Page(Sample.audit(notJudged + [valid])).html(version: "1")
        #expect(page.contains("<p class=\"verdict good\">All are valid</p>"))
        #expect(!page.contains("id=\"causes\""))
    }

    /// The log itself can be misused, and a cancelled order can still be settled.
    @Test func thePageSaysHowToTreatTheLog() throws {
        let page = try Page(Sample.audit(Sample.reusedNonce)).html(version: "1")
        for text in ["/api/v3/apiKey", "does not revoke", "validUntil"] {
            #expect(page.contains(text), "\(text)")
        }
    }

    @Test(arguments: hostileTexts) func hostileTextStaysText(text: String) throws {
        func page(_ foreign: String) throws -> String {
            let members: [String: Any] = [
                "line": 1, "id": foreign, "file": foreign, "valid": false, "step": "equation",
                "code": "equation-does-not-hold", "causes": [foreign], "account": "7",
            ]
            let line = String(decoding: try JSONSerialization.data(withJSONObject: members), as: UTF8.self)
            return Page(try Sample.audit([line], file: foreign)).html(version: foreign)
        }
        let (hostile, plain) = (try page(text), try page("plain"))
        #expect(HTMLPage.problems(in: hostile) == [])
        #expect(HTMLPage.hiddenCharacters(in: hostile) == [])
        #expect(
            HTMLPage.elements(of: hostile).map { [$0.name[...]] + $0.attributes }
                == HTMLPage.elements(of: plain).map { [$0.name[...]] + $0.attributes })
    }
}

extension Sample {
    static func hex(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: 64 - digits.count) + digits
    }

    /// The line of a verdict on a valid signature with these public values.
    static func verdict(_ line: Int, key: Int, rx: Int, challenge: Int, time: Int = 1_700_000_000_000)
        -> String
    {
        """
        {"line":\(line),"time":\(time),"account":"\(10_000 + key)","valid":true,"key":"\(hex(key))",\
        "commitment":"\(hex(rx))","s":"\(hex(100 + line))","challenge":"\(hex(challenge))","findings":[]}
        """
    }

    /// Two keys and two nonces in four equations.
    static let sharedNonces = [
        verdict(1, key: 3, rx: 0x51, challenge: 5), verdict(2, key: 3, rx: 0x52, challenge: 6),
        verdict(3, key: 4, rx: 0x51, challenge: 7), verdict(4, key: 4, rx: 0x52, challenge: 8),
    ]

    /// One key and one nonce in two equations.
    static let reusedNonce = [
        verdict(1, key: 3, rx: 0x51, challenge: 5), verdict(2, key: 3, rx: 0x51, challenge: 6),
    ]

    /// The summary of verdicts, as `audit report` makes it.
    static func audit(_ lines: [String], file: String = "verdicts.ndjson") throws -> AuditSummary {
        var tally = AuditTally()
        for line in lines {
            guard let verdict = AuditVerdict(parsing: Array(line.utf8)) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            try tally.add(verdict)
        }
        let file = AuditSummary.File(name: file, bytes: 1, sha256: hex(1), unsignedEntries: 0)
        return try AuditSummary(of: tally, under: .relayer, files: [file])
    }

    /// The summary of a synthetic log with every fault, judged now.
    static func auditOfLog() async throws -> AuditSummary {
        let folder = FileManager.default.temporaryDirectory.appending(path: "reports-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = folder.appending(path: "log.ndjson").path
        try AuditSample.write(count: 130, to: log)
        let accounts = try AccountKeys(
            parsing: Array(Data(contentsOf: URL(filePath: log + ".accounts.json"))))
        guard let handle = FileHandle(forReadingAtPath: log) else { throw CocoaError(.fileNoSuchFile) }
        return try await LogAudit(accounts: accounts).run(
            over: [AuditInput(name: "log.ndjson", handle: handle, format: .ndjson)], write: { _ in })
    }
}
