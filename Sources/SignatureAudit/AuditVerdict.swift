import BabyJubjub
import EdDSA
import StrictJSON
import PrimeField

/// The verdict on a record: a line of the output, with all that the findings across records need, so that verdicts of
/// many runs can be put together.
public struct AuditVerdict: Equatable, Sendable {
    /// The public values of a signature that could be read.
    public struct Values: Equatable, Sendable {
        /// A, packed.
        public let key: Integer256
        /// R.x.
        public let commitment: Integer256
        /// S.
        public let response: Integer256
        /// h.
        public let challenge: Integer256
    }

    /// The line, counted from 1; in HAR the entry.
    public var line: Int
    /// The file, where there are several.
    public var file: String?
    /// The record's own name.
    public var id: AuditRecord.ID?
    /// When the record was made, where it says so.
    package var time: RecordTime?
    /// The account that it names.
    public var account: UInt64?
    /// Why the signature is not valid; `nil` where it is.
    public var failure: AuditFailure?
    /// The names of the mistakes that explain the failure, where some are found.
    public var causes: [String] = []
    /// The account whose key verifies the signature, where that is another than ``account``.
    public var otherAccount: UInt64?
    /// Key, commitment, S and challenge.
    public var values: Values?
    /// What was found about key and signature.
    public var findings: [Finding] = []

    /// Whether the signature is valid under the profile.
    public var isValid: Bool { failure == nil }

    init(line: Int, file: String? = nil) {
        self.line = line
        self.file = file
    }

    /// What the record is counted under: its mistakes, or the code of its failure.
    public var cause: String? {
        guard let failure else { return nil }
        return causes.isEmpty ? failure.code : causes.joined(separator: "+")
    }
}

// MARK: - Lines

extension AuditVerdict {
    /// Appends the verdict as a line of NDJSON.
    public func append(to bytes: inout [UInt8]) {
        bytes += #"{"line":"#.utf8
        bytes += String(line).utf8
        func text(_ name: StaticString, _ value: String) {
            begin(name, &bytes)
            JSON.text(value).append(to: &bytes)
        }
        func integer(_ name: StaticString, _ value: Integer256) {
            begin(name, &bytes)
            bytes.append(UInt8(ascii: "\""))
            bytes += value.hex.utf8
            bytes.append(UInt8(ascii: "\""))
        }
        func list(_ name: StaticString, _ values: [String]) {
            begin(name, &bytes)
            JSON.array(values.map(JSON.text)).append(to: &bytes)
        }
        if let file { text("file", file) }
        switch id {
        case .text(let id)?: text("id", id)
        case .integer(let id)?:
            begin("id", &bytes)
            bytes += String(id).utf8
        case nil: break
        }
        if let time {
            begin("time", &bytes)
            bytes += String(time.milliseconds).utf8
        }
        if let account { text("account", String(account)) }
        begin("valid", &bytes)
        bytes += (isValid ? "true" : "false").utf8
        if let failure {
            text("step", failure.step.rawValue)
            text("code", failure.code)
            if let detail = failure.detail { text("detail", VisibleText.excerpt(detail)) }
            if !causes.isEmpty { list("causes", causes) }
        }
        if let otherAccount { text("otherAccount", String(otherAccount)) }
        if let values {
            integer("key", values.key)
            integer("commitment", values.commitment)
            integer("s", values.response)
            integer("challenge", values.challenge)
            list("findings", findings.map(\.rawValue))
        }
        bytes += "}\n".utf8
    }

    private func begin(_ name: StaticString, _ bytes: inout [UInt8]) {
        bytes += #",""#.utf8
        name.withUTF8Buffer { bytes += $0 }
        bytes += #"":"#.utf8
    }

    /// Reads a line that ``append(to:)`` wrote; `nil` for anything else.
    public init?(parsing line: [UInt8]) {
        guard let json = try? JSON(parsing: line), case .integer(let number)? = json["line"],
            case .boolean(let isValid)? = json["valid"]
        else { return nil }
        self.init(line: number)
        if case .text(let file)? = json["file"] { self.file = file }
        switch json["id"] {
        case .text(let text)?: id = .text(text)
        case .integer(let integer)?: id = .integer(integer)
        default: break
        }
        if case .integer(let time)? = json["time"] { self.time = RecordTime(milliseconds: Int64(time)) }
        func account(_ name: String) -> UInt64? {
            if case .text(let text)? = json[name] { UInt64(account: text) } else { nil }
        }
        self.account = account("account")
        otherAccount = account("otherAccount")
        if !isValid {
            guard case .text(let step)? = json["step"], let step = AuditFailure.Step(rawValue: step),
                case .text(let code)? = json["code"]
            else { return nil }
            var detail: String?
            if case .text(let text)? = json["detail"] { detail = text }
            failure = AuditFailure(step, code, detail)
            causes = AuditVerdict.texts(json["causes"]) ?? []
        }
        guard json["key"] != nil else { return }
        func integer(_ name: String) -> Integer256? {
            if case .text(let text)? = json[name] { try? Integer256(hex: text) } else { nil }
        }
        guard let key = integer("key"), let commitment = integer("commitment"), let response = integer("s"),
            let challenge = integer("challenge"), let findings = AuditVerdict.texts(json["findings"])
        else { return nil }
        values = Values(key: key, commitment: commitment, response: response, challenge: challenge)
        self.findings = findings.compactMap(Finding.init(rawValue:))
    }

    private static func texts(_ json: JSON?) -> [String]? {
        guard case .array(let elements)? = json else { return nil }
        return elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}
