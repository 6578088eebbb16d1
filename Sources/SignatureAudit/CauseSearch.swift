import EdDSA
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis

/// What is known so far about why signatures of a log fail.
///
/// A thorough search takes thousands of verifications, and a log may hold a million failures of one cause. So failures
/// are told apart by their shape: account, method, path, step. What explained a shape before is tried first,
/// and only a few failures of each shape, and of the whole log, are searched thoroughly.
struct CauseMemory: Sendable {
    struct Shape: Hashable, Sendable {
        let account: UInt64?
        let step: AuditFailure.Step
        let method: Request.Method
        let path: String
    }

    /// What a search brought.
    struct Lesson: Sendable {
        let shape: Shape
        /// The mistakes that explain the failure; `nil` for a thorough search without success.
        let names: [String]?
        /// The account whose key explains it.
        let otherAccount: UInt64?
        let wasThorough: Bool
    }

    /// At most so many thorough searches without an explanation: of a shape, of a chunk, and of the log, which has
    /// one more for every so many records.
    static let fruitlessInShape = 2, fruitlessInChunk = 2, fruitlessInLog = 16, recordsPerSearch = 50_000
    /// At most so many guesses in a search: some hundredths of a second.
    static let guessLimit = 400
    /// At most so many shapes are remembered: a log may have a path of its own in every line.
    static let shapeLimit = 10_000
    /// How many explanations are tried first.
    static let expectedLimit = 4

    private var explanations: [Shape: [[String]]] = [:]
    private var fruitless: [Shape: Int] = [:]
    private var fruitlessSearches = 0
    private var records = 0
    /// Explanations of any shape, and accounts whose keys explained a failure, the latest first.
    private var recent: [[String]] = []
    private(set) var otherAccounts: [UInt64] = []

    /// What to try first.
    func expected(for shape: Shape) -> [[String]] {
        let own = explanations[shape] ?? []
        return Array((own + recent.filter { !own.contains($0) }).prefix(CauseMemory.expectedLimit))
    }

    /// Whether a thorough search may be made.
    func maySearch(_ shape: Shape) -> Bool {
        fruitless[shape, default: 0] < CauseMemory.fruitlessInShape
            && fruitlessSearches < CauseMemory.fruitlessInLog + records / CauseMemory.recordsPerSearch
    }

    /// Counts records that have been judged.
    mutating func count(_ records: Int) { self.records += records }

    mutating func learn(_ lesson: Lesson) {
        guard lesson.wasThorough || explanations.count < CauseMemory.shapeLimit else { return }
        if let account = lesson.otherAccount {
            CauseMemory.remember(account, in: &otherAccounts)
        } else if let names = lesson.names {
            if isNew(names, lesson.shape) { explanations[lesson.shape, default: []].append(names) }
            CauseMemory.remember(names, in: &recent)
        } else {
            fruitless[lesson.shape, default: 0] += 1
            fruitlessSearches += 1
        }
    }

    private static func remember<Element: Equatable>(_ element: Element, in recent: inout [Element]) {
        recent.removeAll { $0 == element }
        recent.insert(element, at: 0)
        if recent.count > expectedLimit { recent.removeLast() }
    }

    /// Whether the explanation is not yet known for the shape itself.
    func isNew(_ names: [String], _ shape: Shape) -> Bool { !(explanations[shape] ?? []).contains(names) }
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
        let expected = memory.expected(for: shape)
        if !expected.isEmpty,
            let names = Diagnosis(
                of: record.signature, for: request, by: key,
                searching: SearchEffort(expecting: expected, maximumGuesses: 0))?.names, !names.isEmpty
        {
            return accept(names, shape, wasThorough: false, &verdict)
        }
        if let account = otherAccount(for: record, request, among: memory.otherAccounts) {
            return accept(account, shape, wasThorough: false, &verdict)
        }
        guard fruitless < CauseMemory.fruitlessInChunk, memory.maySearch(shape) else { return }
        let names =
            Diagnosis(
                of: record.signature, for: request, by: key,
                searching: SearchEffort(maximumGuesses: CauseMemory.guessLimit))?.names ?? []
        if !names.isEmpty { return accept(names, shape, wasThorough: true, &verdict) }
        let others = accounts.entries.keys.sorted().prefix(CauseMemory.guessLimit)
        if let account = otherAccount(for: record, request, among: Array(others)) {
            return accept(account, shape, wasThorough: true, &verdict)
        }
        fruitless += 1
        learn(CauseMemory.Lesson(shape: shape, names: nil, otherAccount: nil, wasThorough: true))
    }

    private mutating func accept(
        _ names: [String], _ shape: CauseMemory.Shape, wasThorough: Bool, _ verdict: inout AuditVerdict
    ) {
        verdict.causes = names
        learn(CauseMemory.Lesson(shape: shape, names: names, otherAccount: nil, wasThorough: wasThorough))
    }

    private mutating func accept(
        _ account: UInt64, _ shape: CauseMemory.Shape, wasThorough: Bool, _ verdict: inout AuditVerdict
    ) {
        verdict.causes = ["otherAccountsKey"]
        verdict.otherAccount = account
        learn(CauseMemory.Lesson(shape: shape, names: nil, otherAccount: account, wasThorough: wasThorough))
    }

    /// The first of the accounts, beside the record's own, whose key verifies the signature.
    private func otherAccount(
        for record: AuditRecord, _ request: Request, among candidates: [UInt64]
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

    /// Lessons of one shape repeat; only new ones are handed on.
    private mutating func learn(_ lesson: CauseMemory.Lesson) {
        let isNews = lesson.wasThorough || lesson.names.map { memory.isNew($0, lesson.shape) } ?? false
        guard isNews else { return }
        memory.learn(lesson)
        learned.append(lesson)
    }
}
