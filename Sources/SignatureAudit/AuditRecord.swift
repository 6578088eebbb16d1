// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

/// A record of a log: a request or a message, its signature, and the key or the account of the supposed
/// signer.
/// In NDJSON a record is one object on a line, in HAR 1.2 an entry. README.md lists the members. If the
/// request or the key of a record is invalid, it is still a record, and its verdict says what is invalid.
public struct AuditRecord: Sendable {
    /// An identifier of a record, any JSON value.
    public struct ID: Hashable, Sendable {
        /// The id as it is written in the log.
        let unread: UnreadJSON

        /// A text.
        public init(_ text: String) { self.init(JSON.text(text)) }

        /// An integer.
        public init(_ integer: Int) { self.init(JSON.integer(integer)) }

        // Cannot fail: JSON that the writer produces can be read.
        private init(_ json: JSON) { unread = try! UnreadJSON(finding: json.line) }

        /// `nil` if the value is not valid JSON, because then the verdict cannot repeat it.
        init?(_ unread: UnreadJSON) {
            guard (try? unread.read()) != nil else { return nil }
            self.unread = unread
        }

        /// The id as JSON.
        public var json: String { String(decoding: unread.bytes, as: UTF8.self) }
    }

    /// What the signature is a signature of.
    public enum Subject: Sendable {
        /// A request.
        case request(SignableRequest)
        /// A field element, of unknown origin.
        case message(Message)
    }

    /// Why a record cannot be judged, or its signature is not valid.
    public typealias Failure = SignatureVerdict.Failure

    /// The record's id in the log.
    public let id: ID?
    /// The time of the record, if it has one that can be read.
    package let time: Date?
    /// The account that the record names, in its own member or in the request.
    public let account: AccountID?
    /// The key that the record contains.
    public let key: PublicKeySource?
    /// The value of X-API-SIG.
    public let signature: String
    /// The request or the message, or why it cannot be read.
    public let subject: Result<Subject, Failure>

    /// A record of a request as it was sent, or of a message. `signature` is the value of X-API-SIG. If `key`
    /// is `nil`, the signature is judged under the audit's key of `account`. The verdict repeats `id`.
    public init(
        _ subject: Subject, signature: String, key: PublicKeySource? = nil, account: AccountID? = nil,
        id: ID? = nil, time: Date? = nil
    ) {
        self.subject = .success(subject)
        self.signature = signature
        self.key = key
        self.account = account
        self.id = id
        self.time = time.flatMap { Date(recorded: $0) }
    }

    /// Reads a line of NDJSON.
    /// - Throws: a failure of the step `record`.
    public init(parsing line: [UInt8]) throws(Failure) {
        let object: UnreadJSON.Object?
        do throws(JSONError) { object = try UnreadJSON.Object(finding: line) } catch {
            throw .malformed("the line is not JSON: \(error)")
        }
        guard let members = object else { throw .malformed("the line is not a JSON object") }
        signature = try members.signature()
        id = try members.raw("id").flatMap { ID($0) }
        time = try members.time("time")
        key = try members.value(
            "publicKey", else: "neither text nor an object of x and y", PublicKeySource.init)
        let account = try members.value(
            "accountId", else: "not an account number", AccountID.init(recorded:))
        let (method, url) = (try members.text("method"), try members.text("url"))
        let (parameters, body) = (try members.parameters(), try members.text("body"))
        if let message = try members.text("message") {
            for name in ["method", "url", "params", "body"] where try members.raw(name) != nil {
                throw .malformed("the record has both message and \(name); only one is allowed")
            }
            self.account = account
            subject = Result { () throws(Failure) in
                do throws(EdDSAError) { return .message(try Message(hex: message)) } catch {
                    throw Failure(.request, error)
                }
            }
        } else {
            (self.account, subject) = try AuditRecord.request(
                method, url, parameters, body: body, in: "record", account: account)
        }
    }

    /// Reads a request and its account from a log, which is a "record" or an "archive". The URL includes the
    /// query, or the parameters are listed separately.
    /// - Throws: a failure of the step `record` if there is no method or no URL.
    static func request(
        _ method: String?, _ url: String?, _ parameters: [Parameter]?, body: String?, in log: String,
        account: AccountID? = nil
    ) throws(Failure) -> (AccountID?, Result<Subject, Failure>) {
        guard let method, let url else {
            throw .malformed("there is neither a message nor a request with method and url")
        }
        let mark = parameters == nil ? url.utf8.firstIndex(of: UInt8(ascii: "?")) : nil
        // The parameters that are listed separately, or those of the query in the URL, decoded by RFC 3986,
        // so that "+" is a plus. `nil` for a key or value that cannot be decoded.
        let pairs: [(key: String?, value: String?)] =
            parameters?.map { ($0.key, $0.value) }
            ?? mark.map { Parameter.pairs(ofQuery: url[url.utf8.index(after: $0)...]) } ?? []
        let subject = Result { () throws(Failure) -> Subject in
            guard body != nil || method != "POST" && method != "PUT" else {
                throw .init(.request, .bodyMissing, "the \(log) does not contain the body, which is signed")
            }
            let parameters = try pairs.map { key, value throws(Failure) in
                guard let key, let value else {
                    throw .init(.request, "url-invalid", "the query is not percent-encoded UTF-8")
                }
                return Parameter(key, value)
            }
            do throws(RequestCanonicalizationError) {
                let method = try SignableRequest.Method(method)
                let url = try RequestURL(String(url[..<(mark ?? url.endIndex)]))
                // An empty body of GET or DELETE counts as no body, because nothing was sent.
                let body = body == "" && !method.signsBody ? nil : body
                return .request(
                    try SignableRequest(
                        method: method, url: url, parameters: parameters, body: body.map { Array($0.utf8) }))
            } catch { throw .init(.request, error.code, "\(error)") }
        }
        return (account ?? AuditRecord.account(in: pairs, body), subject)
    }

    /// The account in the parameter accountId, or in the member accountId of a JSON body. It is found even if
    /// the rest of the query or the body is invalid.
    private static func account(in pairs: [(key: String?, value: String?)], _ body: String?) -> AccountID? {
        if let parameter = pairs.first(where: { $0.key?.utf8.elementsEqual("accountId".utf8) == true }) {
            return parameter.value.flatMap { AccountID(recorded: .text($0)) }
        }
        guard let body, body.utf8.first == UInt8(ascii: "{"),
            let members = try? UnreadJSON.Object(finding: Array(body.utf8))
        else { return nil }
        return (try? members.value("accountId", .any))?.flatMap { AccountID(recorded: $0) }
    }
}
