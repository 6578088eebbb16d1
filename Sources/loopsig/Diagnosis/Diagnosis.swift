import BabyJubjub
import EdDSA
import PrimeField
import RequestCanonicalization

/// Why a signature does not verify: what the signer is likely to have done instead.
///
/// The known mistakes of signers (SPEC.md, appendix B) are undone one at a time, and those of the text in
/// pairs, until the equation holds. A hit is strong evidence: the equation holds by chance once in 2²⁵¹ guesses.
struct Diagnosis: Encodable {
    /// The mistakes that together explain the signature; empty where none are known that do.
    let mistakes: [Mistake]
    /// Other mistakes that explain it as well: they give the same text for this request.
    let alternatives: [Mistake]
    /// How many guesses were tried.
    let guesses: Int

    /// `nil` where key and signature cannot be read in any way, so that there is nothing to guess about.
    init?(request: Request, publicKey: PublicKeySource, signature: String) {
        var search = Search(request: request, publicKey: publicKey, signature: signature)
        let found = search.run()
        guard search.guesses > 0 else { return nil }
        mistakes = found.first?.mistakes ?? []
        alternatives = found.dropFirst().flatMap(\.mistakes)
        guesses = search.guesses
    }
}

/// The search for a guess that holds.
private struct Search {
    let request: Request
    /// The guesses that read the text of the signature in one way or another and are otherwise as specified.
    let readings: [Hypothesis]
    let signingMistakes: [SigningMistake]
    private var verdicts: [Guess: Bool] = [:]

    /// How many guesses were tried.
    var guesses: Int { verdicts.count }

    init(request: Request, publicKey: PublicKeySource, signature: String) {
        self.request = request
        let message = SigningRule().message(of: request)
        let signatures = SignatureReading.readings(of: signature)
        readings = publicKey.readings.flatMap { key in
            signatures.compactMap { reading in
                guard let r = Point(reading.numbers.rx, reading.numbers.ry) else { return nil }
                let guess = Guess(r: r, s: reading.numbers.s, publicKey: key.point, message: message)
                return Hypothesis(guess: guess, mistakes: key.mistakes + reading.mistakes)
            }
        }
        signingMistakes = SigningMistake.known(for: request)
    }

    /// All single mistakes that explain the signature; else the first pair of mistakes that does.
    mutating func run() -> [Hypothesis] {
        let asSpecified = readings.first { $0.mistakes.isEmpty }
        var single = readings
        if let asSpecified { single += asSpecified.variations + texts(asSpecified, mistakes: 1) }
        let explained = holding(in: single, all: true)
        guard explained.isEmpty else { return explained }
        // Two mistakes in the text, or one beside another layout of the signature.
        let double =
            asSpecified.map { texts($0, mistakes: 2) }
            ?? readings.flatMap { texts($0, mistakes: 1) }
        return holding(in: double, all: false)
    }

    /// The hypotheses that the message was made with one mistake, or with two of different aspects.
    private func texts(_ base: Hypothesis, mistakes count: Int) -> [Hypothesis] {
        func hypothesis(_ changes: [SigningMistake]) -> Hypothesis {
            var rule = SigningRule()
            for change in changes { change.change(&rule) }
            var hypothesis = base
            hypothesis.guess.message = rule.message(of: request)
            hypothesis.mistakes += changes.map(\.mistake)
            return hypothesis
        }
        let all = signingMistakes
        guard count > 1 else { return all.map { hypothesis([$0]) } }
        return all.indices.flatMap { first in
            all[(first + 1)...].filter { $0.aspect != all[first].aspect }
                .map { hypothesis([all[first], $0]) }
        }
    }

    /// Those hypotheses that hold, each guess tried once; only the first of them unless `all` are wanted.
    private mutating func holding(in hypotheses: [Hypothesis], all: Bool) -> [Hypothesis] {
        var found: [Hypothesis] = []
        for hypothesis in hypotheses {
            let isGood = verdicts[hypothesis.guess] ?? hypothesis.guess.holds()
            verdicts[hypothesis.guess] = isGood
            if isGood { found.append(hypothesis) }
            if isGood, !all { break }
        }
        return found
    }
}
