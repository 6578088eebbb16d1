// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import LoopringOrders
import PrimeField
import RequestCanonicalization
import RequestSigning

/// The search for a guess whose equation holds: first the readings of the text, then single mistakes, then
/// pairs.
struct MistakeSearch {
    /// One hypothesis for each way to read the texts of the key and the signature. All else is as specified.
    let readings: [Hypothesis]
    /// Whether the search stopped at the limit, or because it was cancelled, with guesses left.
    private(set) var isAtLimit = false

    private let request: SignableRequest
    private lazy var inMessage = SigningMistake.known(for: request)
    private lazy var known = otherMessages + SigningMistake.afterTheMessage + inMessage
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
        let message = Message(request)
        let signatures = SignatureReading.readings(of: signature)
        readings = key.readings.flatMap { key in
            signatures.compactMap { reading in
                guard let r = try? Point(x: FieldElement(reading.rx), y: FieldElement(reading.ry)) else {
                    return nil
                }
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
            if let known = hypothesis(with: mistakes), let found = first(of: [known]) { return [found] }
        }
        if effort.triesUsual {
            // The guess without mistakes does not hold, because the signature is known to be invalid. So a
            // mistake that does not change this text need not be tried.
            knownWrong = asSpecified?.guess
            if let found = firstUsual() { return [found] }
        }
        if effort.expected.isEmpty, effort.maximumGuesses == 0 { return [] }
        let single = singleMistakes()
        for names in effort.expected {
            func isExpected(_ hypothesis: Hypothesis) -> Bool {
                Set(hypothesis.mistakes.map(\.name)) == Set(names)
            }
            if let found = first(of: single.filter(isExpected)) {
                return single.map { $0.completed(for: request) }.filter { $0.guess == found.guess }
            }
            if names.count > 1, let found = first(of: pairs().filter(isExpected)) { return [found] }
        }
        // The limit does not count the guesses made so far.
        mostGuesses = guesses + min(effort.maximumGuesses, .max - guesses)
        let explained = holding(in: single)
        // There are thousands of pairs. Do not create them if no more guesses are allowed.
        return explained.isEmpty && !isAtLimit ? first(of: pairs()).map { [$0] } ?? [] : explained
    }

    // MARK: Candidates

    /// The reading without mistakes, if key and signature can be read as specified.
    private var asSpecified: Hypothesis? { readings.first { $0.mistakes.isEmpty } }

    /// The hypothesis with exactly these mistakes, if there is one for this request and signature.
    private mutating func hypothesis(with mistakes: [Mistake]) -> Hypothesis? {
        for reading in readings where reading.mistakes.allSatisfy(mistakes.contains) {
            let others = mistakes.filter { !reading.mistakes.contains($0) }
            let changes = others.compactMap { other in known.first { $0.mistake == other } }
            if changes.count == others.count { return changes.reduce(reading) { $0.with($1) } }
        }
        return nil
    }

    /// The first usual mistake that explains the signature. If key and signature can be read as specified,
    /// the signer signed another message. Otherwise key or signature is written in another way.
    private mutating func firstUsual() -> Hypothesis? {
        guard let asSpecified else { return first(of: readings) }
        return first(of: (otherMessages + SigningMistake.usual(for: request)).lazy.map(asSpecified.with))
    }

    /// The signature of the order in the body instead of the request. Loopring's client sends it with
    /// submit-order calls.
    private var otherMessages: [SigningMistake] {
        guard let body = request.body, let order = try? LoopringOrder(submitOrderJSON: body),
            let signed = order.signedMessage
        else { return [] }
        let orderHashSigned = Mistake(
            "orderHashSigned", .message, "REQUEST-10",
            "This is the signature of the order, not of the request: the order hash of the body was signed. X-API-SIG of a "
                + "request is the signature of its signature base.")
        return [SigningMistake(orderHashSigned) { $0.message = Message(signed) }]
    }

    private mutating func singleMistakes() -> [Hypothesis] {
        guard let asSpecified else { return readings }
        return readings + known.map(asSpecified.with)
    }

    /// The hypotheses with two mistakes: two in the text, of different aspects. If key or signature cannot be
    /// read as specified, one mistake in the text and one in the reading.
    private mutating func pairs() -> [Hypothesis] {
        guard let asSpecified else { return readings.flatMap { inMessage.map($0.with) } }
        return inMessage.enumerated().flatMap { index, first in
            inMessage[(index + 1)...].filter { $0.aspect != first.aspect }
                .map(asSpecified.with(first).with)
        }
    }

    // MARK: Trying

    private mutating func first(of candidates: some Sequence<Hypothesis>) -> Hypothesis? {
        holding(in: candidates, limit: 1).first
    }

    /// The first candidates whose guess holds. Each guess is tried once.
    private mutating func holding(
        in candidates: some Sequence<Hypothesis>, limit: Int = .max
    ) -> [Hypothesis] {
        var found: [Hypothesis] = []
        for candidate in candidates {
            let hypothesis = candidate.completed(for: request)
            guard let holds = verdict(on: hypothesis.guess) else { break }
            if holds { found.append(hypothesis) }
            if found.count == limit { break }
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
