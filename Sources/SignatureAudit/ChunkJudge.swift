// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import StrictJSON
import PrimeField
import RequestSigning
import SignatureDiagnosis

/// The result for a chunk: its verdicts, as lines and as values, and what later chunks can use.
struct JudgedChunk: Sendable {
    var verdicts: [AuditVerdict] = []
    var lines: [UInt8] = []
    var learned: [CauseMemory.Lesson] = []
    /// Keys that are worth preparing.
    var keysToPrepare: [PublicKey] = []
    var samples = CauseSamples()
}

/// A part of a log: lines or records that are judged together.
struct Chunk: Sendable {
    enum Content: Sendable {
        case line([UInt8]?)
        case record(Result<AuditRecord, AuditRecord.Failure>)
    }

    /// The file, if there are several.
    let file: String?
    var lines: [(number: Int, content: Content)] = []
}

/// Judges one chunk. It reads the records, verifies those with prepared keys one by one and the others in one
/// batch, and explains the failures.
struct ChunkJudge: Sendable {
    let profile: VerificationProfile
    let accounts: AccountKeys
    let explains: Bool

    /// A record whose key, signature and message can be read.
    private struct Candidate {
        let index: Int
        let signed: SignedMessage
    }

    /// Judges a chunk. Returns `nil` if the audit is cancelled.
    func judge(
        _ chunk: Chunk, remembering memory: CauseMemory, _ keys: PreparedKeys, isCancelled: () -> Bool
    ) -> JudgedChunk? {
        guard !isCancelled() else { return nil }
        var judged = JudgedChunk()
        var records: [AuditRecord?] = []
        var candidates: [Candidate] = []
        for (number, content) in chunk.lines {
            var verdict = AuditVerdict(line: number, file: chunk.file)
            do throws(AuditRecord.Failure) {
                let record = try ChunkJudge.record(content)
                records.append(record)
                verdict.id = record.id
                verdict.time = record.time
                verdict.account = record.account
                candidates.append(Candidate(index: judged.verdicts.count, signed: try decode(record)))
            } catch {
                if records.count == judged.verdicts.count { records.append(nil) }
                verdict.failure = error
            }
            judged.verdicts.append(verdict)
        }
        guard !isCancelled() else { return nil }
        let signed = candidates.map(\.signed)
        let results = keys.verdicts(signed, profile: profile)
        for (candidate, result) in zip(candidates, results) {
            judged.verdicts[candidate.index].take(result, of: candidate.signed)
        }
        judged.keysToPrepare = keys.worthPreparing(signed.map(\.key), holds: results.map(\.equationHolds))
        var explainer = FailureExplainer(accounts: accounts, memory: memory, keys: keys)
        for (record, i) in zip(records, judged.verdicts.indices) {
            guard let record else { continue }
            if explains, !judged.verdicts[i].isValid {
                guard !isCancelled() else { return nil }
                explainer.explain(record, &judged.verdicts[i])
            }
            noteOtherAccount(record, &judged.verdicts[i])
        }
        judged.learned = explainer.learned
        judged.keysToPrepare += explainer.otherKeys
        for (i, verdict) in judged.verdicts.enumerated() {
            if let cause = verdict.cause, judged.samples.hasRoom(for: cause),
                let content = sampleContent(records[i], chunk.lines[i].content)
            {
                judged.samples.add(CauseSample(verdict: verdict, content: content))
            }
        }
        judged.lines.reserveCapacity(512 * judged.verdicts.count)
        for verdict in judged.verdicts { verdict.append(to: &judged.lines) }
        return judged
    }

    private static func record(_ content: Chunk.Content) throws(AuditRecord.Failure) -> AuditRecord {
        switch content {
        case .record(let record): return try record.get()
        case .line(let line?): return try AuditRecord(parsing: line)
        case .line(nil):
            throw .malformed("the line is longer than \(LineReader.maximumBytes) bytes")
        }
    }

    /// Decodes the record's key, message and signature. Throws the first failure.
    private func decode(_ record: AuditRecord) throws(AuditRecord.Failure) -> SignedMessage {
        // Check first whether the record can be judged. If not, no other failure counts.
        if let otherScheme = AuditRecord.Failure.otherScheme(record.signature) { throw otherScheme }
        if case .failure(let failure) = record.subject, !failure.isJudgment { throw failure }
        let key: Result<PublicKey, Rejection>
        if let source = record.key {
            key = Result { () throws(Rejection) in try source.decoded() }
        } else if let account = record.account {
            guard let entry = accounts.entries[account] else {
                throw AuditRecord.Failure(.account, .accountUnknown, "no key is known for account \(account)")
            }
            key = entry.key
        } else {
            throw .malformed("there is neither a publicKey nor an accountId")
        }
        let message =
            switch try record.subject.get() {
            case .request(let request): Message(request)
            case .message(let message): message
            }
        // The step `publicKey` comes before the step `signature`.
        let publicKey: PublicKey
        do throws(Rejection) { publicKey = try key.get() } catch {
            throw AuditRecord.Failure(.publicKey, error.code, error.reason)
        }
        do throws(EdDSAError) {
            return SignedMessage(
                key: publicKey, message: message, signature: try Signature(hex: record.signature))
        } catch {
            let rejection = Rejection(error)
            throw AuditRecord.Failure(.signature, rejection.code, rejection.reason)
        }
    }

    /// The content of a record's sample; `nil` if it is too long to keep.
    private func sampleContent(_ record: AuditRecord?, _ content: Chunk.Content) -> CauseSample.Content? {
        if case .line(let line?) = content, record != nil, line.count > CauseSample.maximumBytes {
            return nil
        }
        if let record {
            return .record(record, key: record.key ?? record.account.flatMap { accounts.entries[$0]?.source })
        }
        guard case .line(let line?) = content else { return nil }
        return .text(VisibleText.excerpt(line, limit: 400))
    }

    /// If the signature is valid under a key in the record, and the record's account has another key, notes
    /// the account that has this key.
    private func noteOtherAccount(_ record: AuditRecord, _ verdict: inout AuditVerdict) {
        guard verdict.isValid, let account = record.account, let values = verdict.values,
            case .success(let own)? = accounts.entries[account]?.key, own.point.packed.integer != values.key
        else { return }
        verdict.otherAccount = accounts.owner(of: values.key)
    }
}

extension AuditVerdict {
    /// Records the result of a verification.
    fileprivate mutating func take(_ result: BatchVerification.Verdict, of signed: SignedMessage) {
        findings = result.findings
        values = Values(
            key: signed.key.point.packed.integer, rx: signed.signature.r.x.integer, s: signed.signature.s,
            challenge: result.challenge.integer)
        failure = SignatureVerdict.Failure(
            isValid: result.isValid, equationHolds: result.equationHolds, findings: findings)
    }
}
