// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import PrimeField
import SignatureDiagnosis

/// Counters and evidence, gathered verdict by verdict, from which the summary of a log is made. Their memory
/// grows with the number of keys, accounts and causes, but not with the length of the log.
///
/// A tally is used once: for one audit, or for one summary of verdicts.
public struct AuditTally {
    /// Counters that are updated record by record.
    struct Figures: Sendable {
        /// Records of an account.
        struct Account: Sendable {
            var records = 0
            var valid = 0
        }

        /// Records that failed for the same cause.
        struct Cause: Sendable {
            let name: String
            var lines = Lines()
            var byAccount: [AccountID: Int] = [:]
        }

        /// The account that a record names, and the account whose key verifies the signature.
        struct AccountPair: Hashable, Sendable {
            let own, other: AccountID
        }

        var records = 0
        var valid = 0
        var malformed = 0
        var notThisScheme = Lines()
        var bodyMissing = Lines()
        /// The causes by the bytes of their names.
        var causes: [[UInt8]: Cause] = [:]
        var accounts: [AccountID: Account] = [:]
        var timeline = Timeline()
        var otherAccounts: [AccountPair: Lines] = [:]
        /// The names of the files by their numbers; `nil` for the only file.
        var files: [String?] = []
    }

    private(set) var figures = Figures()
    private var fileNumbers: [[UInt8]?: Int] = [:]
    private var keys = KeyTable()
    private var evidence: EvidenceStore

    /// Creates an empty tally. Evidence that does not fit in memory goes to a file in `folder`.
    public init(folder: URL = FileManager.default.temporaryDirectory) {
        self.init(store: EvidenceStore(folder: folder))
    }

    init(store: EvidenceStore) { evidence = store }

    /// The number of verdicts that were added.
    var recordCount: Int { figures.records }

    /// Adds a verdict.
    public mutating func add(_ verdict: AuditVerdict) throws {
        let place = Place(file: number(of: verdict.file), line: verdict.line)
        figures.records += 1
        if verdict.isValid { figures.valid += 1 }
        if verdict.isJudged { countJudged(verdict) }
        if let failure = verdict.failure { add(failure, verdict, place) }
        if let own = verdict.account, let other = verdict.otherAccount {
            figures.otherAccounts[Figures.AccountPair(own: own, other: other), default: Lines()].append(place)
        }
        try addEvidence(of: verdict, place)
    }

    private mutating func countJudged(_ verdict: AuditVerdict) {
        figures.timeline.add(verdict.time, isValid: verdict.isValid)
        guard let account = verdict.account else { return }
        figures.accounts[account, default: Figures.Account()].records += 1
        if verdict.isValid { figures.accounts[account]?.valid += 1 }
    }

    private mutating func add(_ failure: SignatureVerdict.Failure, _ verdict: AuditVerdict, _ place: Place) {
        guard let name = verdict.cause else {
            if failure.code == SignatureVerdict.Failure.Code.bodyMissing.rawValue {
                figures.bodyMissing.append(place)
            } else {
                figures.notThisScheme.append(place)
            }
            return
        }
        if failure.step == .record { figures.malformed += 1 }
        let key = Array(name.utf8)
        figures.causes[key, default: Figures.Cause(name: name)].lines.append(place)
        if let account = verdict.account { figures.causes[key]?.byAccount[account, default: 0] += 1 }
    }

    /// Adds the recorded signature and the equation that proves who made it. The two have the same values
    /// unless an explanation corrected them.
    private mutating func addEvidence(of verdict: AuditVerdict, _ place: Place) throws {
        let proven = verdict.provenEquation
        if let values = verdict.values {
            let isProven = proven?.values == values
            let kind: Evidence.Kind = isProven ? [.recorded, .proven] : .recorded
            try addEvidence(values, verdict.findings, kind, place, verdict)
        }
        if let proven, proven.values != verdict.values {
            try addEvidence(proven.values, proven.findings, .proven, place, verdict)
        }
    }

    private mutating func addEvidence(
        _ values: AuditVerdict.Values, _ findings: [Finding], _ kind: Evidence.Kind, _ place: Place,
        _ verdict: AuditVerdict
    ) throws {
        let number = keys.number(of: values.key)
        keys.update(number) { key in
            key.note(findings)
            // If a record gives two pieces of evidence for one key, count one signature.
            if kind.contains(.recorded) || verdict.values?.key != values.key { key.signatures += 1 }
            if verdict.isValid { key.valid += 1 }
            // If the key belongs to another account, name that account.
            let other = kind.contains(.recorded) ? nil : verdict.otherAccount
            if let account = other ?? verdict.account { key.accounts.insert(account) }
            if key.isWeak, kind.contains(.proven) { key.weakLines.append(place) }
        }
        var kind = kind
        if findings.contains(.rOutsideSubgroup) { kind.insert(.rOutsideSubgroup) }
        try evidence.append(
            Evidence(
                rx: values.rx.limbs, s: values.s.limbs, challenge: values.challenge.limbs, key: number,
                file: Int32(place.file), line: Int64(place.line), kind: kind))
    }

    private mutating func number(of file: String?) -> Int {
        let name = file.map { Array($0.utf8) }
        if let number = fileNumbers[name] { return number }
        fileNumbers[name] = figures.files.count
        figures.files.append(file)
        return figures.files.count - 1
    }

    /// The findings that need several records: what the log reveals about its keys, and signatures that occur
    /// more than once.
    mutating func keyFindings() throws -> KeyFindings {
        var review = KeyReview(keys, limit: evidence.blockLength)
        try evidence.forEachPart { count, part in try review.review(count: count, part) }
        return review.finish()
    }
}

// MARK: - Verdicts in files

extension AuditTally {
    /// Adds the verdicts of a file.
    ///
    /// - Parameters:
    /// - name: the name of the file for errors and the summary.
    /// - handle: the open file. It is read to its end.
    /// - isOneOfSeveral: whether findings must name the file of a line.
    /// - Throws: ``AuditError/notVerdicts(_:)`` for a line that is not a verdict.
    public mutating func addVerdicts(
        from handle: FileHandle, named name: String, isOneOfSeveral: Bool
    ) throws -> AuditSummary.File {
        var reader = LineReader(handle)
        while let line = try reader.next() {
            if line.isBlank { continue }
            guard let bytes = line.bytes, var verdict = AuditVerdict(parsing: bytes) else {
                throw AuditError.notVerdicts("line \(line.number) is not a verdict")
            }
            if isOneOfSeveral, verdict.file == nil { verdict.file = name }
            try add(verdict)
        }
        return AuditSummary.File(
            name: name, bytes: reader.byteCount, sha256: Hexadecimal.encode(reader.digest), unsignedEntries: 0
        )
    }

    /// Adds the verdicts of an interrupted audit. Stops before an incomplete line at the end.
    /// - Returns: the length of the complete lines in bytes.
    /// - Throws: ``AuditError/cannotResume(_:)`` if a complete line is not a verdict.
    public mutating func addWholeVerdicts(from handle: FileHandle) throws -> Int {
        var reader = LineReader(handle)
        var end = 0
        while let line = try reader.next() {
            guard let length = line.bytes?.count, line.isTerminated else { break }
            guard let verdict = line.bytes.flatMap(AuditVerdict.init(parsing:)) else {
                throw AuditError.cannotResume("line \(line.number) is not a verdict")
            }
            try add(verdict)
            end += length + 1
        }
        return end
    }
}
