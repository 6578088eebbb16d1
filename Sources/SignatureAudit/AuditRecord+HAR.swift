// SPDX-License-Identifier: Apache-2.0
import Foundation
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

extension AuditRecord {
    /// Reads an entry of an HTTP archive (HAR 1.2); `nil` for an entry without a signature. Only the members
    /// that a record needs are read, so an invalid value elsewhere, for example in a response, does not
    /// prevent a verdict.
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
        (account, subject) = try AuditRecord.request(
            // A fragment is never sent.
            method, url.map { String(Substring($0.utf8.prefix { $0 != UInt8(ascii: "#") })) },
            hasQuery ? nil : try request.queryString(), body: body, in: "archive")
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
