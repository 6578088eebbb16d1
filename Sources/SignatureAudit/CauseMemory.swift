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
        case mistakes([Mistake]?, Shape, wasSearched: Bool)
        /// The key of this account explains a failure; `nil` if a search found none.
        case otherAccount(AccountID?)
    }

    /// After this many searches without a result for a shape, in a chunk, or in the log, no more searches are
    /// made there. The limit of the log grows by one for each `recordsPerSearch` records.
    static let fruitlessInShape = 2, fruitlessInChunk = 2, fruitlessInLog = 8, recordsPerSearch = 100_000
    /// After this many searches with a new explanation each, no more searches are made for a shape.
    static let fruitfulInShape = 32
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

    private struct Knowledge {
        /// The explanations of failures of the shape, the latest first.
        var explanations: [[Mistake]] = []
        var fruitful = 0
        var fruitless = 0
    }

    private var shapes: [Shape: Knowledge] = [:]
    private var fruitlessSearches = 0
    private var fruitlessAccountSearches = 0
    private var records = 0
    /// The latest explanations of any shape, and the latest accounts whose keys explained a failure; the
    /// latest first.
    private var recent: [[Mistake]] = []
    private(set) var otherAccounts: [AccountID] = []

    /// The explanations to try before a search: those of the shape, or if it has none, the latest ones of any
    /// shape.
    func repeated(for shape: Shape) -> [[Mistake]] {
        guard let own = shapes[shape]?.explanations, !own.isEmpty else { return recent }
        return own
    }

    /// Whether the explanation is new for this shape.
    func isNew(_ mistakes: [Mistake], _ shape: Shape) -> Bool {
        shapes[shape]?.explanations.contains(mistakes) != true
    }

    /// Whether the limits allow a search for mistakes.
    func maySearch(_ shape: Shape) -> Bool {
        let known = shapes[shape] ?? Knowledge()
        return known.fruitless < Self.fruitlessInShape && known.fruitful < Self.fruitfulInShape
            && fruitlessSearches < Self.fruitlessInLog + records / Self.recordsPerSearch
    }

    /// Whether the limits allow a search among the accounts.
    var maySearchAccounts: Bool {
        fruitlessAccountSearches < Self.accountSearchesInLog + records / Self.recordsPerAccountSearch
    }

    /// Counts records that have been judged.
    mutating func count(_ records: Int) { self.records += records }

    mutating func learn(_ lesson: Lesson) {
        switch lesson {
        case .otherAccount(let account?):
            otherAccounts = Self.remembering(account, before: otherAccounts, limit: Self.recentLimit)
        case .otherAccount(nil):
            fruitlessAccountSearches += 1
        case .mistakes(let mistakes?, let shape, let wasSearched):
            recent = Self.remembering(mistakes, before: recent, limit: Self.recentLimit)
            // Chunks that are judged at the same time may find the same explanation.
            guard isNew(mistakes, shape), var known = knowledge(of: shape) else { return }
            known.explanations = Self.remembering(
                mistakes, before: known.explanations, limit: Self.explanationLimit)
            if wasSearched { known.fruitful += 1 }
            shapes[shape] = known
        case .mistakes(nil, let shape, _):
            fruitlessSearches += 1
            if knowledge(of: shape) != nil { shapes[shape, default: Knowledge()].fruitless += 1 }
        }
    }

    /// What is known of a shape; `nil` for a new one if no more are remembered.
    private func knowledge(of shape: Shape) -> Knowledge? {
        shapes[shape] ?? (shapes.count < Self.shapeLimit ? Knowledge() : nil)
    }

    /// Returns the element followed by the earlier ones, up to `limit` in all. This returns a changed copy,
    /// because a change in place does not always compile to the same code, and packages must be reproducible.
    private static func remembering<Element: Equatable>(
        _ element: Element, before recent: [Element], limit: Int
    ) -> [Element] {
        [element] + recent.filter { $0 != element }.prefix(limit - 1)
    }
}
