// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import LoopringOrders
import PrimeField
import RequestCanonicalization

/// The search for a guess whose equation holds: first the readings of the text, then single mistakes, then
/// pairs.
struct MistakeSearch {
    /// One hypothesis for each way to read the texts of the key and the signature. All else is as specified.
    let readings: [Hypothesis]
    /// Whether the search stopped at the limit, or because it was cancelled, with guesses left.
    private(set) var isAtLimit = false

    private let request: SignableRequest
    private lazy var signingMistakes = SigningMistake.known(for: request)
    private let keys: PreparedKeys
    private let isCancelled: @Sendable () -> Bool
    private var mostGuesses = Int.max
    private var verdicts: [Guess: (h: Integer256, holds: Bool)] = [:]
    private var knownWrong: Guess?

    var guesses: Int { verdicts.count }

    /// `isCancelled` is called before each guess. The search ends if it returns true.
    init(
        of signature: String, for request: SignableRequest, by key: PublicKeySource,
        verifyingWith keys: PreparedKeys, isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.request = request
        self.keys = keys
        self.isCancelled = isCancelled
        let message = SigningRule().message(of: request)
        let signatures = SignatureReading.readings(of: signature)
        readings = key.readings.flatMap { key in
            signatures.compactMap { reading in
                guard let r = Point(reading.rx, reading.ry) else { return nil }
                let guess = Guess(r: r, s: reading.s, publicKey: key.point, message: message)
                return Hypothesis(guess: guess, mistakes: key.mistakes + reading.mistakes)
            }
        }
    }

    /// Runs the search. It tries the repeated, the usual and the expected explanations in this order and
    /// returns the first that holds. Otherwise it returns all single mistakes that explain the signature, or
    /// else the first pair of mistakes that does. The first hypothesis returned is the explanation, the
    /// others are alternatives to it.
    mutating func run(_ effort: SearchEffort) -> [Hypothesis] {
        for mistakes in effort.repeated {
            if let known = candidate(with: mistakes), let found = first(of: [known]) { return [found] }
        }
        if effort.triesUsual {
            // The guess without mistakes does not hold, because the signature is known to be invalid. So a
            // mistake that does not change this text need not be tried.
            knownWrong = asSpecified?.guess
            if let found = first(of: usual) { return [found] }
        }
        if effort.expected.isEmpty, effort.maximumGuesses == 0 { return [] }
        let single = self.single
        for names in effort.expected {
            func isExpected(_ candidate: Candidate) -> Bool {
                Set(candidate.mistakes.map(\.name)) == Set(names)
            }
            if let found = first(of: single.filter(isExpected)) {
                return single.map(hypothesis).filter { $0.guess == found.guess }
            }
            if names.count > 1, let found = first(of: double.filter(isExpected)) { return [found] }
        }
        // The limit does not count the guesses made so far.
        mostGuesses = guesses + min(effort.maximumGuesses, .max - guesses)
        let explained = holding(in: single)
        // There are thousands of pairs. Do not create them if no more guesses are allowed.
        return explained.isEmpty && !isAtLimit ? first(of: double).map { [$0] } ?? [] : explained
    }

    // MARK: Candidates

    /// A hypothesis whose guess is computed only when needed, because that costs a hash. Its mistakes can be
    /// read at once.
    private struct Candidate {
        let base: Hypothesis
        var changes: [SigningMistake] = []

        var mistakes: [Mistake] { base.mistakes + changes.map(\.mistake) }
    }

    /// The base hypothesis of a candidate, with the message that the changed rule produces.
    private func hypothesis(_ candidate: Candidate) -> Hypothesis {
        guard !candidate.changes.isEmpty else { return candidate.base }
        var rule = SigningRule()
        for change in candidate.changes { change.change(&rule) }
        var hypothesis = candidate.base
        let text = rule.signatureBase(of: request)
        hypothesis.guess.message = rule.message(of: text)
        hypothesis.signedText = text
        hypothesis.mistakes = candidate.mistakes
        return hypothesis
    }

    /// The reading without mistakes, if key and signature can be read as specified.
    private var asSpecified: Hypothesis? { readings.first { $0.mistakes.isEmpty } }

    /// The candidate with exactly these mistakes, if there is one for this request and signature.
    private mutating func candidate(with mistakes: [Mistake]) -> Candidate? {
        for base in otherMessages + (asSpecified?.variations ?? []) + readings
        where base.mistakes.allSatisfy(mistakes.contains) {
            let others = mistakes.filter { !base.mistakes.contains($0) }
            var changes: [SigningMistake] = []
            for other in others { changes += signingMistakes.filter { $0.mistake == other }.prefix(1) }
            if changes.count == others.count { return Candidate(base: base, changes: changes) }
        }
        return nil
    }

    /// The usual mistakes. If key and signature can be read as specified, the signer signed another message.
    /// Otherwise key or signature is written in another way.
    private var usual: [Candidate] {
        guard let asSpecified else { return readings.map { Candidate(base: $0) } }
        return otherMessages.map { Candidate(base: $0) }
            + SigningMistake.usual(for: request).map { Candidate(base: asSpecified, changes: [$0]) }
    }

    /// Signatures of another message that belongs to the request: the hash of the order in its body.
    private var otherMessages: [Hypothesis] {
        guard let asSpecified, let body = request.body, let order = try? LoopringOrder(submitOrderJSON: body),
            let signed = order.signedMessage
        else { return [] }
        return [asSpecified.with(.orderHashSigned) { $0.message = Message(signed) }]
    }

    private var single: [Candidate] {
        mutating get {
            guard let asSpecified else { return readings.map { Candidate(base: $0) } }
            return (readings + otherMessages + asSpecified.variations).map { Candidate(base: $0) }
                + signingMistakes.map { Candidate(base: asSpecified, changes: [$0]) }
        }
    }

    /// The candidates with two mistakes: two in the text, of different aspects. If key or signature cannot be
    /// read as specified, one mistake in the text and one in the reading.
    private var double: [Candidate] {
        mutating get {
            guard let asSpecified else {
                return readings.flatMap { reading in
                    signingMistakes.map { Candidate(base: reading, changes: [$0]) }
                }
            }
            return signingMistakes.enumerated().flatMap { index, first in
                signingMistakes[(index + 1)...].filter { $0.aspect != first.aspect }
                    .map { Candidate(base: asSpecified, changes: [first, $0]) }
            }
        }
    }

    // MARK: Trying

    private mutating func first(of candidates: [Candidate]) -> Hypothesis? {
        holding(in: candidates, limit: 1).first
    }

    /// The first candidates whose guess holds. Each guess is tried once.
    private mutating func holding(in candidates: [Candidate], limit: Int = .max) -> [Hypothesis] {
        var found: [Hypothesis] = []
        for candidate in candidates where found.count < limit {
            let hypothesis = hypothesis(candidate)
            guard let holds = verdict(on: hypothesis.guess) else { break }
            if holds { found.append(hypothesis) }
        }
        return found
    }

    /// Whether the guess holds; `nil` if no more guesses are allowed.
    private mutating func verdict(on guess: Guess) -> Bool? {
        if guess == knownWrong { return false }
        if let verdict = verdicts[guess] { return verdict.holds }
        guard !isCancelled(), guesses < mostGuesses else {
            isAtLimit = true
            return nil
        }
        let h = guess.h
        let holds = guess.holds(h, verifyingWith: keys)
        verdicts[guess] = (h, holds)
        return holds
    }

    /// The equation of a guess that was tried and holds; `nil` for other guesses.
    func signingEquation(of guess: Guess) -> SigningEquation? {
        verdicts[guess].flatMap { guess.signingEquation($0.h) }
    }
}
