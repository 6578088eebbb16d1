// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

/// An HTTP archive (HAR 1.2), as browsers and proxies export it. It is one JSON document, which is held in
/// memory.
/// Only the members that a record needs are read. An invalid value elsewhere, for example in a response, does
/// not prevent a verdict.
struct HTTPArchive {
    /// The entries with a signature, with their numbers, which count from 1.
    private(set) var records: [(number: Int, record: Result<AuditRecord, SignatureVerdict.Failure>)] = []
    /// The number of entries without a signature.
    private(set) var unsignedEntries = 0
    let byteCount: Int
    let digest: SHA256Digest

    /// The largest archive that is read. A browser captures less in a day.
    static let maximumBytes = 1 << 27

    /// - Parameter name: the name of the file for errors.
    init(_ handle: FileHandle, name: String) throws {
        let bytes = Array(try handle.read(upToCount: HTTPArchive.maximumBytes + 1) ?? Data())
        guard bytes.count <= HTTPArchive.maximumBytes else {
            throw AuditError.notHAR("it is longer than \(HTTPArchive.maximumBytes) bytes", name: name)
        }
        if let format = ForeignFormat(head: bytes), !format.isJSON {
            throw AuditError.notHAR("it is \(format.title); convert it first: \(format.command)", name: name)
        }
        byteCount = bytes.count
        digest = SHA256.hash(data: bytes)
        for (index, entry) in try HTTPArchive.entries(of: bytes, name: name).enumerated() {
            guard let entry = RecordMembers(entry.object),
                let record = HTTPArchive.record(of: entry, index: index)
            else {
                unsignedEntries += 1
                continue
            }
            records.append((index + 1, record))
        }
    }

    /// The elements of log.entries.
    private static func entries(of bytes: [UInt8], name: String) throws(AuditError) -> [UnreadJSON] {
        let document: UnreadJSON.Object?
        do throws(JSONError) {
            document = try UnreadJSON.Object(
                finding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        } catch { throw .notHAR("\(error)", name: name) }
        do throws(SignatureVerdict.Failure) {
            let log = RecordMembers(try RecordMembers(document)?.raw("log")?.object)
            if let entries = try log?.raw("entries")?.elements { return entries }
        } catch { throw .notHAR(error.reason, name: name) }
        throw .notHAR("it has no log.entries", name: name)
    }

    /// Reads the record of an entry, or the reason why it is malformed; `nil` for an entry without a
    /// signature.
    private static func record(
        of entry: RecordMembers, index: Int
    ) -> Result<AuditRecord, SignatureVerdict.Failure>? {
        do throws(SignatureVerdict.Failure) {
            guard let request = RecordMembers(try entry.raw("request")?.object),
                let signature = try request.header("X-API-SIG")
            else { return nil }
            var contents = RecordContents(signature: signature)
            contents.id = AuditRecord.ID(index)
            contents.time = try entry.time("startedDateTime")
            contents.method = try request.text("method")
            contents.body = try body(of: request)
            if let url = try request.text("url") {
                // A fragment is never sent.
                contents.url = String(Substring(url.utf8.prefix { $0 != UInt8(ascii: "#") }))
                if !url.utf8.contains(UInt8(ascii: "?")) {
                    contents.parameters = try queryString(of: request)
                }
            }
            return .success(try AuditRecord(contents))
        } catch {
            return .failure(error)
        }
    }

    /// The pairs of `queryString`. They are not percent-encoded.
    private static func queryString(
        of request: RecordMembers
    ) throws(SignatureVerdict.Failure) -> [Parameter]? {
        guard let pairs = try? request.raw("queryString")?.elements, !pairs.isEmpty else { return nil }
        var parameters: [Parameter] = []
        for pair in pairs {
            guard let pair = RecordMembers(pair.object), let name = try pair.text("name"),
                let value = try pair.text("value")
            else { throw .malformed("queryString is not a list of name and value") }
            parameters.append(Parameter(name, value))
        }
        return parameters
    }

    /// The body that was sent, if the archive contains it. Many exporters drop bodies: they omit `postData`,
    /// or leave its text empty.
    private static func body(
        of request: RecordMembers
    ) throws(SignatureVerdict.Failure) -> RecordContents.Body {
        let data = RecordMembers(try request.raw("postData")?.object)
        if let text = try data?.text("text"), !text.isEmpty {
            guard try data?.text("encoding")?.utf8.elementsEqual("base64".utf8) == true else {
                return .text(text)
            }
            guard let bytes = Data(base64Encoded: text), let decoded = String(strictUTF8: bytes) else {
                throw .malformed("postData.text is not UTF-8 in base64")
            }
            return .text(decoded)
        }
        let length = length(ofBodyOf: request)
        let isEmpty = length == 0 || length == nil && data != nil && (try? data?.raw("_file")) == nil
        return isEmpty ? .text("") : .lost("the archive does not contain the body, which is signed")
    }

    /// The number of bytes of the body; `nil` if the archive does not give it.
    private static func length(ofBodyOf request: RecordMembers) -> Int? {
        let header = (try? request.header("Content-Length")).flatMap { $0 }.flatMap { Int($0) }
        guard let size = (try? request.value("bodySize", .integer)).flatMap({ $0 }), size >= 0 else {
            return header
        }
        return max(size, header ?? 0)
    }
}
