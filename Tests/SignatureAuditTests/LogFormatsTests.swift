// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import RequestCanonicalization
import RequestSigning
import TestSupport
import Testing

@testable import SignatureAudit

/// Logs as real programs write them. Missing members, other notations and additional members must not prevent
/// a verdict.
@Suite struct LogFormatsTests {
    private let signer: Signer
    private let accounts: AccountKeys

    init() throws {
        var generator = SeededGenerator(seed: 960)
        signer = try Signer(70_001, &generator)
        accounts = AccountKeys([AccountID(70_001): .decoded(signer.key.publicKey)])
    }

    private func request(_ method: String = "DELETE", body: String? = nil, id: String = "alpha1") throws
        -> SignableRequest
    {
        try SignableRequest(
            method: method, baseURL: "https://api3.loopring.io", path: "/api/v3/order",
            parameters: body == nil ? [Parameter("accountId", "70001"), Parameter("clientOrderId", id)] : [],
            body: body)
    }

    private func signature(_ request: SignableRequest) throws -> String {
        try signer.key.signature(for: request).hex
    }

    /// A line without a key. `others` adds members or replaces the usual ones.
    private func line(_ request: SignableRequest, _ others: [String: String] = [:]) throws -> String {
        signer.line(request, try signature(request), others.merging(["publicKey": ""]) { a, _ in a })
    }

    // MARK: Signatures of another scheme

    @Test(arguments: [130, 131, 132, 134]) func ethereumSignaturesAreNotJudged(digits: Int) async throws {
        let foreign = "0x" + String(repeating: "5a", count: 67).prefix(digits)
        let lines = [
            signer.line(try request(), foreign, ["accountId": "99", "publicKey": ""]),
            signer.line(try request("POST", body: "{}"), foreign, ["body": "", "publicKey": ""]),
            try line(try request()),
        ]
        let (verdicts, summary) = try await audit(lines.joined(separator: "\n"), accounts: accounts)
        #expect(verdicts.map(\.failure?.code) == ["not-this-scheme", "not-this-scheme", nil])
        #expect(verdicts.map(\.isJudged) == [false, false, true])
        #expect(summary.isClean && summary.invalid == 0 && summary.judged == 1 && summary.causes.isEmpty)
        #expect(summary.notThisScheme.numbers == [1, 2])
        var bytes: [UInt8] = []
        verdicts[0].append(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""valid":null"#))
        #expect(AuditVerdict(parsing: bytes) == verdicts[0])
    }

    @Test(arguments: [
        "0x" + String(repeating: "5", count: 129), "0x" + String(repeating: "5", count: 135),
        "0x" + String(repeating: "z", count: 130), String(repeating: "5", count: 132),
    ]) func otherTextIsAnInvalidSignature(text: String) async throws {
        let (verdicts, summary) = try await audit(
            signer.line(try request(), text, ["publicKey": ""]), accounts: accounts)
        #expect(verdicts.map(\.failure?.code) == ["signature-malformed"])
        #expect(summary.invalid == 1 && !summary.isClean)
    }

    // MARK: Bodies

    @Test func aMissingBodyIsNotJudged() async throws {
        let post = try request("POST", body: #"{"accountId":70001}"#)
        let body = #"{\"accountId\":70001}"#
        let lines = try [
            line(post), line(post, ["body": "null"]), line(post, ["body": #""""#]),
            line(post, ["body": "\"\(body)\""]),
            line(try request(), ["method": #""PUT""#]),
        ]
        let (verdicts, summary) = try await audit(lines.joined(separator: "\n"), accounts: accounts)
        #expect(
            verdicts.map(\.failure?.code) == [
                "body-missing", "body-missing", "malformed-record", nil, "body-missing",
            ])
        // An empty body is a body, but it does not name an account.
        #expect(verdicts[2].failure?.reason.contains("neither a publicKey nor an accountId") == true)
        #expect(summary.bodyMissing.numbers == [1, 2, 5] && summary.valid == 1 && summary.invalid == 1)
        let empty = try await audit(line(post, ["body": #""""#, "accountId": "70001"]), accounts: accounts)
        #expect(empty.verdicts.map(\.failure?.code) == ["equation-does-not-hold"])
    }

    // MARK: HAR

    private func entry(_ request: SignableRequest, _ members: String, headers: String? = nil) throws -> String
    {
        let headers = try headers ?? #"[{"name":"X-API-SIG","value":"\#(signature(request))"}]"#
        return
            #"{"request":{"method":"\#(request.method.rawValue)","headers":\#(headers),\#(members)},"response":{}}"#
    }

    private func archive(_ entries: String...) -> String {
        #"{"log":{"version":"1.2","entries":[\#(entries.joined(separator: ","))]}}"#
    }

    private func verdicts(onArchive text: String) async throws -> [AuditVerdict] {
        try await audit(text, accounts: accounts, format: .har).verdicts
    }

    @Test func invalidContentOutsideSignedRequestsIsIgnored() async throws {
        let request = try request()
        let good = try entry(request, #""url":"\#(request.canonical.urlToSend)#top""#)
        for odd in [
            #"{"request":{"method":"GET","url":"x","headers":[]},"response":{"text":"\ud83d"}}"#,
            #"{"request":{"headers":[]},"request2":{"a":1,"a":2}}"#, #"{"response":{"a":NaN}}"#, "7", "null",
            "{}",
        ] {
            #expect(try await verdicts(onArchive: archive(odd, good)).map(\.isValid) == [true])
        }
        var latin1 = Array(archive(#"{"response":{"text":"X"}}"#, good).utf8)
        latin1[try #require(latin1.firstIndex(of: UInt8(ascii: "X")))] = 0xE9
        let (found, summary) = try await audit(latin1, accounts: accounts, format: .har)
        #expect(found.map(\.isValid) == [true] && summary.files.map(\.unsignedEntries) == [1])
        // A byte order mark is not JSON, but some programs write it.
        #expect(try await verdicts(onArchive: "\u{FEFF}" + archive(good)).map(\.isValid) == [true])
    }

    @Test func theQueryMayBeInQueryString() async throws {
        let request = try request(id: "a b+é")
        let pairs =
            #"[{"name":"accountId","value":"70001"},{"name":"clientOrderId","value":"a b+é","comment":7}]"#
        let apart = try entry(request, #""url":"\#(request.url.text)","queryString":\#(pairs)"#)
        #expect(try await verdicts(onArchive: archive(apart)).map(\.isValid) == [true])
        // If the URL contains a query, that query counts.
        let both = try entry(
            request, #""url":"\#(request.canonical.urlToSend)","queryString":[{"name":"x","value":"y"}]"#)
        #expect(try await verdicts(onArchive: archive(both)).map(\.isValid) == [true])
        let malformed = try entry(request, #""url":"\#(request.url.text)","queryString":[{"name":"x"}]"#)
        #expect(
            try await verdicts(onArchive: archive(malformed)).map(\.failure?.code) == ["malformed-record"])
    }

    @Test func bodiesInBase64AreDecodedAndLostBodiesAreNotJudged() async throws {
        let post = try request("POST", body: #"{"accountId":70001,"note":"é"}"#)
        let url = #""url":"\#(post.url.text)""#
        let base64 = Data(try #require(post.body)).base64EncodedString()
        let encoded = try entry(post, url + #","postData":{"text":"\#(base64)","encoding":"base64"}"#)
        #expect(try await verdicts(onArchive: archive(encoded)).map(\.isValid) == [true])
        for data in [#"{"text":"%%%","encoding":"base64"}"#, #"{"text":"/w==","encoding":"base64"}"#] {
            let verdicts = try await verdicts(
                onArchive: archive(try entry(post, url + #","postData":\#(data)"#)))
            #expect(verdicts.map(\.failure?.code) == ["malformed-record"])
        }
        for lost in [
            "", #","bodySize":30"#, #","bodySize":-1,"postData":{"text":"","_file":"x.dat"}"#,
            #","bodySize":30,"postData":{"text":"","params":[]}"#,
        ] {
            let verdicts = try await verdicts(onArchive: archive(try entry(post, url + lost)))
            #expect(verdicts.map(\.failure?.code) == ["body-missing"], "\(lost)")
        }
        let byHeader = try entry(
            post, url + #","postData":{"text":""}"#,
            headers: #"{"x-api-sig":"\#(try signature(post))","content-length":"30"}"#)
        #expect(try await verdicts(onArchive: archive(byHeader)).map(\.failure?.code) == ["body-missing"])
        // If the archive says that the body was empty, the body is known.
        let empty = try request("POST", body: "")
        let known = try entry(empty, url + #","bodySize":0"#)
        let keys = AccountKeys([AccountID(70_001): .decoded(signer.key.publicKey)])
        let found = try await audit(archive(known), accounts: keys, format: .har).verdicts
        #expect(found.map(\.failure?.reason) == ["there is neither a publicKey nor an accountId"])
    }

    @Test func headersMayBeAnObjectAndMustContainOneSignature() async throws {
        let request = try request()
        let (url, sig) = (#""url":"\#(request.canonical.urlToSend)""#, try signature(request))
        let object = try entry(request, url, headers: #"{"Host":"a","X-Api-Sig":"\#(sig)"}"#)
        #expect(try await verdicts(onArchive: archive(object)).map(\.isValid) == [true])
        for pair in [(sig, "0x1"), ("0x1", sig)] {
            let two = try entry(
                request, url,
                headers:
                    #"[{"name":"X-API-SIG","value":"\#(pair.0)"},{"name":"x-api-sig","value":"\#(pair.1)"}]"#)
            #expect(try await verdicts(onArchive: archive(two)).map(\.failure?.code) == ["malformed-record"])
        }
    }

    @Test func anAuditOfAnArchiveCanBeResumed() async throws {
        let entries = try (0..<5).map { i in
            let request = try request(id: "\(i)")
            return try entry(request, #""url":"\#(request.canonical.urlToSend)""#)
        }
        let text = #"{"log":{"entries":[{},\#(entries.joined(separator: ","))]}}"#
        let whole = try await audit(text, accounts: accounts, format: .har)
        #expect(whole.verdicts.map(\.line) == [2, 3, 4, 5, 6])
        for done in 0...5 {
            var tally = AuditTally()
            for verdict in whole.verdicts.prefix(done) { try tally.add(verdict) }
            let rest = try await audit(text, accounts: accounts, format: .har, tally: tally)
            #expect(rest.verdicts == Array(whole.verdicts.dropFirst(done)))
            #expect(rest.summary.records == 5 && rest.summary.valid == 5)
        }
        var tally = AuditTally()
        for verdict in whole.verdicts + whole.verdicts.prefix(1) { try tally.add(verdict) }
        let tooMany = tally
        await #expect(throws: AuditError.self) {
            try await audit(text, accounts: accounts, format: .har, tally: tooMany)
        }
    }

    @Test func anArchiveThatIsTooLongIsRejected() async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "archive-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        // A sparse file of zeros.
        try Data().write(to: url)
        #expect(truncate(url.path, off_t(LogReader.maximumArchiveBytes + 1)) == 0)
        let handle = try FileHandle(forReadingFrom: url)
        let error = await #expect(throws: AuditError.self) {
            try await LogAudit().run(
                over: [AuditInput(name: "x", handle: handle, format: .har)], write: { _ in })
        }
        #expect(error?.description.contains("longer than") == true)
    }

    // MARK: NDJSON

    @Test(arguments: [
        "18446744073709551615", "1.0", "12e3", "-0", "true", "[1, 2]", #"{"a": null}"#, #""\u0041""#, #""é""#,
    ]) func anIDIsRepeatedAsItIsWritten(id: String) async throws {
        let (verdicts, _) = try await audit(line(try request(), ["id": id]), accounts: accounts)
        #expect(verdicts.map(\.isValid) == [true] && verdicts.map { $0.id?.json } == [id])
    }

    @Test(arguments: [#""\ud83d""#, "NaN", #"{"a":1,"a":2}"#]) func anIDThatCannotBeRepeatedIsLeftOut(
        id: String
    ) async throws {
        let (verdicts, _) = try await audit(line(try request(), ["id": id]), accounts: accounts)
        #expect(verdicts.map(\.isValid) == [true] && verdicts.map(\.id) == [nil])
    }

    @Test(arguments: ["70001.0", "7.0001e4", "70001", #""70001""#, #""070001""#])
    func anAccountNumberIsReadAsTablesWriteIt(account: String) async throws {
        let (verdicts, _) = try await audit(line(try request(), ["accountId": account]), accounts: accounts)
        #expect(verdicts.map(\.isValid) == [true] && verdicts.map(\.account) == [AccountID(70_001)])
    }

    @Test(arguments: [
        #""userAgent":"cut \ud83d""#, #""café":1,"cafe\u0301":2"#, #""x":1,"x":2"#, #""x":{"a":1,"a":2}"#,
        #""x":NaN"#,
        #""public\u212aey":"0x1""#, #""\ud83d":1"#,
    ]) func invalidValuesOfOtherMembersAreIgnored(members: String) async throws {
        let good = try line(try request())
        let (verdicts, _) = try await audit("{\(members)," + good.dropFirst(), accounts: accounts)
        #expect(verdicts.map(\.isValid) == [true])
    }

    @Test(arguments: [
        #""url":"x""#, #""signature":"0x""#, #""\u0075rl":"x""#, #""accountId":1,"accountId":1"#,
        #""id":1,"id":1"#,
    ]) func aMemberThatIsReadMustOccurOnce(members: String) async throws {
        let good = try line(try request())
        let (verdicts, _) = try await audit("{\(members)," + good.dropFirst(), accounts: accounts)
        #expect(verdicts.map(\.failure?.code) == ["malformed-record"])
        #expect(verdicts[0].failure?.reason.contains("twice") == true)
    }

    @Test func theAccountIsFoundInAnInvalidQuery() async throws {
        for query in [
            "accountId=70001&clientOrderId=é", "clientOrderId=a b&accountId=70001", "accountId=70001&x=%FF",
        ] {
            let (verdicts, _) = try await audit(
                line(try request(), ["url": #""https://api3.loopring.io/api/v3/order?\#(query)""#]),
                accounts: accounts)
            #expect(
                verdicts.map(\.failure?.code) == ["url-invalid"]
                    && verdicts.map(\.account) == [AccountID(70_001)])
        }
    }

    /// The query was sent with "+" for a space. The signed parameters contain the space.
    @Test func plusForSpaceIsExplained() async throws {
        let signed = try request(id: "my order 1")
        let url = #""https://api3.loopring.io/api/v3/order?accountId=70001&clientOrderId=my+order+1""#
        let (verdicts, summary) = try await audit(line(signed, ["url": url]), accounts: accounts)
        #expect(verdicts.map(\.causes) == [["plusForSpace"]])
        #expect(verdicts[0].provenEquation?.s == (try signer.key.signature(for: signed)).s)
        #expect(summary.cause("plusForSpace")?.lines.numbers == [1])
        // If the plus was signed as a plus, the signature is valid.
        let plus = try request(id: "my+order+1")
        let valid = try await audit(line(plus, ["url": url]), accounts: accounts)
        #expect(valid.verdicts.map(\.isValid) == [true])
    }

    // MARK: Files of another format

    @Test func aFileInAnotherFormatIsRejectedAsAWhole() async throws {
        let good = try line(try request())
        let units = good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let utf16: [UInt8] = [0xFF, 0xFE] + units
        let files: [(command: String, [UInt8])] = [
            ("gzip -dc FILE", [0x1F, 0x8B, 8, 0, 10, 13]), ("zstd -dc FILE", [0x28, 0xB5, 0x2F, 0xFD, 1]),
            ("iconv -f UTF-16 -t UTF-8 FILE", utf16), ("iconv -f UTF-16 -t UTF-8 FILE", units),
            ("jq -c '.[]' FILE", Array("[\(good)]".utf8)), ("jq -c '.[]' FILE", Array("[".utf8)),
            ("jq -c . FILE", Array("{\n \"a\": 1\n}\n".utf8)), ("jq -c . FILE", Array("{ \r\n".utf8)),
            ("tr -d '\\036' < FILE", [0x1E] + Array(good.utf8)),
        ]
        for (command, bytes) in files {
            let error = await #expect(throws: AuditError.self) { try await audit(bytes, accounts: accounts) }
            guard case .foreignFormat(let title, command, "log")? = error else {
                Issue.record("\(command): \(String(describing: error))")
                continue
            }
            #expect(error?.isAboutFormat == true)
            #expect(
                error?.description
                    == "log is \(title), not NDJSON; convert it first: \(command) | loopsig audit -")
        }
        #expect(Set(files.map(\.command)) == Set(LogReader.foreignFormats.map(\.command)))
        // Later lines that look like another format are malformed records.
        let (verdicts, _) = try await audit("\(good)\n[]\n{\n", accounts: accounts)
        #expect(verdicts.map(\.failure?.code) == [nil, "malformed-record", "malformed-record"])
        for bytes in [Array("{".utf8), Array("{}".utf8), Array(" \n{\n".utf8)] {
            #expect(LogReader.foreignFormat(ofHead: bytes) == nil)
        }
    }

    @Test func anAuditWithoutRecordsIsNotClean() async throws {
        for (text, format) in [("", AuditInput.Format.ndjson), ("\n \n", .ndjson), (archive("{}"), .har)] {
            let (_, summary) = try await audit(text, format: format)
            #expect(summary.records == 0 && !summary.isClean)
            #expect(summary.paragraphs.first?.text == "No records: nothing was judged.")
        }
    }

    // MARK: Accounts

    @Test func anInvalidKeyInTheFileOfAccountsIsAnError() throws {
        let point = signer.key.publicKey.point
        let short = "0x" + point.x.hex.dropFirst(4)
        for (entry, said) in [
            (#"{"x":"\#(short)","y":"\#(point.y.hex)"}"#, "62 digits"), (#""0x12""#, "account 7"),
            (#"{"x":"\#(point.x.hex)","y":"\#(point.x.hex)"}"#, "not on the curve"),
        ] {
            let error = #expect(throws: AuditError.self) {
                try AccountKeys(parsing: Array(#"{"7":\#(entry)}"#.utf8))
            }
            #expect(error?.description.contains(said) == true, "\(said)")
        }
    }
}
