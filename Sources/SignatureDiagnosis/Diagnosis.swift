// SPDX-License-Identifier: Apache-2.0
import EdDSA
import PrimeField
import RequestCanonicalization

/// A known way in which signers depart from SPEC.md, found to explain a signature that does not verify.
public struct Mistake: Encodable, Hashable, Sendable {
    /// The stage at which the signer went another way.
    public enum Stage: String, CaseIterable, Encodable, Sendable {
        /// Sorting, encoding and joining the parameters, or the body.
        case parameterString
        /// Method, URL and the way in which the three parts are joined.
        case signatureBase
        /// From the text to the integer m.
        case message
        /// The Poseidon hash h.
        case challenge
        /// The text of the signature, or the signs of R and S.
        case signature
        /// The text of the key, or its sign.
        case publicKey
        /// The equation that the signature is made for.
        case equation
    }

    /// A short name for programs. Variants of one mistake (the host that was signed, say) share it.
    public let name: String
    /// Where it was made.
    public let stage: Stage
    /// What the signer did, and what is right.
    public let explanation: String
    /// The requirement of SPEC.md that is not met.
    public let requirement: String

    init(_ name: String, _ stage: Stage, _ requirement: String, _ explanation: String) {
        self.name = name
        self.stage = stage
        self.requirement = requirement
        self.explanation = explanation
    }
}

/// How far to search for the mistake that explains a signature.
///
/// A thorough search makes some hundred to some thousand guesses, a verification each. To explain many signatures of one
/// signer, pass in what explained the last one, so that it is tried first:
///
/// ```swift
/// let effort = SearchEffort(expecting: seen, maximumGuesses: 0)       // nothing but what was seen before
/// let diagnosis = Diagnosis(of: signature, for: request, by: key, searching: effort)
/// ```
public struct SearchEffort: Equatable, Sendable {
    /// What to try before the search: each element holds the names of mistakes made together, as ``Diagnosis/names``
    /// gives them.
    public var expected: [[String]]
    /// What to try even before: mistakes that another signature was explained by, the very same, as
    /// ``Diagnosis/mistakes`` gives them. They cost a guess each, and if one holds, no alternatives to it are searched.
    public var repeated: [[Mistake]]
    /// Whether to try the usual mistakes next: a few guesses, which can be afforded for every failure of a log.
    /// It is for signatures that are known to be invalid.
    public var triesUsual: Bool
    /// The most guesses beyond the expected ones.
    public var maximumGuesses: Int

    /// An effort.
    public init(
        repeating repeated: [[Mistake]] = [], tryingUsual triesUsual: Bool = false,
        expecting expected: [[String]] = [], maximumGuesses: Int = .max
    ) {
        self.triesUsual = triesUsual
        self.repeated = repeated
        self.expected = expected
        self.maximumGuesses = maximumGuesses
    }

    /// Every known mistake, and every pair of mistakes that can be made together.
    ///
    /// - Warning: it takes up to several thousand verifications, about a second of one core. Do not run it for senders that
    ///   are not authenticated: each invalid signature would cost them nothing and the server a second.
    ///   ``Diagnosis/thorough(of:for:by:)`` searches without holding the caller, and can be cancelled.
    public static let thorough = SearchEffort()
}

/// Why a signature does not verify: what the signer is likely to have done instead.
///
/// The known mistakes of signers (SPEC.md, appendix B) are undone one at a time, and those of the text in
/// pairs, until the equation holds. A hit is strong evidence: the equation holds by chance once in 2²⁵¹ guesses.
public struct Diagnosis: Equatable, Sendable {
    /// The mistakes that together explain the signature; empty if no known mistakes do.
    public let mistakes: [Mistake]
    /// Other mistakes that explain it as well: they give the same text for this request.
    public let alternatives: [Mistake]
    /// The text that the signer signed instead of the signature base, if the mistake is in the text.
    public let signedText: String?
    /// R.x, R.y and S of the signer laid out as SPEC.md, section 2.3, requires, if the mistake is in the layout.
    public let signatureAsSpecified: String?
    /// The equation that holds under ``mistakes``, which only the key's owner can have made; `nil` without an explanation,
    /// and for a signature that is made with another base point.
    public let equation: SigningEquation?
    /// The message that the signature verifies for under ``mistakes``; `nil` without an explanation.
    package let signedMessage: Message?
    /// How many guesses were tried.
    public let guesses: Int
    /// Whether the search ended at ``SearchEffort/maximumGuesses`` without an explanation, so that there may be one.
    public let wasCutShort: Bool

    /// The names of ``mistakes``: what to expect of other signatures by the same signer.
    public var names: [String] { mistakes.map(\.name) }

    /// Searches for the mistake in a signature as it came over the wire.
    ///
    /// - Returns: `nil` if key and signature cannot be read in any way, so that there is nothing to guess about.
    public init?(
        of signature: String, for request: SignableRequest, by key: PublicKeySource,
        searching effort: SearchEffort = .thorough
    ) {
        self.init(of: signature, for: request, by: key, searching: effort, verifying: GuessVerifier())
    }

    /// The same, with tables for the verification of guesses; `isCancelled` ends the search early.
    package init?(
        of signature: String, for request: SignableRequest, by key: PublicKeySource,
        searching effort: SearchEffort,
        verifying verifier: GuessVerifier, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        var search = MistakeSearch(
            of: signature, for: request, by: key, limit: effort.maximumGuesses, verifying: verifier,
            isCancelled: isCancelled)
        guard !search.readings.isEmpty else { return nil }
        self.init(search.run(effort), of: search)
    }

    /// Searches for the mistake in a signature that can be read and does not verify.
    public init(
        of signature: Signature, for request: SignableRequest, by key: PublicKey,
        searching effort: SearchEffort = .thorough
    ) {
        var search = MistakeSearch(
            of: signature.hex, for: request, by: .decoded(key), limit: effort.maximumGuesses,
            verifying: GuessVerifier())
        self.init(search.run(effort), of: search)
    }

    private init(_ found: [Hypothesis], of search: MistakeSearch) {
        mistakes = found.first?.mistakes ?? []
        alternatives = found.dropFirst().flatMap(\.mistakes)
        signedText = found.first?.signedText
        signatureAsSpecified = found.first.flatMap { found in
            guard found.mistakes.contains(where: { $0.stage == .signature }) else { return nil }
            let (r, s) = (found.guess.r, found.guess.s)
            return "0x"
                + [r.x.hex, r.y.hex, Hexadecimal.encode(s.bigEndianBytes)].map { $0.dropFirst(2) }.joined()
        }
        equation = found.first.flatMap { search.signingEquation(of: $0.guess) }
        signedMessage = found.first?.guess.message
        guesses = search.guesses
        wasCutShort = found.isEmpty && search.isAtLimit
    }
}

extension Diagnosis {
    /// Searches for every known mistake and every pair of mistakes, without holding the caller's actor or a thread of
    /// the concurrent executor.
    ///
    /// - Warning: the search takes up to a second of one core. Do not run it for senders that are not authenticated.
    /// - Returns: `nil` if neither key nor signature can be read in any way.
    /// - Throws: `CancellationError` soon after the task is cancelled.
    public nonisolated(nonsending) static func thorough(
        of signature: String, for request: SignableRequest, by key: PublicKeySource
    ) async throws(CancellationError) -> Diagnosis? {
        let cancellation = CancellationFlag()
        let diagnosis = await cancellation.whileRunning {
            await WorkQueue(label: "search for mistakes").run {
                Diagnosis(
                    of: signature, for: request, by: key, searching: .thorough, verifying: GuessVerifier(),
                    isCancelled: { cancellation.isSet })
            }
        }
        guard !cancellation.isSet else { throw CancellationError() }
        return diagnosis
    }
}

extension Diagnosis: Encodable {
    private enum CodingKeys: CodingKey {
        case mistakes, alternatives, guesses
    }
}
