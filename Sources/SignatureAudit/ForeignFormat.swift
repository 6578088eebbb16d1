// SPDX-License-Identifier: Apache-2.0

/// A format of logs other than NDJSON. The audit rejects the whole file and names the command that converts
/// it, instead of giving a failed verdict on each line.
public enum ForeignFormat: CaseIterable, Equatable, Sendable {
    /// Compressed with gzip.
    case gzip
    /// Compressed with Zstandard.
    case zstandard
    /// Text in UTF-16, as PowerShell writes it.
    case utf16
    /// One JSON array of all records.
    case array
    /// JSON over several lines.
    case prettyPrinted
    /// JSON text sequences (RFC 7464).
    case sequence

    /// The format whose files begin with these bytes; `nil` if they can begin a file of NDJSON.
    init?(head: some Collection<UInt8>) {
        let head = head.prefix(ForeignFormat.headLength)
        let line = head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let isWholeLine = line.count < head.count
        func begins(with bytes: UInt8...) -> Bool { head.starts(with: bytes) }
        if begins(with: 0x1F, 0x8B) {
            self = .gzip
        } else if begins(with: 0x28, 0xB5, 0x2F, 0xFD) {
            self = .zstandard
        } else if begins(with: 0xFF, 0xFE) || begins(with: 0xFE, 0xFF) || begins(with: UInt8(ascii: "{"), 0)
            || begins(with: 0, UInt8(ascii: "{"))
        {
            self = .utf16
        } else if begins(with: 0x1E) {
            self = .sequence
        } else if begins(with: UInt8(ascii: "[")) {
            self = .array
        } else if isWholeLine, begins(with: UInt8(ascii: "{")),
            line.dropFirst().allSatisfy({ $0 == 0x20 || $0 == 0x09 })
        {
            self = .prettyPrinted
        } else {
            return nil
        }
    }

    /// The number of bytes that are needed to recognize a format.
    static let headLength = 64

    /// Whether the file contains JSON that could be parsed without a conversion.
    var isJSON: Bool {
        switch self {
        case .gzip, .zstandard, .utf16, .sequence: false
        case .array, .prettyPrinted: true
        }
    }

    /// The description of the file, for the sentence "… is …".
    var title: String {
        switch self {
        case .gzip: "compressed with gzip"
        case .zstandard: "compressed with Zstandard"
        case .utf16: "text in UTF-16"
        case .array: "one JSON array"
        case .prettyPrinted: "JSON over several lines"
        case .sequence: "a JSON text sequence (RFC 7464)"
        }
    }

    /// The command that converts the file to NDJSON.
    var command: String {
        switch self {
        case .gzip: "gzip -dc FILE"
        case .zstandard: "zstd -dc FILE"
        case .utf16: "iconv -f UTF-16 -t UTF-8 FILE"
        case .array: "jq -c '.[]' FILE"
        case .prettyPrinted: "jq -c . FILE"
        case .sequence: "tr -d '\\036' < FILE"
        }
    }
}
