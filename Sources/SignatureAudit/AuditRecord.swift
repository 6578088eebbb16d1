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
    /// An identifier of a record, as the log contains it.
    public struct ID: Hashable, Sendable {
        /// The id as it is written in the log.
        let unread: UnreadJSON

        /// A text.
        public init(_ text: String) { self.init(JSON.text(text)) }

        /// An integer.
        public init(_ integer: Int) { self.init(JSON.integer(integer)) }

        private init(_ json: JSON) {
            // Cannot fail: JSON that the writer produces can be read.
            unread = try! UnreadJSON(finding: json.line)
        }

        /// Any JSON value, kept as it is written; `nil` if it is not valid JSON, because then the verdict
        /// cannot repeat it.
        init?(_ unread: UnreadJSON) {
            guard (try? unread.read()) != nil else { return nil }
            self.unread = unread
        }

        /// The id as JSON.
        public var json: String { String(decoding: unread.bytes, as: UTF8.self) }

        /// Returns whether two ids consist of the same bytes.
        public static func == (a: ID, b: ID) -> Bool { a.unread.bytes == b.unread.bytes }

        /// Hashes the bytes.
        public func hash(into hasher: inout Hasher) { hasher.combine(unread.bytes) }
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
    package let time: RecordTime?
    /// The account that the record names, in its own member or in the request.
    public let account: AccountID?
    /// The key that the record contains.
    public let key: PublicKeySource?
    /// The value of X-API-SIG.
    public let signature: String
    /// The request or the message, or why it cannot be read.
    public let subject: Result<Subject, Failure>

    /// A record of a request.
    ///
    /// - Parameters:
    ///   - request: the request as it was sent.
    ///   - signature: the value of X-API-SIG.
    ///   - key: the public key of the signer; if `nil`, the audit's key of `account`.
    ///   - account: the number of the account.
    /// - id: an identifier, which the verdict repeats.
    ///   - time: when the request was sent.
    public init(
        _ request: SignableRequest, signature: String, key: PublicKeySource? = nil, account: AccountID? = nil,
        id: ID? = nil,
        time: Date? = nil
    ) {
        self.init(.request(request), signature, key, account, id, time)
    }

    /// A record of a message that is not a request. The other parameters are those of a request's record.
    public init(
        _ message: Message, signature: String, key: PublicKeySource? = nil, account: AccountID? = nil,
        id: ID? = nil,
        time: Date? = nil
    ) {
        self.init(.message(message), signature, key, account, id, time)
    }

    private init(
        _ subject: Subject, _ signature: String, _ key: PublicKeySource?, _ account: AccountID?, _ id: ID?,
        _ time: Date?
    ) {
        self.subject = .success(subject)
        self.signature = signature
        self.key = key
        self.account = account
        self.id = id
        self.time = time.flatMap { RecordTime($0) }
    }

    /// Reads a line of NDJSON.
    /// - Throws: a failure of the step `record`.
    public init(parsing line: [UInt8]) throws(Failure) {
        let members = try RecordMembers(line: line)
        var contents = RecordContents(signature: try members.signature())
        contents.id = try members.raw("id").flatMap { ID($0) }
        contents.time = try members.time("time")
        contents.key = try members.key()
        contents.account = try members.account()
        contents.method = try members.text("method")
        contents.url = try members.text("url")
        contents.parameters = try members.parameters()
        contents.body = try members.text("body").map { .text($0) } ?? .absent
        if let message = try members.text("message") {
            try self.init(message: message, contents)
        } else {
            try self.init(contents)
        }
    }

    private init(message: String, _ contents: RecordContents) throws(Failure) {
        let others = [
            ("method", contents.method != nil), ("url", contents.url != nil),
            ("params", contents.parameters != nil), ("body", contents.body.text != nil),
        ]
        for (name, isThere) in others where isThere {
            throw .malformed("the record has both message and \(name); only one is allowed")
        }
        id = contents.id
        time = contents.time
        account = contents.account
        key = contents.key
        signature = contents.signature
        subject = Result { () throws(Failure) in
            do throws(EdDSAError) { return .message(try Message(hex: message)) } catch {
                let rejection = Rejection(error)
                throw Failure(.request, rejection.code, rejection.reason)
            }
        }
    }

    /// A record of a request.
    init(_ contents: RecordContents) throws(Failure) {
        guard let method = contents.method, let url = contents.url else {
            throw .malformed("there is neither a message nor a request with method and url")
        }
        let target = RequestTarget(url, parameters: contents.parameters, body: contents.body.text)
        id = contents.id
        time = contents.time
        account = contents.account ?? target.account
        key = contents.key
        signature = contents.signature
        let body = contents.body
        subject = Result { () throws(Failure) in
            if let reason = body.absence, method == "POST" || method == "PUT" {
                throw Failure(.request, .bodyMissing, reason)
            }
            return .request(try target.request(method))
        }
    }
}

/// The members of a line or an entry.
struct RecordContents {
    /// The body of a request in a log.
    enum Body {
        /// The record has none.
        case absent
        /// The request had a body, but the log does not contain it.
        case lost(String)
        case text(String)

        var text: String? { if case .text(let text) = self { text } else { nil } }

        /// Why the body is not known; `nil` if it is known. A request that signs its body cannot be judged
        /// without it.
        var absence: String? {
            switch self {
            case .absent: "the record does not contain the body, which is signed"
            case .lost(let reason): reason
            case .text: nil
            }
        }
    }

    var id: AuditRecord.ID?
    var time: RecordTime?
    var key: PublicKeySource?
    var account: AccountID?
    var signature: String
    var method: String?
    var url: String?
    var parameters: [Parameter]?
    var body = Body.absent
}
