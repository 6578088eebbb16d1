import Crypto
import StrictJSON
import Foundation

/// An HTTP archive (HAR 1.2), as browsers and mitmproxy export it: one JSON document, held in memory.
struct HTTPArchive {
    /// The entries with a signature, by their numbers counted from 1.
    private(set) var records: [(number: Int, record: Result<AuditRecord, AuditFailure>)] = []
    /// How many entries have none.
    private(set) var unsignedEntries = 0
    let byteCount: Int
    let digest: SHA256Digest

    /// More than a browser's capture of a day.
    static let maximumBytes = 1 << 27

    init(_ handle: FileHandle) throws {
        let bytes = try handle.read(upToCount: HTTPArchive.maximumBytes + 1) ?? Data()
        guard bytes.count <= HTTPArchive.maximumBytes else {
            throw AuditError.notHAR("it is longer than \(HTTPArchive.maximumBytes) bytes")
        }
        byteCount = bytes.count
        digest = SHA256.hash(data: bytes)
        let document: JSON
        do {
            document = try JSON(
                parsing: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
        } catch { throw AuditError.notHAR("\(error)") }
        guard case .array(let entries)? = document["log"]?["entries"] else {
            throw AuditError.notHAR("it has no log.entries")
        }
        for (index, entry) in entries.enumerated() {
            guard let request = entry["request"], let signature = HTTPArchive.signature(of: request) else {
                unsignedEntries += 1
                continue
            }
            records.append(
                (
                    index + 1,
                    Result { () throws(AuditFailure) in
                        try AuditRecord(HTTPArchive.members(of: entry, request, signature, index: index))
                    }
                ))
        }
    }

    /// The value of X-API-SIG.
    private static func signature(of request: JSON) -> String? {
        guard case .array(let headers)? = request["headers"] else { return nil }
        for header in headers {
            if case .text(let name)? = header["name"], name.lowercased() == "x-api-sig",
                case .text(let value)? = header["value"]
            {
                return value
            }
        }
        return nil
    }

    /// The entry with the members of a record. A fragment is never sent.
    private static func members(
        of entry: JSON, _ request: JSON, _ signature: String, index: Int
    ) -> Members {
        var members: JSON.Object = ["id": .integer(index), "signature": .text(signature)]
        members["time"] = entry["startedDateTime"]
        members["method"] = request["method"]
        if case .text(let url)? = request["url"] {
            members["url"] = .text(String(url.prefix { $0 != "#" }))
        }
        members["body"] = request["postData"]?["text"]
        return Members(members)
    }
}
