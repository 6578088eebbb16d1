import EdDSA
import StrictJSON
import RequestCanonicalization
import SignatureDiagnosis

/// A record of a log: a request or a message, its signature, and whose signature it is said to be.
///
/// In NDJSON it is one object a line, in HAR 1.2 an entry; README.md lists the members. A record that says
/// enough to be judged is one, even where what it says is no request or no key: that is a verdict on it.
public struct AuditRecord: Sendable {
    /// What tells a record from others, as the log has it.
    public enum ID: Hashable, Sendable {
        /// A text.
        case text(String)
        /// An integer.
        case integer(Int)
    }

    /// What is signed.
    public enum Subject: Sendable {
        /// A request.
        case request(Request)
        /// A field element, of whatever it is.
        case message(Message)
    }

    /// The record's name in the log.
    public let id: ID?
    /// When it was made, where it says so in one of the two ways.
    package let time: RecordTime?
    /// The account that it names: by itself, or as the parameter accountId of the request.
    public let account: UInt64?
    /// The key that it carries.
    public let key: PublicKeySource?
    /// The value of X-API-SIG.
    public let signature: String
    /// The request or the message, or why there is none.
    public let subject: Result<Subject, AuditFailure>

    /// Reads a line of NDJSON.
    /// - Throws: a failure of the step ``AuditFailure/Step/record``.
    public init(parsing line: [UInt8]) throws(AuditFailure) {
        let json: JSON
        do { json = try JSON(parsing: line) } catch { throw .malformed("the line is not JSON: \(error)") }
        guard case .object(let members) = json else { throw .malformed("the line is not a JSON object") }
        try self.init(Members(members))
    }

    init(_ members: Members) throws(AuditFailure) {
        id =
            switch members["id"] {
            case nil: nil
            case .text(let text): .text(text)
            case .integer(let integer): .integer(integer)
            default: throw .malformed("id is neither text nor an integer")
            }
        time = members.time()
        key = try members.key()
        signature = try members.signature()
        var account = try members.account()
        if let message = try members.text("message") {
            for name in ["method", "url", "params", "body"] where members[name] != nil {
                throw .malformed("there are both message and \(name)")
            }
            subject = Result { () throws(AuditFailure) in
                do throws(EdDSAError) { return .message(try Message(hex: message)) } catch {
                    let rejection = Rejection(error)
                    throw AuditFailure(.request, rejection.code, rejection.reason)
                }
            }
        } else {
            guard let method = try members.text("method"), let url = try members.text("url") else {
                throw .malformed("there is neither a message nor a request with method and url")
            }
            let target = try RequestTarget(url, parameters: members.parameters(), body: members.text("body"))
            account = account ?? target.account
            subject = Result { () throws(AuditFailure) in .request(try target.request(method)) }
        }
        self.account = account
    }
}

/// Why a record has no valid signature.
public struct AuditFailure: Error, Equatable, Sendable {
    /// The steps of judging a record, in the order in which they can fail.
    public enum Step: String, CaseIterable, Sendable {
        /// The line is no record.
        case record
        /// No key is known of its account.
        case account
        /// There is no such request that could be signed.
        case request
        /// The key cannot be read, or is not a point of the curve.
        case publicKey
        /// The signature cannot be read, R is not on the curve, or S is 8ℓ or more.
        case signature
        /// S·B ≠ R + h·A.
        case equation
        /// The equation holds, and the strict profile asks for more.
        case profile
    }

    /// The step.
    public let step: Step
    /// The error code of SPEC.md, section 12, or `malformed-record`, `account-unknown`, `equation-does-not-hold`,
    /// `profile-not-met`.
    public let code: String
    /// A sentence without an end; where the code says it all, `nil`.
    public let detail: String?

    init(_ step: Step, _ code: String, _ detail: String? = nil) {
        self.step = step
        self.code = code
        self.detail = detail
    }

    static func malformed(_ detail: String) -> AuditFailure {
        AuditFailure(.record, "malformed-record", detail)
    }
}

/// The members of a record; `null` counts as absent.
struct Members {
    private let members: JSON.Object

    init(_ members: JSON.Object) { self.members = members }

    subscript(name: String) -> JSON? {
        let member = members[name]
        return member == .null ? nil : member
    }

    func text(_ name: String) throws(AuditFailure) -> String? {
        switch self[name] {
        case nil: return nil
        case .text(let text): return text
        default: throw .malformed("\(name) is not text")
        }
    }

    /// RFC 3339 or milliseconds since 1970. It says nothing about the signature: what is neither counts as absent.
    func time() -> RecordTime? {
        switch self["time"] {
        case .text(let text): RecordTime(text)
        case .integer(let milliseconds): RecordTime(milliseconds: Int64(milliseconds))
        default: nil
        }
    }

    /// `signature`, or X-API-SIG of `headers` in any case.
    func signature() throws(AuditFailure) -> String {
        if let signature = try text("signature") { return signature }
        if let headers = self["headers"] {
            guard case .object(let headers) = headers else { throw .malformed("headers is not an object") }
            let values = headers.filter { $0.name.lowercased() == "x-api-sig" }
            guard values.count <= 1 else { throw .malformed("there is more than one X-API-SIG") }
            if case .text(let signature)? = values.first?.value { return signature }
        }
        throw .malformed("there is neither a signature nor a header X-API-SIG")
    }

    /// Coordinates or the packed form.
    func key() throws(AuditFailure) -> PublicKeySource? {
        guard let key = self["publicKey"] else { return nil }
        guard let source = PublicKeySource(key) else {
            throw .malformed("publicKey is neither text nor an object of x and y")
        }
        return source
    }

    func account() throws(AuditFailure) -> UInt64? {
        switch self["accountId"] {
        case nil: return nil
        case .integer(let integer) where integer >= 0: return UInt64(integer)
        case .text(let text):
            if let account = UInt64(account: text) { return account }
            throw .malformed("accountId is not an account number")
        default: throw .malformed("accountId is not an account number")
        }
    }

    /// `params`: pairs of texts.
    func parameters() throws(AuditFailure) -> [Parameter]? {
        guard let params = self["params"] else { return nil }
        guard case .array(let pairs) = params else { throw .malformed("params is not an array") }
        var parameters: [Parameter] = []
        for pair in pairs {
            guard case .array(let pair) = pair, pair.count == 2, case .text(let key) = pair[0],
                case .text(let value) = pair[1]
            else { throw .malformed("params is not an array of [key, value]") }
            parameters.append(Parameter(key, value))
        }
        return parameters
    }
}

extension UInt64 {
    /// An account number: decimal digits only.
    init?(account text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let account = UInt64(text) else {
            return nil
        }
        self = account
    }
}

extension PublicKeySource {
    /// A key as JSON: the packed form as text, or an object of x and y.
    init?(_ json: JSON) {
        switch (json, json["x"], json["y"]) {
        case (.text(let packed), _, _): self = .packed(packed)
        case (_, .text(let x)?, .text(let y)?): self = .coordinates(x: x, y: y)
        default: return nil
        }
    }
}
