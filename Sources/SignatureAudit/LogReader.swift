// SPDX-License-Identifier: Apache-2.0
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
            if line.number == 1, let format = LogReader.foreignFormat(ofHead: lines.head) {
                throw AuditError.foreignFormat(title: format.title, command: format.command, name: input.name)
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
        if let format = LogReader.foreignFormat(ofHead: document), !format.isJSON {
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

    var file: AuditSummary.File { lines.file(named: input.name, unsignedEntries: unsignedEntries) }

    // MARK: Other formats

    /// A format of logs other than NDJSON: its description for the sentence "… is …", the command that
    /// converts a file to NDJSON, the beginnings of a file, and whether a file contains JSON that could be
    /// parsed without a conversion.
    typealias ForeignFormat = (title: String, command: String, beginnings: [[UInt8]], isJSON: Bool)

    static let foreignFormats: [ForeignFormat] = [
        ("compressed with gzip", "gzip -dc FILE", [[0x1F, 0x8B]], false),
        ("compressed with Zstandard", "zstd -dc FILE", [[0x28, 0xB5, 0x2F, 0xFD]], false),
        // PowerShell writes UTF-16.
        (
            "text in UTF-16", "iconv -f UTF-16 -t UTF-8 FILE",
            [[0xFF, 0xFE], [0xFE, 0xFF], [UInt8(ascii: "{"), 0], [0, UInt8(ascii: "{")]], false
        ),
        ("a JSON text sequence (RFC 7464)", "tr -d '\\036' < FILE", [[0x1E]], false),
        ("one JSON array", "jq -c '.[]' FILE", [[UInt8(ascii: "[")]], true),
        // The first line is "{", with white space after it.
        ("JSON over several lines", "jq -c . FILE", [], true),
    ]

    /// The format of a file that begins with these bytes; `nil` if they can begin a file of NDJSON. The audit
    /// rejects a file in another format as a whole, instead of giving a failed verdict on each line.
    static func foreignFormat(ofHead head: some Collection<UInt8>) -> ForeignFormat? {
        let head = head.prefix(LineReader.headLength)
        let line = head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let isBraceAlone =
            line.count < head.count && line.first == UInt8(ascii: "{")
            && line.dropFirst().allSatisfy { $0 == 0x20 || $0 == 0x09 }
        return foreignFormats.first { format in
            isBraceAlone ? format.beginnings.isEmpty : format.beginnings.contains { head.starts(with: $0) }
        }
    }
}
