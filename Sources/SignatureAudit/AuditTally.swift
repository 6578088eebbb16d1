// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import PrimeField
import SignatureDiagnosis
import StrictJSON

/// Counters and evidence, gathered verdict by verdict, from which the summary of a log is made. Their memory
/// grows with the number of keys, accounts and causes, but not with the length of the log.
///
/// A tally is used once: for one audit, or for one summary of verdicts.
public struct AuditTally {
    /// The summary, without the findings across records.
    private(set) var counters = AuditSummary()
    private var fileNumbers: [ExactString?: Int] = [:]
    private(set) var keys: [Integer256: KeyExposure] = [:]
    var evidence = EvidenceStore()

    /// Creates an empty tally. Evidence that does not fit in memory goes to a temporary file.
    public init() {}

    /// Adds a verdict.
    public mutating func add(_ verdict: AuditVerdict) throws { try add(verdict, sample: nil) }

    /// Adds a verdict, and the content of its record for the report.
    mutating func add(_ verdict: AuditVerdict, sample: CauseSample?) throws {
        let place = Place(file: number(of: verdict.file), line: verdict.line)
        counters.records += 1
        if verdict.isValid { counters.valid += 1 }
        if verdict.isJudged {
            counters.timeline.add(verdict.time, isValid: verdict.isValid)
            if let account = verdict.account {
                counters.countsByAccount[account, default: RecordCounts()].add(isValid: verdict.isValid)
            }
        }
        if let name = verdict.cause {
            if verdict.failure?.step == .record { counters.malformed += 1 }
            counters.causesByName[ExactString(name), default: .init(name: name)].add(verdict, place, sample)
        } else if verdict.failure?.has(.bodyMissing) == true {
            counters.bodyMissing.append(place)
        } else if !verdict.isJudged {
            counters.notThisScheme.append(place)
        }
        if let own = verdict.account, let other = verdict.otherAccount {
            counters.otherAccountLines[[own, other], default: Lines()].append(place)
        }
        // Add the recorded signature and the equation that proves who made it. They are the same unless an
        // explanation corrected them.
        let (recorded, proven) = (verdict.recordedEquation, verdict.provenEquation)
        for case let equation? in proven == recorded ? [recorded] : [recorded, proven] {
            let evidence = Evidence(
                key: equation.key, rx: equation.rx, s: equation.s, challenge: equation.challenge,
                place: place, isRecorded: equation == recorded, isProven: equation == proven,
                isROutsideSubgroup: equation.findings.contains(.rOutsideSubgroup))
            keys[equation.key, default: KeyExposure(key: equation.key)]
                .add(evidence, equation.findings, verdict)
            try self.evidence.append(evidence)
        }
    }

    private mutating func number(of file: String?) -> Int {
        let name = file.map(ExactString.init)
        if let number = fileNumbers[name] { return number }
        fileNumbers[name] = counters.fileNames.count
        counters.fileNames.append(file)
        return counters.fileNames.count - 1
    }
}

extension AuditSummary {
    /// Creates the summary of verdicts: the counters, and the findings that need several records.
    public init(of tally: AuditTally, under profile: VerificationProfile, files: [File]) throws {
        var review = KeyReview(tally.keys, limit: tally.evidence.blockLength, tally.counters)
        try tally.evidence.forEachPart { count, part in try review.review(count: count, part) }
        self = review.finish()
        self.profile = profile
        self.files = files
    }
}

extension KeyExposure {
    fileprivate mutating func add(
        _ evidence: Evidence, _ findings: [Finding], _ verdict: AuditVerdict
    ) {
        for finding in findings {
            switch finding {
            case .publicKeyIsIdentity, .publicKeySmallOrder: isWeak = true
            case .publicKeyOutsideSubgroup: isOutsideSubgroup = true
            case .unreducedS, .rSmallOrder, .rOutsideSubgroup: break
            }
        }
        // If a record gives two pieces of evidence for one key, count one signature.
        if evidence.isRecorded || verdict.recordedEquation?.key != key { signatures += 1 }
        if verdict.isValid { valid += 1 }
        // If the key belongs to another account, name that account.
        let other = evidence.isRecorded ? nil : verdict.otherAccount
        if let account = other ?? verdict.account { accountSet.insert(account) }
        if isWeak, evidence.isProven { weakLines.append(evidence.place) }
    }
}

// MARK: - Verdicts in files

extension AuditTally {
    /// Adds the verdicts of a file.
    ///
    /// - Parameters:
    ///   - handle: the open file. It is read to its end.
    ///   - name: the name of the file for errors and the summary.
    ///   - isOneOfSeveral: whether findings must name the file of a line.
    /// - Throws: ``AuditError/notVerdicts(_:)`` for a line that is not a verdict.
    public mutating func addVerdicts(
        from handle: FileHandle, named name: String, isOneOfSeveral: Bool
    ) throws -> AuditSummary.File {
        var reader = LineReader(handle)
        while let line = try reader.next() {
            if line.isBlank { continue }
            guard var verdict = line.bytes.flatMap(AuditVerdict.init(parsing:)) else {
                throw AuditError.notVerdicts("line \(line.number) is not a verdict")
            }
            if isOneOfSeveral, verdict.file == nil { verdict.file = name }
            try add(verdict)
        }
        return reader.file(named: name)
    }

    /// Adds the verdicts of an interrupted audit. Stops before an incomplete line at the end.
    /// - Returns: the length of the complete lines in bytes.
    /// - Throws: ``AuditError/cannotResume(_:)`` if a complete line is not a verdict.
    public mutating func addWholeVerdicts(from handle: FileHandle) throws -> Int {
        var reader = LineReader(handle)
        var end = 0
        while let line = try reader.next(), let bytes = line.bytes, line.isTerminated {
            guard let verdict = AuditVerdict(parsing: bytes) else {
                throw AuditError.cannotResume("line \(line.number) is not a verdict")
            }
            try add(verdict)
            end += bytes.count + 1
        }
        return end
    }
}
