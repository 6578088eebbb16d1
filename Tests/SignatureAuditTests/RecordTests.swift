// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import RequestCanonicalization
import SignatureDiagnosis
import TestSupport
import Testing

@testable import SignatureAudit

/// Which lines are records, how their members are read, and why other lines are not records.
@Suite struct RecordTests {
    private static let signature = "0x" + String(repeating: "0", count: 192)

    /// A record with these members and a signature.
    private func record(_ members: String, signature: String = #""signature":"\#(signature)""#)
        throws(SignatureVerdict.Failure)
        -> AuditRecord
    {
        let all = [members, signature].filter { !$0.isEmpty }.joined(separator: ",")
        return try AuditRecord(parsing: Array("{\(all)}".utf8))
    }

    private func request(_ members: String) throws -> SignableRequest {
        try #require(try record(members).subject.get().request)
    }

    private static let get = #""method":"GET","url":"https://a.b/c?x=1&accountId=7""#

    @Test(arguments: [
        "", "{", "[]", "7", "null", "\"text\"", "{}", "{\"a\":1}x", "\u{0}", "{\"a\":1,\"a\":2}",
        "{\"a\":1,}",
        #"{"method":"GET","url":"https://a.b/c"}"#,
    ])
    func aLineThatIsNotARecordIsMalformed(line: String) {
        #expect(
            failure { () throws(SignatureVerdict.Failure) in try AuditRecord(parsing: Array(line.utf8)) }?
                .code
                == "malformed-record")
    }

    private func failure(_ body: () throws(SignatureVerdict.Failure) -> AuditRecord) -> SignatureVerdict
        .Failure?
    {
        do {
            _ = try body()
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        #""method":7"#, #""url":null"#, #""body":{}"#,
        #""params":{}"#,
        #""params":[["a"]]"#, #""params":[["a",1]]"#, #""accountId":-1"#, #""accountId":"x""#,
        #""accountId":"""#,
        #""accountId":"+1""#, #""accountId":1.5"#, #""accountId":-0"#, #""accountId":1e400"#,
        #""accountId":"99999999999999999999999""#,
        #""publicKey":7"#,
        #""publicKey":{"x":"0x0"}"#, #""message":7"#, #""message":"0x1""#,
    ])
    func aMemberOfTheWrongTypeMakesTheRecordMalformed(member: String) {
        let name = member.split(separator: "\"")[0]
        let others = RecordTests.get.split(separator: ",").filter { !$0.hasPrefix("\"\(name)\"") }
        let members = ([member[...]] + others).joined(separator: ",")
        #expect(failure { () throws(SignatureVerdict.Failure) in try record(members) }?.step == .record)
    }

    @Test func theSignatureIsReadFromItsMemberOrFromAHeader() throws {
        for header in ["X-API-SIG", "x-api-sig", "X-Api-Sig"] {
            let record = try record(
                RecordTests.get, signature: #""headers":{"Host":"a","\#(header)":"0xab"}"#)
            #expect(record.signature == "0xab")
        }
        for headers in [
            #"{"X-API-SIG":["a"]}"#, #"[{"name":"x-api-sig","value":"a"}]"#, #"[["X-API-SIG","a"]]"#,
            #"[7,["X-API-SIG","a"],{"name":"Host"}]"#,
        ] {
            #expect(try record(RecordTests.get, signature: #""headers":\#(headers)"#).signature == "a")
        }
        for headers in [
            #"{"X-API-SIG":"a","x-api-sig":"b"}"#, "{}", "[]", #"{"X-API-SIG":["a","b"]}"#,
            #"{"X-API-SIG":[]}"#,
            #"{"X-API-SIG":7}"#, #"{"\u212A":"a"}"#, "7",
            #"[{"name":"X-API-SIG","value":"a"},{"name":"X-Api-Sig","value":"a"}]"#,
        ] {
            #expect(
                failure { () throws(SignatureVerdict.Failure) in
                    try record(RecordTests.get, signature: #""headers":\#(headers)"#)
                } != nil)
        }
    }

    @Test func nullCountsAsAbsent() throws {
        let record = try record(
            RecordTests.get + #","id":null,"publicKey":null,"body":null,"params":null,"message":null"#)
        #expect(record.id == nil && record.key == nil && record.account == AccountID(7))
    }

    @Test func theAccountIsReadFromItsMemberOrFromTheRequest() throws {
        #expect(try record(RecordTests.get).account == AccountID(7))
        #expect(try record(RecordTests.get + #","accountId":8"#).account == AccountID(8))
        #expect(try record(RecordTests.get + #","accountId":"9""#).account == AccountID(9))
        let post = #""method":"POST","url":"https://a.b/c""#
        #expect(try record(post + #","body":"{\"accountId\":10}""#).account == AccountID(10))
        #expect(try record(post + #","body":"{\"accountId\":\"11\"}""#).account == AccountID(11))
        for body in ["", "x", "{", "[10]", #"{\"accountId\":-1}"#, #"{\"accountId\":true}"#] {
            #expect(try record(post + #","body":"\#(body)""#).account == nil)
        }
        #expect(
            try record(#""method":"GET","url":"https://a.b/c","params":[["accountId","12"]]"#).account
                == AccountID(12))
    }

    /// The query is percent-encoded UTF-8, in which a plus is a plus.
    @Test func theQueryIsDecodedByRFC3986() throws {
        let request = try request(#""method":"GET","url":"https://a.b/c?b=1%202+3&a=%C3%A9&c=&d""#)
        #expect(request.url.text == "https://a.b/c")
        #expect(
            request.parameters == [
                Parameter("b", "1 2+3"), Parameter("a", "é"), Parameter("c", ""), Parameter("d", ""),
            ])
        #expect(try self.request(#""method":"GET","url":"https://a.b/c?""#).parameters.isEmpty)
        let given = try self.request(#""method":"GET","url":"https://a.b/c","params":[["b","%20"],["a",""]]"#)
        #expect(given.parameters == [Parameter("b", "%20"), Parameter("a", "")])
    }

    @Test(arguments: [
        (#""method":"PATCH","url":"https://a.b/c""#, "method-unsupported"),
        (#""method":"get","url":"https://a.b/c""#, "method-unsupported"),
        (#""method":"GET","url":"a.b/c""#, "url-invalid"), (#""method":"GET","url":"""#, "url-invalid"),
        (#""method":"GET","url":"https://a.b/c?x=%2""#, "url-invalid"),
        (#""method":"GET","url":"https://a.b/c?x=%FF""#, "url-invalid"),
        (#""method":"GET","url":"https://a.b/c?x=1#y""#, "url-invalid"),
        (#""method":"GET","url":"https://a.b/c?x=1","params":[["y","2"]]"#, "url-invalid"),
        (#""method":"GET","url":"https://a.b/c?x=1&x=2""#, "parameter-invalid"),
        (#""method":"GET","url":"https://a.b/c?=1""#, "parameter-invalid"),
        (#""method":"GET","url":"https://a.b/c","body":"x""#, "parameter-invalid"),
        (#""method":"POST","url":"https://a.b/c?x=1","body":"{}""#, "parameter-invalid"),
    ])
    func anInvalidRequestIsAFailureOfTheStepRequest(members: String, code: String) throws {
        guard case .failure(let failure) = try record(members).subject else {
            Issue.record("a request")
            return
        }
        #expect(failure.step == .request && failure.code == code)
    }

    @Test func anEmptyBodyOfGetCountsAsNoBody() throws {
        #expect(try request(RecordTests.get + #","body":"""#).body == nil)
        #expect(try request(#""method":"PUT","url":"https://a.b/c","body":"""#).bodyText == "")
    }

    @Test func aRecordContainsARequestOrAMessage() throws {
        let m = "0x" + String(repeating: "0", count: 63) + "5"
        guard case .success(.message(let message)) = try record(#""message":"\#(m)""#).subject else {
            Issue.record("no message")
            return
        }
        #expect(message.hex == m)
        #expect(
            failure { () throws(SignatureVerdict.Failure) in try record(#""message":"\#(m)","method":"GET""#)
            } != nil)
        guard case .failure(let failure) = try record(#""message":"0x5""#).subject else {
            Issue.record("a message of one digit")
            return
        }
        #expect(failure.step == .request && failure.code == "integer-malformed")
    }

    @Test func theFileOfAccountsMapsAccountsToKeys() throws {
        var generator = SeededGenerator(seed: 920)
        let signer = try Signer(1, &generator)
        let point = signer.key.publicKey.point
        let keys = try AccountKeys(
            parsing: Array(
                #"{"1":"\#(point.packed.hex)","2":{"x":"\#(point.x.hex)","y":"\#(point.y.hex)"}}"#
                    .utf8))
        #expect(keys[AccountID(1)] == signer.key.publicKey && keys[AccountID(2)] == signer.key.publicKey)
        #expect(keys[AccountID(3)] == nil)
        #expect(keys.owners[point.packed.integer] == AccountID(1))
        for text in [
            "", "[]", #"{"a":"0x1"}"#, #"{"1":7}"#, #"{"3":"0x1"}"#,
            #"{"1":"\#(point.packed.hex)","1":"\#(point.packed.hex)"}"#,
            #"{"1":"\#(point.packed.hex)","01":"\#(point.packed.hex)"}"#,
        ] {
            #expect(throws: AuditError.self, "\(text)") { try AccountKeys(parsing: Array(text.utf8)) }
        }
    }
}

/// Reading lines of hostile files.
@Suite struct LineReaderTests {
    private func lines(_ bytes: [UInt8]) throws -> [LineReader.Line] {
        let file = try TemporaryFile(bytes)
        var reader = LineReader(file.handle)
        var lines: [LineReader.Line] = []
        while let line = try reader.next() { lines.append(line) }
        #expect(reader.byteCount == bytes.count)
        return lines
    }

    private func texts(_ text: String) throws -> [String?] {
        try lines(Array(text.utf8)).map { $0.bytes.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test func linesEndWithLFOrCRLF() throws {
        #expect(try texts("") == [])
        #expect(try texts("a") == ["a"])
        #expect(try texts("a\n") == ["a"])
        #expect(try texts("a\r\nb\n\nc\r") == ["a", "b", "", "c"])
        #expect(try texts("\u{FEFF}a\n\u{FEFF}b") == ["a", "\u{FEFF}b"])
        #expect(try texts("a\0b\n") == ["a\0b"])
        #expect(try lines(Array("a\nb".utf8)).map(\.isTerminated) == [true, false])
        #expect(try lines(Array("a\nb".utf8)).map(\.number) == [1, 2])
        #expect(try lines(Array(" \t\r\n{".utf8)).map(\.isBlank) == [true, false])
    }

    @Test func aLineAcrossBlocksIsReadWhole() throws {
        let long = String(repeating: "0123456789", count: 60_000)
        #expect(try texts("a\n\(long)\nb\n\(long)") == ["a", long, "b", long])
    }

    @Test func aLineOfNineMegabytesIsSkipped() throws {
        let endless = [UInt8](repeating: UInt8(ascii: "x"), count: 9 << 20)
        let read = try lines([UInt8(ascii: "a"), 10] + endless + [10, UInt8(ascii: "b"), 10] + endless)
        #expect(read.map(\.number) == [1, 2, 3, 4])
        #expect(read.map { $0.bytes?.count } == [1, nil, 1, nil])
    }

    @Test func aLineOfMaximumLengthIsReadAndALongerOneIsNot() throws {
        let longest = [UInt8](repeating: UInt8(ascii: "x"), count: LineReader.maximumBytes)
        for end in [[0x0A], []] as [[UInt8]] {
            #expect(try lines(longest + end).map { $0.bytes?.count } == [LineReader.maximumBytes])
            #expect(try lines(longest + [0x78] + end).map { $0.bytes?.count } == [nil])
        }
    }

    @Test func everyLineThatIsNotBlankGetsAVerdict() async throws {
        var generator = SeededGenerator(seed: 930)
        let signer = try Signer(5, &generator)
        let good = try signer.line(1)
        let log = "\u{FEFF}\(good)\r\n \n{\n\(good)\0\n\n[]\n\(good)\n\(good.prefix(40))"
        let (verdicts, summary) = try await audit(log)
        #expect(verdicts.map(\.line) == [1, 3, 4, 6, 7, 8])
        #expect(verdicts.map(\.isValid) == [true, false, false, false, true, false])
        #expect(summary.malformed == 4 && summary.records == 6)
        #expect(summary.files.first?.bytes == log.utf8.count)
    }

    @Test func theEntriesOfAnHTTPArchiveWithASignatureAreRecords() async throws {
        var generator = SeededGenerator(seed: 931)
        let signer = try Signer(5, &generator)
        let request = try signer.request(1)
        let signature = try signer.key.signature(for: request).hex
        func entry(_ headers: String) -> String {
            #"{"startedDateTime":"2024-01-01T00:00:00Z","request":{"method":"GET","url":"\#(request.canonical.urlToSend)#top","headers":[\#(headers)]}}"#
        }
        let signed = entry(#"{"name":"Host","value":"a"},{"name":"x-api-sig","value":"\#(signature)"}"#)
        let bare = entry("")
        let accounts = AccountKeys([AccountID(5): .decoded(signer.key.publicKey)])
        let (verdicts, summary) = try await audit(
            #"{"log":{"version":"1.2","entries":[\#(bare),\#(signed),\#(signed)]}}"#, accounts: accounts,
            format: .har)
        #expect(verdicts.map(\.line) == [2, 3])
        #expect(verdicts.map(\.id) == [AuditRecord.ID(1), AuditRecord.ID(2)])
        let time = Date(timeIntervalSince1970: 1_704_067_200)
        #expect(verdicts.map(\.time) == [time, time])
        #expect(verdicts.map(\.isValid) == [true, true])
        #expect(summary.files.map(\.unsignedEntries) == [1])
        #expect(summary.replays.count == 1)
        for text in ["", "{}", #"{"log":{}}"#, #"{"log":{"entries":{}}}"#, "["] {
            await #expect(throws: AuditError.self) { try await audit(text, format: .har) }
        }
    }
}
