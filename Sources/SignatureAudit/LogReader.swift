// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField
import SignatureDiagnosis

/// Reads the records of one log part by part, on its own thread, because reading may block.
final class LogReader: @unchecked Sendable {
    /// Records to judge.
    struct Part: Sendable {
        var chunk: Chunk
        /// The number of records that were skipped before these.
        var skipped = 0
        /// The number of bytes that were read.
        var bytes = 0
    }

    private static let maximumBytes = 1 << 22

    private let input: AuditInput
    private let queue = WorkQueue(label: "log")
    private let cancellation: CancellationFlag
    private let chunk: Chunk
    // Everything below is used only on the queue, and by `file` after the last read.
    private var lines: LineReader
    private var archive: HTTPArchive?
    private var entries = 0

    init(_ input: AuditInput, isOneOfSeveral: Bool, _ cancellation: CancellationFlag) {
        self.input = input
        self.cancellation = cancellation
        lines = LineReader(input.handle)
        chunk = Chunk(file: isOneOfSeveral ? input.name : nil)
    }

    /// Skips `skip` records and returns the next part, of at most `length` records; `nil` at the end.
    nonisolated(nonsending) func next(_ length: Int, skipping skip: Int) async throws -> Part? {
        try await cancellation.whileRunning {
            await queue.run {
                Result {
                    switch self.input.format {
                    case .ndjson: try self.nextLines(length, skip)
                    case .har: try self.nextEntries(length, skip)
                    }
                }
            }
        }.get()
    }

    private func nextLines(_ length: Int, _ skip: Int) throws -> Part? {
        var part = Part(chunk: chunk)
        let before = lines.byteCount
        var bytes = 0
        while part.chunk.lines.count < length, bytes < LogReader.maximumBytes, !cancellation.isSet,
            let line = try lines.next(unless: { cancellation.isSet })
        {
            if line.number == 1, let format = ForeignFormat(head: lines.head) {
                throw AuditError.foreignFormat(format, name: input.name)
            }
            if line.isBlank { continue }
            if part.skipped < skip {
                part.skipped += 1
                continue
            }
            part.chunk.lines.append((line.number, .line(line.bytes)))
            bytes += line.bytes?.count ?? 0
        }
        part.bytes = lines.byteCount - before
        return part.chunk.lines.isEmpty && part.skipped == 0 ? nil : part
    }

    private func nextEntries(_ length: Int, _ skip: Int) throws -> Part? {
        var part = Part(chunk: chunk)
        if archive == nil {
            let archive = try HTTPArchive(input.handle, name: input.name)
            self.archive = archive
            part.bytes = archive.byteCount
        }
        guard let archive, entries < archive.records.count, !cancellation.isSet else { return nil }
        part.skipped = min(skip, archive.records.count - entries)
        entries += part.skipped
        for entry in archive.records[entries...].prefix(length) {
            part.chunk.lines.append((entry.number, .record(entry.record)))
        }
        entries += part.chunk.lines.count
        return part
    }

    /// The file, with the length and the digest of what was read.
    var file: AuditSummary.File {
        AuditSummary.File(
            name: input.name, bytes: archive?.byteCount ?? lines.byteCount,
            sha256: Hexadecimal.encode(archive?.digest ?? lines.digest),
            unsignedEntries: archive?.unsignedEntries ?? 0)
    }
}
