// SPDX-License-Identifier: Apache-2.0
import AuditSample
import EdDSA
import Foundation
import LoopringOrders
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis
import TestSupport
import Testing

@testable import SignatureAudit

/// How an audit runs: the order of verdicts, the memory of explanations, progress, several files, limits,
/// actors.
@Suite struct LogAuditRunTests {
    private let signer: Signer

    init() throws {
        var generator = SeededGenerator(seed: 970)
        signer = try Signer(10_005, &generator)
    }

    private func input(_ text: String, named name: String = "log") throws -> AuditInput {
        AuditInput(name: name, handle: try TemporaryFile(Array(text.utf8)).handle, format: .ndjson)
    }

    /// A record whose signature belongs to another request.
    private func wrong(_ number: Int) throws -> String {
        let signature = try signer.key.signature(for: try signer.request(number + 1_000_000)).hex
        return signer.line(try signer.request(number), signature)
    }

    // MARK: Files

    @Test func severalFilesAreOneLogAndLinesNameTheirFile() async throws {
        let names = ["b", "a", "cafe\u{301}", "café"]
        let inputs = try names.enumerated().map { i, name in
            try input("\n" + (try signer.line(i)) + "\n" + (try signer.line(9)), named: name)
        }
        var lines: [UInt8] = []
        let summary = try await LogAudit().run(over: inputs, write: { lines += $0 })
        let verdicts = try verdicts(of: lines)
        #expect(
            verdicts.map { Array(($0.file ?? "").utf8) }
                == names.flatMap { [Array($0.utf8), Array($0.utf8)] })
        #expect(verdicts.map(\.line) == [2, 3, 2, 3, 2, 3, 2, 3])
        #expect(summary.files.map(\.name) == names && summary.fileNames.count == 4)
        #expect(summary.replays.first.map(\.count) == [4])
        let json = String(decoding: summary.line, as: UTF8.self)
        #expect(json.contains(#"{"file":"b","line":3},{"file":"a","line":3}"#))
        #expect(summary.places(summary.replays.first[0], limit: 2) == "lines b:3, a:3 and 2 more")
    }

    // MARK: Parts

    @Test func progressIsReportedAfterEachPart() async throws {
        let log = try (0..<130).map { try signer.line($0) }.joined(separator: "\n")
        var (seen, written) = ([(records: Int, bytes: Int)](), 0)
        _ = try await LogAudit().run(
            over: [try input(log)], write: { _ in written += 1 }, progress: { seen.append(($0, $1)) })
        #expect(seen.map(\.records) == [64, 128, 130] && written == 3)
        #expect(seen.last?.bytes == log.utf8.count)
    }

    /// A part uses the results of the parts at least sixteen before it. An explanation that a search found is
    /// tried there. After eight searches without a result, no more searches are made.
    @Test func theResultsOfSearchesAreUsedSixteenPartsLater() async throws {
        let parameters = try signer.request(0).parameters
        /// A line whose signature was made for the same request at another URL. Each path has its own shape.
        func line(path: String, signedURL: String) throws -> String {
            let request = try SignableRequest(
                method: "GET", baseURL: "https://api3.loopring.io/\(path)", parameters: parameters)
            let signed = try SignableRequest(method: "GET", baseURL: signedURL, parameters: parameters)
            return signer.line(request, try signer.key.signature(for: signed).hex)
        }
        func otherHost(_ path: String) throws -> String {
            try line(path: path, signedURL: "https://uat2.loopring.io/\(path)")
        }
        func inexplicable(_ number: Int) throws -> String {
            try line(path: "\(number)", signedURL: "https://example.org/something/else")
        }
        // The first sixteen parts have 64 records, and the next four have 128. Most records are malformed.
        let records = 64 * 16 + 128 * 4
        var lines = [String](repeating: "{}", count: records)
        lines[0] = try otherHost("first")
        for part in 0..<4 {
            for i in 1...2 { lines[64 * part + i] = try inexplicable(64 * part + i) }
        }
        lines.append(try otherHost("last"))
        lines.append(try line(path: "slash", signedURL: "https://api3.loopring.io/slash/"))
        let (verdicts, _) = try await audit(lines.joined(separator: "\n"))
        #expect(verdicts[0].causes == ["urlHost"] && verdicts[1].causes.isEmpty)
        #expect(verdicts.suffix(2).map(\.causes) == [["urlHost"], []])
        // A search would have found the last cause.
        let alone = try await audit(lines.suffix(1)[records + 1])
        #expect(alone.verdicts.map(\.causes) == [["urlTrailingSlash"]])
    }

    @Test func atMostSixteenPartsAreJudgedAtTheSameTime() async throws {
        let lines = try (0..<5).map { try signer.line($0) }
        let log = (0..<64 * 20).map { lines[$0 % 5] }.joined(separator: "\n")
        var reader = LogReader(try input(log), isOneOfSeveral: false, CancellationFlag())
        var run = AuditRun(LogAudit(explains: false), AuditTally())
        var (submitted, taken) = (0, 0)
        while let chunk = try reader.next(64) {
            try await run.submit(chunk) { _ in taken += 1 }
            submitted += 1
            #expect(submitted - taken <= 16)
        }
        #expect(submitted == 20 && taken == 4)
        _ = try await run.finish([]) { _ in taken += 1 }
        #expect(taken == 20)
    }

    // MARK: Limits

    @Test func allLinesAreCountedAndTheFirstHundredAreKept() async throws {
        let log = try (0..<103).map { try wrong($0) }.joined(separator: "\n")
        let (_, summary) = try await audit(log, explains: false)
        let cause = try #require(summary.causes.first)
        #expect(cause.lines.count == 103 && cause.lines.numbers == Array(1...100))
        #expect(summary.places(cause.lines) == "lines 1, 2, 3, 4, 5 and 98 more")
        #expect(summary.paragraphs.contains { $0.text.contains("lines 1, 2, 3, 4, 5 and 98 more") })
        #expect(cause.samples.map(\.verdict.line) == [1, 2])
    }

    @Test func aSampleThatIsTooLongIsNotKept() async throws {
        let long = signer.line(
            try signer.request(1), "0x",
            ["padding": "\"\(String(repeating: "x", count: CauseSample.maximumBytes))\""])
        let cause = try await audit(long).summary.cause("signature-malformed")
        #expect(cause?.lines.count == 1 && cause?.samples.isEmpty == true)
    }

    @Test func findingsOfOneKindAreGrouped() async throws {
        let lines = try (0..<12).map { try signer.line($0) }
        let (_, summary) = try await audit((lines + lines).joined(separator: "\n"))
        let notes = summary.paragraphs.filter { $0.kind == .note }.map(\.text)
        #expect(notes.count == 1 && summary.replays.count == 12)
        #expect(notes[0].hasPrefix("A signed request more than once: 12. lines 1, 13; lines 2, 14;"))
        #expect(notes[0].hasSuffix("; and 7 more, see --json."))
        #expect(summary.replays.first.map(\.numbers) == (1...12).map { [$0, $0 + 12] })
        // If there are five, all are shown.
        let five = try await audit((lines.prefix(5) + lines.prefix(5)).joined(separator: "\n")).summary
        let all = "5. lines 1, 6; lines 2, 7; lines 3, 8; lines 4, 9; lines 5, 10."
        #expect(five.paragraphs.contains { $0.text == "A signed request more than once: \(all)" })
    }

    @Test func theFirstOccurrencesInTheLogAreKept() {
        func add(_ line: Int, to found: inout Occurrences<Lines>) {
            found.append(Lines(Place(file: 0, line: line)))
        }
        var found = Occurrences<Lines>()
        for i in (1...2500).reversed() { add(i, to: &found) }
        #expect(found.count == 2500 && found.first.map(\.begin.line) == Array(1...1000))
        var others = Occurrences<Lines>()
        add(0, to: &others)
        others.merge(found)
        #expect(others.count == 2501 && others.first.map(\.begin.line) == Array(0...999))
    }

    @Test func theKeyIsJudgedBeforeTheSignature() async throws {
        let request = try signer.request(1)
        let both = signer.line(request, "0x12", ["publicKey": "\"0x12\""])
        let signatureAlone = signer.line(request, "0x12")
        let unknown = signer.line(request, "0x12", ["publicKey": ""])
        let (verdicts, _) = try await audit([both, signatureAlone, unknown].joined(separator: "\n"))
        #expect(verdicts.map(\.failure?.step) == [.publicKey, .signature, .account])
    }

    // MARK: Values

    @Test func recordsAsValuesGiveTheSameVerdicts() async throws {
        let requests = try (0..<70).map { try signer.request($0) }
        let records = try requests.enumerated().map { i, request in
            AuditRecord(
                .request(request), signature: try signer.key.signature(for: requests[i % 7 == 0 ? 0 : i]).hex,
                key: .decoded(signer.key.publicKey), account: AccountID(5), id: AuditRecord.ID(i),
                time: Date(timeIntervalSince1970: 1))
        }
        var verdicts: [AuditVerdict] = []
        let stream = AsyncStream { continuation in
            for record in records { continuation.yield(record) }
            continuation.finish()
        }
        let summary = try await LogAudit().run(over: stream) { verdicts.append($0) }
        #expect(verdicts.map(\.line) == Array(1...70))
        #expect(verdicts.map(\.isValid) == (0..<70).map { $0 % 7 != 0 || $0 == 0 })
        #expect(verdicts.map { $0.id?.json } == (0..<70).map(String.init))
        #expect(summary.records == 70 && summary.valid == 61 && summary.isComplete)
        #expect(summary.sharedSignatures.first.map(\.count) == [10])
        let message = Message(requests[0])
        let ofMessage = AuditRecord(
            .message(message), signature: try signer.key.signature(for: message).hex,
            key: .decoded(signer.key.publicKey))
        let one = AsyncStream {
            $0.yield(ofMessage); $0.finish()
        }
        #expect(try await LogAudit().run(over: one) { _ in }.isClean)
    }

    // MARK: Concurrency

    private actor Auditor {
        var lines: [UInt8] = []
        func audit(_ input: AuditInput) async throws -> Int {
            let summary = try await LogAudit().run(
                over: [input],
                write: {
                    assertIsolated()
                    lines += $0
                },
                progress: { _, _ in assertIsolated() })
            return summary.valid
        }
        func audit(_ records: AsyncStream<AuditRecord>) async throws -> Int {
            var count = 0
            _ = try await LogAudit().run(over: records) { _ in
                assertIsolated()
                count += 1
            }
            return count
        }
    }

    @MainActor private func onTheMainActor(_ input: AuditInput) async throws -> Int {
        var lines: [UInt8] = []
        let summary = try await LogAudit().run(
            over: [input],
            write: {
                MainActor.assertIsolated()
                lines += $0
            })
        return summary.valid
    }

    @Test func anAuditRunsOnAnyActor() async throws {
        let log = try (0..<3).map { try signer.line($0) }.joined(separator: "\n")
        #expect(try await onTheMainActor(try input(log)) == 3)
        #expect(try await Auditor().audit(try input(log)) == 3)
        let detached = try input(log)
        let task = Task.detached { try await LogAudit().run(over: [detached], write: { _ in }).valid }
        #expect(try await task.value == 3)
        let record = AuditRecord(.request(try signer.request(1)), signature: "0x")
        #expect(
            try await Auditor().audit(
                AsyncStream {
                    $0.yield(record); $0.finish()
                }) == 1)
    }

    /// An audit of a pipe without data does not block the actor that waits for it, and can be cancelled.
    @Test(.timeLimit(.minutes(5))) @MainActor func aSilentPipeDoesNotBlockTheActor() async throws {
        let pipe = Pipe()
        let input = AuditInput(name: "-", handle: pipe.fileHandleForReading, format: .ndjson)
        let task = Task { @MainActor in try await LogAudit().run(over: [input], write: { _ in }) }
        for _ in 0..<20 { await Task.yield() }
        task.cancel()
        let summary = try await task.value
        #expect(!summary.isComplete && summary.records == 0)
        try pipe.fileHandleForWriting.close()
    }

    @Test func aThoroughSearchRunsOnAnyActorAndCanBeCancelled() async throws {
        let request = try signer.request(1)
        let signature = try signer.key.signature(for: try signer.request(2)).hex
        let key = PublicKeySource.decoded(signer.key.publicKey)
        let cancelled = Task { @MainActor in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Diagnosis.thorough(of: signature, for: request, by: key)
        }
        await #expect(throws: CancellationError.self) { _ = try await cancelled.value }
        let nothing = try await Diagnosis.thorough(of: "hello", for: request, by: key)
        #expect(nothing == nil)
    }
}
