// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import PrimeField
import SignatureDiagnosis
import StrictJSON

/// The verdict on a record: a line of the output. It contains all that the findings across records need, so
/// the verdicts of many runs can be combined.
public struct AuditVerdict: Equatable, Sendable {
    /// The equation S·B = R + h·A of a signature under a key. It need not hold.
    public struct Equation: Equatable, Sendable {
        /// A, packed.
        public let key: Integer256
        /// R.x.
        public let rx: Integer256
        /// S.
        public let s: Integer256
        /// h.
        public let challenge: Integer256
        /// The findings about S, A and R.
        public var findings: [Finding] = []
    }

    /// The number of the line from 1; in HAR, of the entry.
    public var line: Int
    /// The file, if there are several.
    public var file: String?
    /// The id of the record.
    public var id: AuditRecord.ID?
    /// The time of the record, if it has one that can be read.
    package var time: Date?
    /// The account that the record names.
    public var account: AccountID?
    /// Why the signature is not valid, or not judged; `nil` if it is valid.
    public var failure: SignatureVerdict.Failure?
    /// The names of the mistakes that explain the failure; empty if there is no explanation.
    public var causes: [String] = []
    /// The account whose key verifies the signature, if it is not ``account``.
    public var otherAccount: AccountID?
    /// The equation of the record itself; `nil` if the key, the message or the signature cannot be read.
    public var recordedEquation: Equation?
    /// The equation that holds under the explanation of the failure.
    public var explainedEquation: Equation?

    /// The findings about the recorded key and signature.
    public var findings: [Finding] { recordedEquation?.findings ?? [] }
    /// Whether the signature is valid under the profile.
    public var isValid: Bool { failure == nil }
    /// Whether the signature was judged. It is neither valid nor invalid if it belongs to another scheme, or
    /// if the log does not contain the body, which is signed.
    public var isJudged: Bool { failure.map(\.isJudgment) ?? true }

    /// The equation that holds: that of the record, or that of the request that the explanation reconstructs.
    /// Only the owner of its key can have made it. It does not depend on the profile.
    public var provenEquation: Equation? {
        failure == nil || failure?.step == .profile ? recordedEquation : explainedEquation
    }

    /// The name under which an invalid record is counted: its mistakes, or the code of its failure. `nil` for
    /// records that are valid or were not judged.
    public var cause: String? {
        guard let failure, failure.isJudgment else { return nil }
        return causes.isEmpty ? failure.code : causes.joined(separator: "+")
    }
}

// MARK: - Writing

extension AuditVerdict {
    /// Appends the verdict as a line of NDJSON.
    public func append(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        bytes.appendMember("line", .integer(line))
        if let file { bytes.appendMember("file", .text(file)) }
        if let id {
            bytes.appendName("id")
            bytes += id.unread.bytes
        }
        if let time { bytes.appendMember("time", .integer(time.milliseconds)) }
        if let account { bytes.appendMember("account", .text(account.description)) }
        bytes.appendMember("valid", isJudged ? .boolean(isValid) : .null)
        if let failure {
            bytes.appendMember("step", .text(failure.step.rawValue))
            bytes.appendMember("code", .text(failure.code))
            // For the last two steps the code says everything.
            if failure.step != .equation, failure.step != .profile {
                bytes.appendMember("detail", .text(VisibleText.excerpt(failure.reason)))
            }
            if !causes.isEmpty { bytes.appendMember("causes", .array(causes.map(JSON.text))) }
        }
        if let otherAccount { bytes.appendMember("otherAccount", .text(otherAccount.description)) }
        recordedEquation?.append(to: &bytes)
        if let explainedEquation {
            bytes.appendName("equation")
            bytes.append(UInt8(ascii: "{"))
            explainedEquation.append(to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes += "}\n".utf8
    }
}

extension AuditVerdict.Equation {
    fileprivate func append(to bytes: inout [UInt8]) {
        bytes.appendMember("key", .text(key.hex))
        bytes.appendMember("commitment", .text(rx.hex))
        bytes.appendMember("s", .text(s.hex))
        bytes.appendMember("challenge", .text(challenge.hex))
        bytes.appendMember("findings", .array(findings.map { .text($0.rawValue) }))
    }
}

// MARK: - Reading

extension AuditVerdict {
    /// Reads a line that ``append(to:)`` wrote; `nil` for anything else.
    public init?(parsing line: [UInt8]) {
        guard let members = try? UnreadJSON.Object(finding: line) else { return nil }
        do throws(SignatureVerdict.Failure) {
            guard let number = try members.value("line", .integer) else { return nil }
            self.init(line: number, file: try members.value("file", .text))
            id = try members.raw("id").flatMap { AuditRecord.ID($0) }
            time = try members.time("time")
            // An account that is not a number is left out.
            account = try members.value("account", .any).flatMap(AccountID.init(recorded:))
            otherAccount = try members.value("otherAccount", .any).flatMap(AccountID.init(recorded:))
            recordedEquation = Equation(members)
            if recordedEquation == nil, try members.raw("key") != nil { return nil }
            explainedEquation = try members.raw("equation")?.object.flatMap(Equation.init)
            let valid = try members.value("valid", .boolean)
            if valid == true { return }
            guard let step = try members.value("step", .text).flatMap(SignatureVerdict.Step.init(rawValue:)),
                let code = try members.value("code", .text)
            else { return nil }
            causes = try members.value("causes", .texts) ?? []
            failure =
                switch step {
                case .equation, .profile:
                    .init(isValid: false, equationHolds: step == .profile, findings: findings)
                case .record, .account, .request, .publicKey, .signature:
                    .init(step, code, try members.value("detail", .text) ?? code)
                }
            // `valid` is `null` or absent only if the record was not judged.
            guard valid != nil || !isJudged else { return nil }
        } catch { return nil }
    }
}

extension AuditVerdict.Equation {
    fileprivate init?(_ members: UnreadJSON.Object) {
        func integer(_ name: String) -> Integer256? {
            (try? members.value(name, .text)).flatMap { try? Integer256(hex: $0) }
        }
        guard let key = integer("key"), let rx = integer("commitment"), let s = integer("s"),
            let challenge = integer("challenge"), let findings = try? members.value("findings", .texts)
        else { return nil }
        self.init(
            key: key, rx: rx, s: s, challenge: challenge,
            findings: findings.compactMap(Finding.init(rawValue:)))
    }
}
