// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField
import SignatureDiagnosis

/// Reads the records of one log part by part, on its own thread, because reading may block.
final class LogReader: @unchecked Sendable {
    private static let maximumBytes = 1 << 22

    private let input: AuditInput
    private let queue = WorkQueue(label: "log")
    private let cancellation: CancellationFlag
    private let chunk: Chunk
    // Everything below is used only on the queue, and by `file` after the last read.
    private var lines: LineReader
    private var archive: HTTPArchive?
    /// The entries of the archive that are left.
    private var entries: ArraySlice<HTTPArchive.Entry> = []

    init(_ input: AuditInput, isOneOfSeveral: Bool, _ cancellation: CancellationFlag) {
        self.input = input
        self.cancellation = cancellation
        lines = LineReader(input.handle)
        chunk = Chunk(file: isOneOfSeveral ? input.name : nil)
    }

    /// Returns the next part, of at most `length` records; `nil` at the end.
    nonisolated(nonsending) func next(_ length: Int) async throws -> Chunk? {
        try await cancellation.whileRunning {
            await queue.run {
                Result {
                    switch self.input.format {
                    case .ndjson: try self.nextLines(length)
                    case .har: try self.nextEntries(length)
                    }
                }
            }
        }.get()
    }

    private func nextLines(_ length: Int) throws -> Chunk? {
        var chunk = chunk
        let before = lines.byteCount
        var bytes = 0
        while chunk.lines.count < length, bytes < LogReader.maximumBytes, !cancellation.isSet,
            let line = try lines.next(unless: { cancellation.isSet })
        {
            if line.number == 1, let format = ForeignFormat(head: lines.head) {
                throw AuditError.foreignFormat(format, name: input.name)
            }
            if line.isBlank { continue }
            chunk.lines.append((line.number, .line(line.bytes)))
            bytes += line.bytes?.count ?? 0
        }
        chunk.bytes = lines.byteCount - before
        return chunk.lines.isEmpty ? nil : chunk
    }

    private func nextEntries(_ length: Int) throws -> Chunk? {
        var chunk = chunk
        if archive == nil {
            let archive = try HTTPArchive(input.handle, name: input.name)
            self.archive = archive
            entries = archive.records[...]
            chunk.bytes = archive.byteCount
        }
        guard !entries.isEmpty, !cancellation.isSet else { return nil }
        chunk.lines = entries.prefix(length).map { ($0.number, .record($0.record)) }
        entries = entries.dropFirst(length)
        return chunk
    }

    /// The file, with the length and the digest of what was read.
    var file: AuditSummary.File {
        AuditSummary.File(
            name: input.name, bytes: archive?.byteCount ?? lines.byteCount,
            sha256: Hexadecimal.encode(archive?.digest ?? lines.digest),
            unsignedEntries: archive?.unsignedEntries ?? 0)
    }
}
