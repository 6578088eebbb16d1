// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestSigning
import SignatureDiagnosis
import StrictJSON

/// The result for a chunk: its verdicts, as lines and as values, and what later chunks can use.
struct JudgedChunk: Sendable {
    var verdicts: [AuditVerdict] = []
    var lines: [UInt8] = []
    var learned: [CauseMemory.Lesson] = []
    var keysToPrepare: [PublicKey] = []
    /// What the report can show of the failed records, by the index of the verdict.
    var samples: [Int: CauseSample] = [:]
}

/// A part of a log: lines or records that are judged together.
struct Chunk: Sendable {
    enum Content: Sendable {
        case line([UInt8])
        case record(Result<AuditRecord, AuditRecord.Failure>)
    }

    /// The file, if there are several.
    let file: String?
    /// The contents, with the numbers of their lines.
    var records: [(line: Int, content: Content)] = []
    /// The number of bytes that were read.
    var bytes = 0
}

extension LogAudit {
    /// Judges one chunk: reads the records, verifies those with prepared keys one by one and the others in
    /// one batch, and explains the failures. Returns `nil` if the audit is cancelled.
    func judge(
        _ chunk: Chunk, remembering memory: CauseMemory, _ keys: PreparedKeys, isCancelled: () -> Bool
    ) -> JudgedChunk? {
        guard !isCancelled() else { return nil }
        var judged = JudgedChunk()
        var records: [AuditRecord?] = []
        // The records whose key, signature and message can be read, by their index.
        var (indices, signed) = ([Int](), [SignedMessage]())
        for (index, (line, content)) in chunk.records.enumerated() {
            var verdict = AuditVerdict(line: line, file: chunk.file)
            records.append(nil)
            do throws(AuditRecord.Failure) {
                let record = try LogAudit.record(content)
                records[index] = record
                (verdict.id, verdict.time, verdict.account) = (record.id, record.time, record.account)
                signed.append(try decode(record))
                indices.append(index)
            } catch { verdict.failure = error }
            judged.verdicts.append(verdict)
        }
        guard !isCancelled() else { return nil }
        let results = keys.verdicts(signed, profile: profile)
        for (index, (result, signed)) in zip(indices, zip(results, signed)) {
            judged.verdicts[index].recordedEquation = AuditVerdict.Equation(
                key: signed.key.point.packed.integer, rx: signed.signature.r.x.integer,
                s: signed.signature.s, challenge: result.challenge.integer, findings: result.findings)
            judged.verdicts[index].failure = AuditRecord.Failure(
                isValid: result.isValid, equationHolds: result.equationHolds, findings: result.findings)
        }
        judged.keysToPrepare = keys.worthPreparing(signed.map(\.key), holds: results.map(\.equationHolds))
        var explainer = FailureExplainer(accounts: accounts, memory: memory, keys: keys)
        judged.lines.reserveCapacity(512 * judged.verdicts.count)
        for (i, record) in records.enumerated() {
            if let record {
                if explains, !judged.verdicts[i].isValid {
                    guard !isCancelled() else { return nil }
                    explainer.explain(record, &judged.verdicts[i])
                }
                noteOtherAccount(record, &judged.verdicts[i])
            }
            if !judged.verdicts[i].isValid {
                judged.samples[i] = sample(record, chunk.records[i].content)
            }
            judged.verdicts[i].append(to: &judged.lines)
        }
        judged.learned = explainer.learned
        judged.keysToPrepare += explainer.otherKeys
        return judged
    }

    private static func record(_ content: Chunk.Content) throws(AuditRecord.Failure) -> AuditRecord {
        switch content {
        case .record(let record): return try record.get()
        case .line(let line): return try AuditRecord(parsing: line)
        }
    }

    /// Decodes the record's key, message and signature. Throws the first failure.
    private func decode(_ record: AuditRecord) throws(AuditRecord.Failure) -> SignedMessage {
        // Check first whether the record can be judged. If not, no other failure counts.
        if let otherScheme = AuditRecord.Failure.otherScheme(record.signature) { throw otherScheme }
        if case .failure(let failure) = record.subject, !failure.isJudgment { throw failure }
        guard let source = accounts.source(of: record) else {
            guard let account = record.account else {
                throw .malformed("there is neither a publicKey nor an accountId")
            }
            throw .init(.account, .accountUnknown, "no key is known for account \(account)")
        }
        let message =
            switch try record.subject.get() {
            case .request(let request): Message(request)
            case .message(let message): message
            }
        // The keys of accounts are decoded only once.
        let decoded = accounts.decodedKey(of: record)
        // The step `publicKey` comes before the step `signature`.
        return try SignedMessage(record.signature, of: message, by: decoded.map { .decoded($0) } ?? source)
    }

    /// The sample of a record; `nil` if it is too long to keep.
    private func sample(_ record: AuditRecord?, _ content: Chunk.Content) -> CauseSample? {
        switch (record, content) {
        case (_?, .line(let line)) where line.count > CauseSample.maximumBytes: nil
        case (let record?, _): .record(record, key: accounts.source(of: record))
        case (nil, .line(let line)): .text(VisibleText.excerpt(line, limit: 400))
        case (nil, .record): nil
        }
    }

    /// If the signature is valid under a key in the record, and the record's account has another key, notes
    /// the account that has this key.
    private func noteOtherAccount(_ record: AuditRecord, _ verdict: inout AuditVerdict) {
        guard verdict.isValid, let key = verdict.recordedEquation?.key,
            let own = record.account.flatMap({ accounts[$0] }), own.point.packed.integer != key
        else { return }
        verdict.otherAccount = accounts.owners[key]
    }
}
