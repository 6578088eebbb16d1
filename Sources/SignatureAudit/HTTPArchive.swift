// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

/// An HTTP archive (HAR 1.2), as browsers and proxies export it. It is one JSON document, which is held in
/// memory. Only the members that a record needs are read, so an invalid value elsewhere, for example in a
/// response, does not prevent a verdict.
struct HTTPArchive {
    typealias Entry = (number: Int, record: Result<AuditRecord, AuditRecord.Failure>)

    /// The entries with a signature, with their numbers, which count from 1.
    private(set) var records: [Entry] = []
    /// The number of entries without a signature.
    private(set) var unsignedEntries = 0
    let byteCount: Int
    let digest: SHA256Digest

    /// The largest archive that is read. A browser captures less in a day.
    static let maximumBytes = 1 << 27

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
            do throws(AuditRecord.Failure) {
                guard let record = try AuditRecord(entry, index: index) else {
                    unsignedEntries += 1
                    continue
                }
                records.append((index + 1, .success(record)))
            } catch { records.append((index + 1, .failure(error))) }
        }
    }

    /// The elements of log.entries.
    private static func entries(of bytes: [UInt8], name: String) throws(AuditError) -> [UnreadJSON] {
        let document: UnreadJSON.Object?
        do throws(JSONError) {
            document = try UnreadJSON.Object(
                finding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        } catch { throw .notHAR("\(error)", name: name) }
        do throws(AuditRecord.Failure) {
            if let entries = try document?.raw("log")?.object?.raw("entries")?.elements { return entries }
        } catch { throw .notHAR(error.reason, name: name) }
        throw .notHAR("it has no log.entries", name: name)
    }
}

extension AuditRecord {
    /// Reads an entry; `nil` for an entry without a signature.
    /// - Throws: a failure of the step `record`.
    fileprivate init?(_ entry: UnreadJSON, index: Int) throws(Failure) {
        guard let entry = entry.object, let request = try entry.raw("request")?.object,
            let signature = try request.header("X-API-SIG")
        else { return nil }
        self.signature = signature
        id = ID(index)
        time = try entry.time("startedDateTime")
        key = nil
        let (method, body) = (try request.text("method"), try request.sentBody())
        let url = try request.text("url")
        let hasQuery = url?.utf8.contains(UInt8(ascii: "?")) ?? true
        let recorded = try RecordedRequest(
            // A fragment is never sent.
            method, url.map { String(Substring($0.utf8.prefix { $0 != UInt8(ascii: "#") })) },
            parameters: hasQuery ? nil : try request.queryString(), body: body)
        account = recorded.account
        subject = Result { () throws(Failure) in .request(try recorded.request(in: "archive")) }
    }
}

extension UnreadJSON.Object {
    /// The pairs of `queryString`. They are not percent-encoded.
    fileprivate func queryString() throws(Failure) -> [Parameter]? {
        guard let pairs = try? raw("queryString")?.elements, !pairs.isEmpty else { return nil }
        return try pairs.map { pair throws(Failure) in
            guard let pair = pair.object, let name = try pair.text("name"),
                let value = try pair.text("value")
            else { throw .malformed("queryString is not a list of name and value") }
            return Parameter(name, value)
        }
    }

    /// The body that was sent; `nil` if the archive does not contain it. Many exporters drop bodies: they
    /// omit `postData`, or leave its text empty.
    fileprivate func sentBody() throws(Failure) -> String? {
        let data = try raw("postData")?.object
        if let text = try data?.text("text"), !text.isEmpty {
            guard try data?.text("encoding")?.utf8.elementsEqual("base64".utf8) == true else {
                return text
            }
            guard let bytes = Data(base64Encoded: text), let decoded = String(strictUTF8: bytes) else {
                throw .malformed("postData.text is not UTF-8 in base64")
            }
            return decoded
        }
        let isEmpty = bodyLength == 0 || bodyLength == nil && data != nil && (try? data?.raw("_file")) == nil
        return isEmpty ? "" : nil
    }

    /// The number of bytes of the body; `nil` if the archive does not give it.
    private var bodyLength: Int? {
        let header = (try? header("Content-Length")).flatMap { $0 }.flatMap { Int($0) }
        let size = (try? value("bodySize", .integer)).flatMap { $0 }.flatMap { $0 >= 0 ? $0 : nil }
        return [header, size].compactMap(\.self).max()
    }
}
