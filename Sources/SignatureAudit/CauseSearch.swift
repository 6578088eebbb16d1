import EdDSA
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis

/// What is known so far about why signatures of a log fail.
///
/// A search takes some hundred verifications, and a log may hold a million failures of one cause. So failures are told
/// apart by their shape: account, method, path, step. What explained a failure of the shape before is tried first, a
/// verification each; and only a few failures of each shape, and of the whole log, are searched.
struct CauseMemory: Sendable {
    struct Shape: Hashable, Sendable {
        let account: UInt64?
        let step: AuditFailure.Step
        let method: Request.Method
        let path: String
    }

    /// What a search brought.
    enum Lesson: Sendable {
        /// These mistakes explain a failure of the shape.
        case mistakes([Mistake], Shape, wasSearched: Bool)
        /// The key of this account does.
        case otherAccount(UInt64)
        /// Nothing does.
        case nothing(Shape)
    }

    /// At most so many searches without an explanation: of a shape, of a chunk, and of the log, which has one more for
    /// every so many records.
    static let fruitlessInShape = 2, fruitlessInChunk = 2, fruitlessInLog = 16, recordsPerSearch = 50_000
    /// At most so many searches of a shape that bring another explanation each.
    static let fruitfulInShape = 32
    /// At most so many guesses in a search: some hundredths of a second.
    static let guessLimit = 400
    /// At most so many shapes are remembered: a log may have a path of its own in every line.
    static let shapeLimit = 10_000
    /// How many explanations of a shape are tried first, and of any shape, and accounts.
    static let explanationLimit = 8, recentLimit = 4

    private struct Knowledge {
        /// What explained failures of the shape, the latest first.
        var explanations: [[Mistake]] = []
        var fruitful = 0
        var fruitless = 0
    }

    private var shapes: [Shape: Knowledge] = [:]
    private var fruitlessSearches = 0
    private var records = 0
    /// Explanations of any shape, and accounts whose keys explained a failure, the latest first.
    private var recent: [[Mistake]] = []
    private(set) var otherAccounts: [UInt64] = []

    /// What to try first. Where the shape has explanations of its own, those of others are not tried.
    func repeated(for shape: Shape) -> [[Mistake]] {
        let own = shapes[shape]?.explanations ?? []
        return own.isEmpty ? recent : own
    }

    /// Whether a search may be made.
    func maySearch(_ shape: Shape) -> Bool {
        let known = shapes[shape] ?? Knowledge()
        return known.fruitless < CauseMemory.fruitlessInShape
            && known.fruitful < CauseMemory.fruitfulInShape
            && fruitlessSearches < CauseMemory.fruitlessInLog + records / CauseMemory.recordsPerSearch
    }

    /// Counts records that have been judged.
    mutating func count(_ records: Int) { self.records += records }

    mutating func learn(_ lesson: Lesson) {
        switch lesson {
        case .otherAccount(let account):
            CauseMemory.remember(account, in: &otherAccounts, limit: CauseMemory.recentLimit)
        case .mistakes(let mistakes, let shape, let wasSearched):
            CauseMemory.remember(mistakes, in: &recent, limit: CauseMemory.recentLimit)
            // Chunks that are under way at once find the same.
            guard var known = knowledge(of: shape), !known.explanations.contains(mistakes) else { return }
            CauseMemory.remember(mistakes, in: &known.explanations, limit: CauseMemory.explanationLimit)
            if wasSearched { known.fruitful += 1 }
            shapes[shape] = known
        case .nothing(let shape):
            fruitlessSearches += 1
            if let known = knowledge(of: shape) { shapes[shape, default: known].fruitless += 1 }
        }
    }

    /// What is known of a shape; `nil` where there is no room to remember more.
    private func knowledge(of shape: Shape) -> Knowledge? {
        shapes[shape] ?? (shapes.count < CauseMemory.shapeLimit ? Knowledge() : nil)
    }

    private static func remember<Element: Equatable>(
        _ element: Element, in recent: inout [Element], limit: Int
    ) {
        recent.removeAll { $0 == element }
        recent.insert(element, at: 0)
        if recent.count > limit { recent.removeLast() }
    }

    /// Whether the explanation is not yet known for the shape itself.
    func isNew(_ mistakes: [Mistake], _ shape: Shape) -> Bool {
        !(shapes[shape]?.explanations ?? []).contains(mistakes)
    }
}

/// Explains the failures of a chunk one after the other, learning from each.
///
/// It starts from what was known when the chunk began, which depends on the log alone and not on how many cores
/// work on it: the same log gives the same causes.
struct CauseSearch {
    private let accounts: AccountKeys
    private var memory: CauseMemory
    private var fruitless = 0
    private(set) var learned: [CauseMemory.Lesson] = []

    init(accounts: AccountKeys, memory: CauseMemory) {
        self.accounts = accounts
        self.memory = memory
    }

    mutating func explain(_ record: AuditRecord, _ verdict: inout AuditVerdict) {
        guard let failure = verdict.failure, [.publicKey, .signature, .equation].contains(failure.step),
            case .success(.request(let request)) = record.subject,
            let key = record.key ?? record.account.flatMap({ accounts.entries[$0]?.source })
        else { return }
        let shape = CauseMemory.Shape(
            account: record.account, step: failure.step, method: request.method, path: request.url.path)
        func search(_ effort: SearchEffort) -> [Mistake] {
            Diagnosis(of: record.signature, for: request, by: key, searching: effort)?.mistakes ?? []
        }
        // Within the subgroup the equation holds with the cofactor only where it holds without.
        let isInSubgroup =
            failure.step == .equation && !verdict.findings.contains { $0 != .unreducedS }
        let repeated = memory.repeated(for: shape).filter { mistakes in
            !isInSubgroup || !mistakes.contains { $0.name == "cofactored" }
        }
        if !repeated.isEmpty {
            let mistakes = search(SearchEffort(repeating: repeated, maximumGuesses: 0))
            if !mistakes.isEmpty { return accept(mistakes, shape, wasSearched: false, &verdict) }
        }
        if let account = otherAccount(than: record, request, among: memory.otherAccounts) {
            return accept(account, &verdict)
        }
        guard fruitless < CauseMemory.fruitlessInChunk, memory.maySearch(shape) else { return }
        let mistakes = search(SearchEffort(maximumGuesses: CauseMemory.guessLimit))
        if !mistakes.isEmpty { return accept(mistakes, shape, wasSearched: true, &verdict) }
        let others = accounts.entries.keys.sorted().prefix(CauseMemory.guessLimit)
        if let account = otherAccount(than: record, request, among: Array(others)) {
            return accept(account, &verdict)
        }
        fruitless += 1
        learn(.nothing(shape))
    }

    private mutating func accept(
        _ mistakes: [Mistake], _ shape: CauseMemory.Shape, wasSearched: Bool, _ verdict: inout AuditVerdict
    ) {
        verdict.causes = mistakes.map(\.name)
        if wasSearched || memory.isNew(mistakes, shape) {
            learn(.mistakes(mistakes, shape, wasSearched: wasSearched))
        }
    }

    private mutating func accept(_ account: UInt64, _ verdict: inout AuditVerdict) {
        verdict.causes = ["otherAccountsKey"]
        verdict.otherAccount = account
        if memory.otherAccounts.first != account { learn(.otherAccount(account)) }
    }

    /// The first of the accounts, beside the record's own, whose key verifies the signature.
    private func otherAccount(
        than record: AuditRecord, _ request: Request, among candidates: [UInt64]
    ) -> UInt64? {
        guard !candidates.isEmpty, let signature = try? Signature(hex: record.signature) else { return nil }
        let message = Message(request)
        return candidates.first { account in
            guard account != record.account, case .success(let key)? = accounts.entries[account]?.key else {
                return false
            }
            return key.isValidSignature(signature, for: message)
        }
    }

    private mutating func learn(_ lesson: CauseMemory.Lesson) {
        memory.learn(lesson)
        learned.append(lesson)
    }
}
