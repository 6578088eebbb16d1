// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField
import RequestCanonicalization

/// A known deviation of signers from SPEC.md that explains why a signature does not verify.
public struct Mistake: Encodable, Hashable, Sendable {
    /// The stage of signing at which the signer deviated.
    public enum Stage: String, CaseIterable, Encodable, Sendable {
        /// Sorting, encoding and joining the parameters, or the body.
        case parameterString
        /// The method, the URL, and joining the three parts.
        case signatureBase
        /// Turning the text into the integer m.
        case message
        /// The Poseidon hash h.
        case challenge
        /// The text of the signature, or the signs of R and S.
        case signature
        /// The text of the key, or the sign of its x coordinate.
        case publicKey
        /// The equation that the signer satisfies.
        case equation
    }

    /// A short name for programs. Variants of one mistake share it, for example the different hosts that may
    /// have been signed.
    public let name: String
    /// The stage at which the mistake was made.
    public let stage: Stage
    /// What the signer did, and what SPEC.md requires.
    public let explanation: String
    /// The requirement of SPEC.md that the signer violated.
    public let requirement: String

    init(_ name: String, _ stage: Stage, _ requirement: String, _ explanation: String) {
        self.name = name
        self.stage = stage
        self.requirement = requirement
        self.explanation = explanation
    }
}

/// How far to search for the mistake that explains a signature.
/// A thorough search makes several hundred to several thousand guesses, and each costs one verification. To
/// explain many signatures of one signer, pass in what explained the last one, so that it is tried first.
public struct SearchEffort: Equatable, Sendable {
    /// The explanations to try before the search. Each element lists the names of mistakes that were made
    /// together, as ``Diagnosis/names`` returns them.
    public var expected: [[String]]
    /// The explanations to try before all others. Each element lists exactly the mistakes that explained
    /// another signature, as ``Diagnosis/mistakes`` returns them. Each element costs one guess. If one holds,
    /// the search does not look for alternatives.
    public var repeated: [[Mistake]]
    /// Whether to try the usual mistakes after ``repeated``. These are a few guesses, cheap enough for every
    /// failure in a log. Set this only for signatures that are known to be invalid.
    public var triesUsual: Bool
    /// The most guesses beyond the expected ones.
    public var maximumGuesses: Int

    /// Creates a search effort from its parts.
    public init(
        repeating repeated: [[Mistake]] = [], tryingUsual triesUsual: Bool = false,
        expecting expected: [[String]] = [], maximumGuesses: Int = .max
    ) {
        self.triesUsual = triesUsual
        self.repeated = repeated
        self.expected = expected
        self.maximumGuesses = maximumGuesses
    }

    /// Tries every known mistake, and every pair of mistakes that can be made together.
    /// - Warning: The search takes about a second on one core. Do not run it for senders that are not
    ///   authenticated: an invalid signature costs the sender nothing. ``Diagnosis/thorough(of:for:by:)``
    ///   does not block the caller's actor, and can be cancelled.
    public static let thorough = SearchEffort()
}

/// Why a signature does not verify: what the signer probably did instead.
/// The search assumes one known mistake of signers (SPEC.md, appendix B) after the other, then pairs of
/// mistakes in the text, until the equation holds. An equation that holds is strong evidence: by chance this
/// happens once in 2²⁵¹ guesses.
public struct Diagnosis: Equatable, Sendable {
    /// The mistakes that together explain the signature; empty if no known mistakes do.
    public let mistakes: [Mistake]
    /// Other mistakes that explain the signature as well, because they give the same text for this request.
    public let alternatives: [Mistake]
    /// The text that the signer signed instead of the signature base, if the mistake is in the text.
    public let signedText: String?
    /// The signer's R.x, R.y and S, laid out as SPEC.md, section 2.3, requires. `nil` unless a mistake is in
    /// the text of the signature.
    public let signatureAsSpecified: String?
    /// The equation that holds under ``mistakes``. Only the owner of the key can have made it. `nil` if there
    /// is no explanation, or if the signature was made with another base point.
    public let equation: SigningEquation?
    /// How many guesses were tried.
    public let guesses: Int
    /// Whether the search stopped at ``SearchEffort/maximumGuesses`` without an explanation. If so, a longer
    /// search may find one.
    public let wasCutShort: Bool

    /// The names of ``mistakes``: what to expect of other signatures by the same signer.
    public var names: [String] { mistakes.map(\.name) }

    /// Searches for the mistake in a signature as it was received.
    /// - Returns: `nil` if the key or the signature cannot be read in any known way.
    public init?(
        of signature: String, for request: SignableRequest, by key: PublicKeySource,
        searching effort: SearchEffort = .thorough
    ) {
        self.init(of: signature, for: request, by: key, searching: effort, verifyingWith: PreparedKeys())
    }

    /// Searches as the public initializer does. `keys` has tables to verify guesses with. The search ends
    /// early when `isCancelled` returns true.
    package init?(
        of signature: String, for request: SignableRequest, by key: PublicKeySource,
        searching effort: SearchEffort, verifyingWith keys: PreparedKeys,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        var search = MistakeSearch(
            of: signature, for: request, by: key, verifyingWith: keys, isCancelled: isCancelled)
        guard !search.readings.isEmpty else { return nil }
        let found = search.run(effort)
        let explanation = found.first
        mistakes = explanation?.mistakes ?? []
        alternatives = found.dropFirst().flatMap(\.mistakes)
        signedText = explanation?.rule?.signatureBase(of: request)
        signatureAsSpecified =
            if let guess = explanation?.guess, mistakes.contains(where: { $0.stage == .signature }) {
                "0x" + [guess.r.x.hex, guess.r.y.hex, guess.s.hex].map { $0.dropFirst(2) }.joined()
            } else {
                nil
            }
        equation = explanation.flatMap { search.signingEquation(of: $0.guess) }
        guesses = search.guesses
        wasCutShort = found.isEmpty && search.isAtLimit
    }

    /// Searches for every known mistake and every pair of mistakes, without blocking the caller's actor or a
    /// thread of the concurrent executor.
    /// - Warning: The search takes up to a second on one core. Do not run it for senders that are not
    ///   authenticated.
    /// - Returns: `nil` if the key or the signature cannot be read in any known way.
    /// - Throws: `CancellationError` soon after the task is cancelled.
    public nonisolated(nonsending) static func thorough(
        of signature: String, for request: SignableRequest, by key: PublicKeySource
    ) async throws(CancellationError) -> Diagnosis? {
        let cancellation = CancellationFlag()
        let diagnosis = await cancellation.whileRunning {
            await WorkQueue().run {
                Diagnosis(
                    of: signature, for: request, by: key, searching: .thorough, verifyingWith: PreparedKeys(),
                    isCancelled: { cancellation.isSet })
            }
        }
        guard !cancellation.isSet else { throw CancellationError() }
        return diagnosis
    }
}

/// An equation S·B = R + h·A that holds. Only the owner of A can have made it, even if it was recorded with
/// another request. With the secret numbers k and r for which A = k·B and R = r·B, it says S = r + k·h mod ℓ.
/// This is a linear equation for the key k and the nonce r.
public struct SigningEquation: Equatable, Sendable {
    /// A.
    public let key: PublicKey
    /// R.
    public let r: Point
    /// S.
    public let s: Integer256
    /// h.
    public let challenge: Integer256
}

extension SigningEquation {
    /// The equation of a signature that is valid for the message under the key.
    package init(_ signature: Signature, for message: Message, by key: PublicKey) {
        self.init(
            key: key, r: signature.r, s: signature.s,
            challenge: ChallengeRule.specified.challenge(signature.r, key.point, message))
    }
}
