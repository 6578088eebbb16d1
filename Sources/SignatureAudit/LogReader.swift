// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField
import SignatureDiagnosis
import StrictJSON

/// Reads the records of one log part by part. Reading may block.
struct LogReader {
    /// The largest number of bytes in the lines of a part.
    private static let maximumBytes = 1 << 22

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
            let tooLong = "the line is longer than \(LineReader.maximumBytes) bytes"
            chunk.records.append((line.number, content ?? .record(.failure(.malformed(tooLong)))))
            bytes += line.bytes?.count ?? 0
        }
    }

    private mutating func addEntries(_ length: Int, to chunk: inout Chunk) throws {
        if entries == nil {
            let document = try lines.rest(limit: HTTPArchive.maximumBytes, unless: { cancellation.isSet })
            guard !cancellation.isSet else { return }
            entries = try HTTPArchive.entries(of: document, name: input.name)[...]
        }
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

    /// The file, with the length and the digest of what was read.
    var file: AuditSummary.File {
        AuditSummary.File(
            name: input.name, bytes: lines.byteCount, sha256: Hexadecimal.encode(lines.digest),
            unsignedEntries: unsignedEntries)
    }
}
