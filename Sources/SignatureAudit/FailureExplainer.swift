// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import LoopringOrders
import PrimeField
import RequestCanonicalization
import RequestSigning
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
        /// The decoded key of the account; `nil` if the record carries a key, or if the account's key is
        /// invalid.
        let decodedKey: PublicKey?
        /// The verification equation that does not hold; `nil` if the key is not prepared.
        var equation: EquationOfSignature?
        /// Whether the key or R is outside the subgroup. If both are inside, the equation with the cofactor
        /// holds only if the equation without it does, so it need not be tried.
        let isOutsideSubgroup: Bool

        init?(
            _ record: AuditRecord, _ verdict: AuditVerdict, _ accounts: AccountKeys, _ keys: PreparedKeys
        ) {
            guard let failure = verdict.failure, failure.isJudgment, failure.step.isExplained,
                case .success(.request(let request)) = record.subject,
                let key = accounts.source(of: record)
            else { return nil }
            self.record = record
            self.request = request
            self.key = key
            shape = CauseMemory.Shape(
                account: record.account, step: failure.step, method: request.method, path: request.url.path)
            signature = try? Signature(hex: record.signature)
            decodedKey = record.key == nil ? record.account.flatMap { accounts[$0] } : nil
            isOutsideSubgroup = verdict.findings.contains { $0 != .unreducedS }
            equation = decodedKey.flatMap { key in signature.flatMap { keys.equation(of: $0, under: key) } }
        }

        /// Prepares the key. This saves time if many guesses follow.
        mutating func prepareKey() {
            guard equation == nil, let decodedKey, let signature else { return }
            equation = PreparedPublicKey(decodedKey).equation(of: signature)
        }
    }

    mutating func explain(_ record: AuditRecord, _ verdict: inout AuditVerdict) {
        guard let failure = InvalidRequest(record, verdict, accounts, keys) else { return }
        if failure.shape.step != .equation, let key = record.account.flatMap({ accounts[$0] }) {
            otherKeys.append(key)
        }
        if let found = usualMistakes(failure) ?? repeatedMistakes(failure) {
            verdict.explain(by: found)
        } else if let account = repeatedAccount(failure) ?? searchedAccount(failure) {
            explain(failure, by: account, &verdict)
        } else if let found = searchedMistakes(failure) {
            verdict.explain(by: found)
        }
    }

    /// Explains a failure whose signature is valid under the key of another account.
    private func explain(_ failure: InvalidRequest, by account: AccountID, _ verdict: inout AuditVerdict) {
        verdict.causes = ["otherAccountsKey"]
        verdict.otherAccount = account
        guard let signature = failure.signature, let key = accounts[account] else { return }
        verdict.explainedEquation = AuditVerdict.Equation(
            SigningEquation(signature, for: Message(failure.request), by: key))
    }

    // MARK: Mistakes

    /// The diagnosis by the usual mistakes, which are tried on every failure.
    private func usualMistakes(_ failure: InvalidRequest) -> Diagnosis? {
        let effort = SearchEffort(
            repeating: failure.isOutsideSubgroup ? [[.cofactored]] : [], tryingUsual: true, maximumGuesses: 0)
        return diagnosis(failure, by: failure.decodedKey.map(PublicKeySource.decoded), effort)
    }

    /// The diagnosis by mistakes that explained an earlier failure.
    private mutating func repeatedMistakes(_ failure: InvalidRequest) -> Diagnosis? {
        let repeated = memory.repeated(for: failure.shape)
        guard !repeated.isEmpty,
            let found = diagnosis(failure, SearchEffort(repeating: repeated, maximumGuesses: 0))
        else { return nil }
        if memory.isNew(found.mistakes, failure.shape) {
            learn(.mistakes(found.mistakes, failure.shape, wasSearched: false))
        }
        return found
    }

    private mutating func searchedMistakes(_ failure: InvalidRequest) -> Diagnosis? {
        guard fruitless < CauseMemory.fruitlessInChunk, memory.maySearch(failure.shape) else { return nil }
        var failure = failure
        failure.prepareKey()
        guard let found = diagnosis(failure, SearchEffort(maximumGuesses: CauseMemory.guessLimit)) else {
            fruitless += 1
            learn(.noMistakes(failure.shape))
            return nil
        }
        learn(.mistakes(found.mistakes, failure.shape, wasSearched: true))
        return found
    }

    /// The diagnosis; `nil` if it does not explain the failure.
    private func diagnosis(
        _ failure: InvalidRequest, by key: PublicKeySource? = nil, _ effort: SearchEffort
    ) -> Diagnosis? {
        let diagnosis = Diagnosis(
            of: failure.record.signature, for: failure.request, by: key ?? failure.key, searching: effort,
            verifying: GuessVerifier(equation: failure.equation, keys: keys))
        return diagnosis.flatMap { $0.mistakes.isEmpty ? nil : $0 }
    }

    // MARK: Other accounts

    private mutating func repeatedAccount(_ failure: InvalidRequest) -> AccountID? {
        let account = otherAccount(failure, among: memory.otherAccounts)
        if let account, memory.otherAccounts.first != account { learn(.otherAccount(account)) }
        return account
    }

    private mutating func searchedAccount(_ failure: InvalidRequest) -> AccountID? {
        guard !accounts.lowest.isEmpty, fruitlessAmongAccounts < CauseMemory.accountSearchesInChunk,
            memory.maySearchAccounts
        else { return nil }
        guard let account = otherAccount(failure, among: accounts.lowest) else {
            fruitlessAmongAccounts += 1
            learn(.noOtherAccount)
            return nil
        }
        learn(.otherAccount(account))
        return account
    }

    /// The first of the candidates whose key verifies the signature, except the account of the record.
    private func otherAccount(_ failure: InvalidRequest, among candidates: [AccountID]) -> AccountID? {
        guard !candidates.isEmpty, let signature = failure.signature else { return nil }
        let message = Message(failure.request)
        return candidates.first { account in
            guard account != failure.record.account, let key = accounts[account] else { return false }
            return keys.isValid(signature, message, key)
        }
    }

    private mutating func learn(_ lesson: CauseMemory.Lesson) {
        memory.learn(lesson)
        learned.append(lesson)
        if case .otherAccount(let account) = lesson, let key = accounts[account] { otherKeys.append(key) }
    }
}

extension AuditVerdict {
    /// Records the explanation and the equation that holds under it.
    fileprivate mutating func explain(by diagnosis: Diagnosis) {
        causes = diagnosis.names
        explainedEquation = diagnosis.equation.map { equation in
            let isOwnKey = recordedEquation?.key == equation.key.packed.integer
            return Equation(equation, keyFindings: isOwnKey ? findings.filter(\.isAboutKey) : nil)
        }
    }
}

extension AuditVerdict.Equation {
    /// - Parameter keyFindings: the findings about the key, if they are known.
    fileprivate init(_ equation: SigningEquation, keyFindings: [Finding]? = nil) {
        let keyFindings = keyFindings ?? Finding.about(equation.key.point)
        // If A is in the subgroup, so is R = S·B − h·A.
        let isROutside = keyFindings.contains(.publicKeyOutsideSubgroup) && !equation.r.isInSubgroup
        self.init(
            key: equation.key.packed.integer, rx: equation.r.x.integer, s: equation.s,
            challenge: equation.challenge,
            findings: (equation.isReduced ? [] : [.unreducedS]) + keyFindings
                + (isROutside ? [.rOutsideSubgroup] : []))
    }
}

extension SignatureVerdict.Step {
    /// Whether a mistake of the signer can explain a failure at this step.
    fileprivate var isExplained: Bool { [.publicKey, .signature, .equation].contains(self) }
}

extension Finding {
    fileprivate var isAboutKey: Bool {
        [.publicKeyIsIdentity, .publicKeySmallOrder, .publicKeyOutsideSubgroup].contains(self)
    }

    /// The findings about a public key.
    fileprivate static func about(_ key: Point) -> [Finding] {
        let order: [Finding] =
            key == .identity ? [.publicKeyIsIdentity] : key.hasLowOrder ? [.publicKeySmallOrder] : []
        return order + (key.isInSubgroup ? [] : [.publicKeyOutsideSubgroup])
    }
}
