// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization
import SignatureDiagnosis

/// Remembers what explained earlier failures of a log, apart from the usual mistakes, which are tried on
/// every failure.
/// A search takes several hundred verifications, and a log may contain a million failures with one cause. So
/// failures are grouped by shape: account, step, method and path. Explanations of earlier failures of the
/// same shape are tried first, at one verification each. Only a few failures of each shape, and of the whole
/// log, are searched.
struct CauseMemory: Sendable {
    struct Shape: Hashable, Sendable {
        let account: AccountID?
        let step: SignatureVerdict.Step
        let method: SignableRequest.Method
        let path: String
    }

    /// The result of trying to explain a failure.
    enum Lesson: Sendable {
        /// These mistakes explain a failure of the shape; `nil` if a search found none.
        case mistakes([Mistake]?, Shape)
        /// The key of this account explains a failure; `nil` if a search found none.
        case otherAccount(AccountID?)
    }

    /// After this many searches without a result for a shape, in a chunk, or in the log, no more searches are
    /// made there. The limit of the log grows by one for each `recordsPerSearch` records.
    static let fruitlessInShape = 2, fruitlessInChunk = 2, fruitlessInLog = 8, recordsPerSearch = 100_000
    /// After this many different explanations, no more searches are made for a shape.
    static let explanationsInShape = 32
    /// The same limits for searches among the keys of other accounts. The limit of the log grows by one for
    /// each `recordsPerAccountSearch` records.
    static let accountSearchesInChunk = 16, accountSearchesInLog = 64, recordsPerAccountSearch = 10_000
    /// The largest number of guesses in a search: enough for all single mistakes and a few pairs. They take
    /// some milliseconds.
    static let guessLimit = 200
    /// The largest number of shapes to remember. A log may have a different path in every line.
    static let shapeLimit = 10_000
    /// The largest number of explanations to remember for each shape; and the largest numbers of recent
    /// explanations of any shape, and of recent accounts.
    static let explanationLimit = 8, recentLimit = 4

    /// The results of searches of one kind.
    struct History<Explanation: Equatable & Sendable>: Sendable {
        /// The latest explanations, the latest first.
        private(set) var recent: [Explanation] = []
        fileprivate var (fruitful, fruitless) = (0, 0)

        /// Assigns a changed copy, because a change in place does not always compile to the same code, and
        /// packages must be reproducible.
        fileprivate mutating func learn(_ found: Explanation?, limit: Int) {
            if let found {
                fruitful += 1
                recent = [found] + recent.filter { $0 != found }.prefix(limit - 1)
            } else {
                fruitless += 1
            }
        }
    }

    private var shapes: [Shape: History<[Mistake]>] = [:]
    private var mistakes = History<[Mistake]>()
    private(set) var otherAccounts = History<AccountID>()
    /// The number of records that have been judged.
    var records = 0

    /// The explanations to try before a search: those of the shape, or if it has none, the latest ones of any
    /// shape.
    func repeated(for shape: Shape) -> [[Mistake]] {
        guard let own = shapes[shape]?.recent, !own.isEmpty else { return mistakes.recent }
        return own
    }

    func isNew(_ mistakes: [Mistake], _ shape: Shape) -> Bool {
        shapes[shape]?.recent.contains(mistakes) != true
    }

    func maySearch(_ shape: Shape) -> Bool {
        let known = shapes[shape] ?? History()
        return known.fruitless < Self.fruitlessInShape && known.fruitful < Self.explanationsInShape
            && mistakes.fruitless < Self.fruitlessInLog + records / Self.recordsPerSearch
    }

    var maySearchAccounts: Bool {
        otherAccounts.fruitless < Self.accountSearchesInLog + records / Self.recordsPerAccountSearch
    }

    mutating func learn(_ lesson: Lesson) {
        switch lesson {
        case .otherAccount(let account): otherAccounts.learn(account, limit: Self.recentLimit)
        case .mistakes(let found, let shape):
            mistakes.learn(found, limit: Self.recentLimit)
            guard shapes[shape] != nil || shapes.count < Self.shapeLimit else { return }
            // Chunks that are judged at the same time may find the same explanation.
            if let found, !isNew(found, shape) { return }
            shapes[shape, default: History()].learn(found, limit: Self.explanationLimit)
        }
    }
}
