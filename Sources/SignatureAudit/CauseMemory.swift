// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization
import SignatureDiagnosis

/// What is known so far about why signatures of a log fail, beyond the usual mistakes, which are tried on every failure.
///
/// A search takes some hundred verifications, and a log may contain a million failures of one cause. So failures are
/// distinguished by their shape: account, method, path, step. What explained a failure of the shape before is tried first, a
/// verification each; and only a few failures of each shape, and of the whole log, are searched.
struct CauseMemory: Sendable {
    struct Shape: Hashable, Sendable {
        let account: AccountID?
        let step: SignatureVerdict.Step
        let method: SignableRequest.Method
        let path: String
    }

    /// What a search brought.
    enum Lesson: Sendable {
        /// These mistakes explain a failure of the shape.
        case mistakes([Mistake], Shape, wasSearched: Bool)
        /// No mistakes do.
        case noMistakes(Shape)
        /// The key of this account explains a failure.
        case otherAccount(AccountID)
        /// No other account's key does.
        case noOtherAccount
    }

    /// Limits of searches for mistakes that find none: of a shape, of a chunk, and of the log, whose limit grows by one for
    /// each `recordsPerSearch` records.
    static let fruitlessInShape = 2, fruitlessInChunk = 2, fruitlessInLog = 8, recordsPerSearch = 100_000
    /// Limit of searches of a shape that each bring another explanation.
    static let fruitfulInShape = 32
    /// Limits of searches among the accounts that find none: of a chunk, and of the log, whose limit grows by one for each
    /// `recordsPerAccountSearch` records.
    static let accountSearchesInChunk = 16, accountSearchesInLog = 64, recordsPerAccountSearch = 10_000
    /// Limit of guesses in a search, some milliseconds: all single mistakes, and a few pairs.
    static let guessLimit = 200
    /// Limit of shapes that are remembered: a log may have another path in every line.
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
    private var fruitlessAccountSearches = 0
    private var records = 0
    /// Explanations of any shape, and accounts whose keys explained a failure, the latest first.
    private var recent: [[Mistake]] = []
    private(set) var otherAccounts: [AccountID] = []

    /// What to try first. If the shape has explanations of its own, those of other shapes are not tried.
    func repeated(for shape: Shape) -> [[Mistake]] {
        let own = shapes[shape]?.explanations ?? []
        return own.isEmpty ? recent : own
    }

    /// Whether a search for mistakes may be made.
    func maySearch(_ shape: Shape) -> Bool {
        let known = shapes[shape] ?? Knowledge()
        return known.fruitless < CauseMemory.fruitlessInShape
            && known.fruitful < CauseMemory.fruitfulInShape
            && fruitlessSearches < CauseMemory.fruitlessInLog + records / CauseMemory.recordsPerSearch
    }

    /// Whether a search among the accounts may be made.
    var maySearchAccounts: Bool {
        fruitlessAccountSearches
            < CauseMemory.accountSearchesInLog + records / CauseMemory.recordsPerAccountSearch
    }

    /// Counts records that have been judged.
    mutating func count(_ records: Int) { self.records += records }

    mutating func learn(_ lesson: Lesson) {
        switch lesson {
        case .otherAccount(let account):
            otherAccounts = CauseMemory.remembering(
                account, before: otherAccounts, limit: CauseMemory.recentLimit)
        case .noOtherAccount:
            fruitlessAccountSearches += 1
        case .mistakes(let mistakes, let shape, let wasSearched):
            recent = CauseMemory.remembering(mistakes, before: recent, limit: CauseMemory.recentLimit)
            // Chunks that are under way at once find the same.
            guard var known = knowledge(of: shape), !known.explanations.contains(mistakes) else { return }
            known.explanations = CauseMemory.remembering(
                mistakes, before: known.explanations, limit: CauseMemory.explanationLimit)
            if wasSearched { known.fruitful += 1 }
            shapes[shape] = known
        case .noMistakes(let shape):
            fruitlessSearches += 1
            if let known = knowledge(of: shape) { shapes[shape, default: known].fruitless += 1 }
        }
    }

    /// What is known of a shape; `nil` if there is no room to remember more.
    private func knowledge(of shape: Shape) -> Knowledge? {
        shapes[shape] ?? (shapes.count < CauseMemory.shapeLimit ? Knowledge() : nil)
    }

    /// The element, then what was remembered before. A changed copy compiles reproducibly, which a change in place does not
    /// always do; packages must be the same bytes each time.
    private static func remembering<Element: Equatable>(
        _ element: Element, before recent: [Element], limit: Int
    ) -> [Element] {
        [element] + recent.filter { $0 != element }.prefix(limit - 1)
    }

    /// Whether the explanation is not yet known for the shape itself.
    func isNew(_ mistakes: [Mistake], _ shape: Shape) -> Bool {
        !(shapes[shape]?.explanations ?? []).contains(mistakes)
    }
}
