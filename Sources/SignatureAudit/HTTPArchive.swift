// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

/// An HTTP archive (HAR 1.2), as browsers and proxies export it. It is one JSON document, which is held in
/// memory. Only the members that a record needs are read, so an invalid value elsewhere, for example in a
/// response, does not prevent a verdict.
enum HTTPArchive {
    /// The largest archive that is read. A browser captures less in a day.
    static let maximumBytes = 1 << 27

    /// The elements of log.entries.
    /// - Parameter document: `nil` if it is longer than ``maximumBytes``.
    static func entries(of document: [UInt8]?, name: String) throws(AuditError) -> [UnreadJSON] {
        guard let document else { throw .notHAR("it is longer than \(maximumBytes) bytes", name: name) }
        if let format = ForeignFormat(head: document), !format.isJSON {
            throw .notHAR("it is \(format.title); convert it first: \(format.command)", name: name)
        }
        let hasMark = document.starts(with: [0xEF, 0xBB, 0xBF])
        let members: UnreadJSON.Object?
        do throws(JSONError) {
            members = try UnreadJSON.Object(finding: hasMark ? Array(document.dropFirst(3)) : document)
        } catch { throw .notHAR("\(error)", name: name) }
        do throws(AuditRecord.Failure) {
            if let entries = try members?.raw("log")?.object?.raw("entries")?.elements { return entries }
        } catch { throw .notHAR(error.reason, name: name) }
        throw .notHAR("it has no log.entries", name: name)
    }
}

extension AuditRecord {
    /// Reads an entry; `nil` for an entry without a signature.
    /// - Throws: a failure of the step `record`.
    init?(_ entry: UnreadJSON, index: Int) throws(Failure) {
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
