// SPDX-License-Identifier: Apache-2.0

/// A format of logs other than NDJSON. The audit rejects the whole file and names the command that converts
/// it, instead of giving a failed verdict on each line.
public struct ForeignFormat: CaseIterable, Hashable, Sendable {
    /// The description of the file, for the sentence "… is …".
    let title: String
    /// The command that converts the file to NDJSON.
    let command: String
    /// A file in this format begins with one of these.
    private let beginnings: [[UInt8]]
    /// Whether the file contains JSON that could be parsed without a conversion.
    private(set) var isJSON = false

    /// Compressed with gzip.
    public static let gzip = ForeignFormat(
        title: "compressed with gzip", command: "gzip -dc FILE", beginnings: [[0x1F, 0x8B]])
    /// Compressed with Zstandard.
    public static let zstandard = ForeignFormat(
        title: "compressed with Zstandard", command: "zstd -dc FILE", beginnings: [[0x28, 0xB5, 0x2F, 0xFD]])
    /// Text in UTF-16, as PowerShell writes it.
    public static let utf16 = ForeignFormat(
        title: "text in UTF-16", command: "iconv -f UTF-16 -t UTF-8 FILE",
        beginnings: [[0xFF, 0xFE], [0xFE, 0xFF], [UInt8(ascii: "{"), 0], [0, UInt8(ascii: "{")]])
    /// JSON text sequences (RFC 7464).
    public static let sequence = ForeignFormat(
        title: "a JSON text sequence (RFC 7464)", command: "tr -d '\\036' < FILE", beginnings: [[0x1E]])
    /// One JSON array of all records.
    public static let array = ForeignFormat(
        title: "one JSON array", command: "jq -c '.[]' FILE", beginnings: [[UInt8(ascii: "[")]], isJSON: true)
    /// JSON over several lines: the first line is "{", with white space after it.
    public static let prettyPrinted = ForeignFormat(
        title: "JSON over several lines", command: "jq -c . FILE", beginnings: [], isJSON: true)

    /// All formats that are recognized.
    public static let allCases = [gzip, zstandard, utf16, sequence, array, prettyPrinted]

    /// The number of bytes that are needed to recognize a format.
    static let headLength = 64
}

extension ForeignFormat {
    /// The format whose files begin with these bytes; `nil` if they can begin a file of NDJSON.
    init?(head: some Collection<UInt8>) {
        let head = head.prefix(ForeignFormat.headLength)
        let line = head.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let isBraceAlone =
            line.count < head.count && line.first == UInt8(ascii: "{")
            && line.dropFirst().allSatisfy { $0 == 0x20 || $0 == 0x09 }
        let format = ForeignFormat.allCases.first { $0.beginnings.contains { head.starts(with: $0) } }
        guard let format = isBraceAlone ? .prettyPrinted : format else { return nil }
        self = format
    }
}
