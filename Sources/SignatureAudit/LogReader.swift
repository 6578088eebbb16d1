// SPDX-License-Identifier: Apache-2.0
import PrimeField
import SignatureDiagnosis
import StrictJSON

/// Reads the records of one log part by part. Reading may block.
struct LogReader {
    /// The largest number of bytes in the lines of a part.
    private static let maximumBytes = 1 << 22
    /// The largest archive that is read. A browser captures less in a day.
    static let maximumArchiveBytes = 1 << 27

    private let input: AuditInput
    private let isOneOfSeveral: Bool
    private let cancellation: CancellationFlag
    private var lines: LineReader
    /// In HAR, the entries that are left.
    private var entries: ArraySlice<UnreadJSON>?
    private var unsignedEntries = 0

    init(_ input: AuditInput, isOneOfSeveral: Bool, _ cancellation: CancellationFlag) {
        self.input = input
        self.isOneOfSeveral = isOneOfSeveral
        self.cancellation = cancellation
        lines = LineReader(input.handle)
    }

    /// Returns the next part, of at most `length` records; `nil` at the end.
    mutating func next(_ length: Int) throws -> Chunk? {
        var chunk = Chunk(file: isOneOfSeveral ? input.name : nil)
        let before = lines.byteCount
        switch input.format {
        case .ndjson: try addLines(length, to: &chunk)
        case .har: try addEntries(length, to: &chunk)
        }
        chunk.bytes = lines.byteCount - before
        return chunk.records.isEmpty ? nil : chunk
    }

    private mutating func addLines(_ length: Int, to chunk: inout Chunk) throws {
        var bytes = 0
        while chunk.records.count < length, bytes < LogReader.maximumBytes, !cancellation.isSet,
            let line = try lines.next(unless: { cancellation.isSet })
        {
            if line.number == 1, let format = ForeignFormat(head: lines.head) {
                throw AuditError.foreignFormat(format, name: input.name)
            }
            if line.isBlank { continue }
            let content = line.bytes.map(Chunk.Content.line)
            chunk.records.append((line.number, content ?? LogReader.tooLong))
            bytes += line.bytes?.count ?? 0
        }
    }

    private mutating func addEntries(_ length: Int, to chunk: inout Chunk) throws {
        if entries == nil { entries = try archiveEntries()[...] }
        while chunk.records.count < length, !cancellation.isSet, let index = entries?.startIndex,
            let entry = entries?.popFirst()
        {
            do throws(AuditRecord.Failure) {
                guard let record = try AuditRecord(entry, index: index) else {
                    unsignedEntries += 1
                    continue
                }
                chunk.records.append((index + 1, .record(.success(record))))
            } catch { chunk.records.append((index + 1, .record(.failure(error)))) }
        }
    }

    /// Reads an HTTP archive, as browsers and proxies export it: one JSON document, which is held in memory.
    private mutating func archiveEntries() throws -> [UnreadJSON] {
        let document = try lines.rest(limit: LogReader.maximumArchiveBytes, unless: { cancellation.isSet })
        guard !cancellation.isSet else { return [] }
        func failure(_ reason: String) -> AuditError { .notHAR(reason, name: input.name) }
        guard let document else {
            throw failure("it is longer than \(LogReader.maximumArchiveBytes) bytes")
        }
        if let format = ForeignFormat(head: document), !format.isJSON {
            throw failure("it is \(format.title); convert it first: \(format.command)")
        }
        let hasMark = document.starts(with: [0xEF, 0xBB, 0xBF])
        do {
            let members = try UnreadJSON.Object(finding: hasMark ? Array(document.dropFirst(3)) : document)
            if let entries = try members?.raw("log")?.object?.raw("entries")?.elements { return entries }
        } catch { throw failure("\(error)") }
        throw failure("it has no log.entries")
    }

    private static let tooLong = Chunk.Content.record(
        .failure(.malformed("the line is longer than \(LineReader.maximumBytes) bytes")))

    /// The file, with the length and the digest of what was read.
    var file: AuditSummary.File {
        AuditSummary.File(
            name: input.name, bytes: lines.byteCount, sha256: Hexadecimal.encode(lines.digest),
            unsignedEntries: unsignedEntries)
    }
}
