// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import LoopringOrders
import RequestCanonicalization
import SignatureDiagnosis

/// Explains the failures of a chunk one after the other. What explained a failure is tried on the later ones.
/// The usual mistakes are tried on every failure, so all failures with a usual cause are explained. Finding
/// other mistakes takes a search, and ``CauseMemory`` limits the searches. The explainer starts from the
/// memory at the time when the chunk began. That memory depends only on the log, not on the number of cores,
/// so the same log always gives the same causes.
struct FailureExplainer {
    private let accounts: AccountKeys
    private let keys: PreparedKeys
    private var memory: CauseMemory
    private var fruitless = 0
    private var fruitlessAmongAccounts = 0
    private(set) var learned: [CauseMemory.Lesson] = []
    /// Keys that are worth preparing because guesses use them, although no verdict does: keys of other
    /// accounts, and keys of accounts whose records cannot be read as specified.
    private(set) var otherKeys: [PublicKey] = []

    init(accounts: AccountKeys, memory: CauseMemory, keys: PreparedKeys) {
        self.accounts = accounts
        self.memory = memory
        self.keys = keys
    }

    /// An invalid signature of a request, which a mistake of the signer may explain.
    private struct InvalidRequest {
        let record: AuditRecord
        let request: SignableRequest
        let key: PublicKeySource
        let shape: CauseMemory.Shape
        /// The signature, if it can be read as specified.
        let signature: Signature?
        let decodedKey: PublicKey?
        var keys: PreparedKeys
    }

    mutating func explain(_ record: AuditRecord, _ verdict: inout AuditVerdict) {
        guard let step = verdict.failure?.step, verdict.isJudged,
            [.publicKey, .signature, .equation].contains(step),
            case .success(.request(let request)) = record.subject, let key = accounts.source(of: record)
        else { return }
        let signature = try? Signature(hex: record.signature)
        let decodedKey = accounts.decodedKey(of: record)
        var keys = keys
        keys.known = decodedKey.flatMap { key in signature.flatMap { keys.equation(of: $0, under: key) } }
        let failure = InvalidRequest(
            record: record, request: request, key: key,
            shape: CauseMemory.Shape(
                account: record.account, step: step, method: request.method, path: request.url.path),
            signature: signature, decodedKey: decodedKey, keys: keys)
        if step != .equation, let key = record.account.flatMap({ accounts[$0] }) {
            otherKeys.append(key)
        }
        // If the key and R are in the subgroup, the equation with the cofactor holds only if the equation
        // without it does, so it need not be tried.
        let mayBeOutsideSubgroup = verdict.findings.contains { $0.subject != .s }
        let usual = SearchEffort(
            repeating: mayBeOutsideSubgroup ? [[.cofactored]] : [], tryingUsual: true, maximumGuesses: 0)
        if let found = diagnosis(failure, usual, by: decodedKey.map(PublicKeySource.decoded))
            ?? repeatedMistakes(failure)
        {
            verdict.explain(by: found)
        } else if let account = otherAccount(failure) {
            verdict.causes = ["otherAccountsKey"]
            verdict.otherAccount = account
            if let signature, let key = accounts[account] {
                verdict.explainedEquation = AuditVerdict.Equation(
                    SigningEquation(signature, for: Message(request), by: key))
            }
        } else if let found = searchedMistakes(failure) {
            verdict.explain(by: found)
        }
    }

    // MARK: Mistakes

    /// The diagnosis by mistakes that explained an earlier failure.
    private mutating func repeatedMistakes(_ failure: InvalidRequest) -> Diagnosis? {
        let effort = SearchEffort(repeating: memory.repeated(for: failure.shape), maximumGuesses: 0)
        guard !effort.repeated.isEmpty, let found = diagnosis(failure, effort) else { return nil }
        if memory.isNew(found.mistakes, failure.shape) {
            learn(.mistakes(found.mistakes, failure.shape))
        }
        return found
    }

    private mutating func searchedMistakes(_ failure: InvalidRequest) -> Diagnosis? {
        guard fruitless < CauseMemory.fruitlessInChunk, memory.maySearch(failure.shape) else { return nil }
        var failure = failure
        if failure.keys.known == nil, let key = failure.decodedKey, let signature = failure.signature {
            // Preparing the key saves time, because many guesses follow.
            failure.keys.known = PreparedPublicKey(key).equation(of: signature)
        }
        let found = diagnosis(failure, SearchEffort(maximumGuesses: CauseMemory.guessLimit))
        if found == nil { fruitless += 1 }
        learn(.mistakes(found?.mistakes, failure.shape))
        return found
    }

    /// The diagnosis; `nil` if it does not explain the failure.
    private func diagnosis(
        _ failure: InvalidRequest, _ effort: SearchEffort, by key: PublicKeySource? = nil
    ) -> Diagnosis? {
        let diagnosis = Diagnosis(
            of: failure.record.signature, for: failure.request, by: key ?? failure.key, searching: effort,
            verifyingWith: failure.keys)
        return diagnosis.flatMap { $0.mistakes.isEmpty ? nil : $0 }
    }

    // MARK: Other accounts

    /// The account whose key verifies the signature: first one of those that explained earlier failures, then
    /// one of the lowest.
    private mutating func otherAccount(_ failure: InvalidRequest) -> AccountID? {
        if let account = otherAccount(failure, among: memory.otherAccounts.recent) {
            if memory.otherAccounts.recent.first != account { learn(.otherAccount(account)) }
            return account
        }
        guard !accounts.lowest.isEmpty, fruitlessAmongAccounts < CauseMemory.accountSearchesInChunk,
            memory.maySearchAccounts
        else { return nil }
        let account = otherAccount(failure, among: accounts.lowest)
        if account == nil { fruitlessAmongAccounts += 1 }
        learn(.otherAccount(account))
        return account
    }

    /// The first of the candidates whose key verifies the signature, except the account of the record.
    private func otherAccount(_ failure: InvalidRequest, among candidates: [AccountID]) -> AccountID? {
        guard !candidates.isEmpty, let signature = failure.signature else { return nil }
        let message = Message(failure.request)
        return candidates.first { account in
            guard account != failure.record.account, let key = accounts[account] else { return false }
            return keys.equation(of: signature, under: key)?.holds(for: message)
                ?? key.isValidSignature(signature, for: message, profile: .relayer)
        }
    }

    private mutating func learn(_ lesson: CauseMemory.Lesson) {
        memory.learn(lesson)
        learned.append(lesson)
        if case .otherAccount(let account?) = lesson, let key = accounts[account] { otherKeys.append(key) }
    }
}

extension AuditVerdict {
    /// Records the explanation and the equation that holds under it.
    fileprivate mutating func explain(by diagnosis: Diagnosis) {
        causes = diagnosis.names
        explainedEquation = diagnosis.equation.map { Equation($0, afterRecording: recordedEquation) }
    }
}

extension AuditVerdict.Equation {
    fileprivate init(_ equation: SigningEquation, afterRecording recorded: Self? = nil) {
        let point = equation.key.point
        var findings: [Finding] = equation.s == equation.s.reducedModL ? [] : [.unreducedS]
        if let recorded, recorded.key == point.packed.integer {
            // The findings about this key are known.
            findings += recorded.findings.filter { $0.subject == .publicKey }
        } else {
            if point.hasLowOrder {
                findings.append(point == .identity ? .publicKeyIsIdentity : .publicKeySmallOrder)
            }
            if !point.isInSubgroup { findings.append(.publicKeyOutsideSubgroup) }
        }
        // If A is in the subgroup, so is R = S·B − h·A.
        if findings.contains(.publicKeyOutsideSubgroup), !equation.r.isInSubgroup {
            findings.append(.rOutsideSubgroup)
        }
        self.init(
            key: point.packed.integer, rx: equation.r.x.integer, s: equation.s,
            challenge: equation.challenge, findings: findings)
    }
}

extension Finding {
    /// The value that the finding is about.
    fileprivate enum Subject { case s, publicKey, r }

    fileprivate var subject: Subject {
        switch self {
        case .unreducedS: .s
        case .publicKeyIsIdentity, .publicKeySmallOrder, .publicKeyOutsideSubgroup: .publicKey
        case .rSmallOrder, .rOutsideSubgroup: .r
        }
    }
}
