// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField

/// A reason to replace a key, or several keys that share nonces: what was found, why it is certain, and what
/// to do.
public struct CriticalFinding: Sendable {
    /// The keys, packed.
    public let keys: [Integer256]
    /// The accounts that signed with them, the lowest first.
    public let accounts: [AccountID]
    /// Why others know the keys, or can sign for them.
    public let exposure: Exposure
    /// The signatures that show the finding.
    public let lines: Lines
    /// R.x of the first nonce that the key used twice; `nil` for other findings.
    public internal(set) var rx: Integer256?

    /// The finding in a few words.
    public let title: String
    /// What the finding means for the key.
    public let meaning: String
    /// Why the finding is certain.
    public let certainty: String
    /// What to do.
    public let advice: String

    fileprivate static let replaceAtOnce = """
        Replace the key at once. Repair the signer: the nonce must be the digest of key and message, or new random bits \
        for each signature. Signed orders can still be settled until validUntil or a key update.
        """
}

extension KeyExposure {
    /// The findings that make the key critical, apart from nonces that it shares with other keys.
    fileprivate var criticalFindings: [CriticalFinding] {
        var found: [CriticalFinding] = []
        if noncesReused.count > 0 {
            let (count, first) = (noncesReused.count, noncesReused.first)
            found.append(
                CriticalFinding(
                    keys: [key], accounts: accounts, exposure: .nonceReused,
                    lines: Lines(merging: first.map(\.lines)), rx: first.first?.rx,
                    title: "A nonce is used twice",
                    meaning: (count == 1 ? "" : "\(count.grouped) nonces are used more than once. ")
                        + "Anyone who sees these signatures can compute the secret key.",
                    certainty: """
                        Each signature gives the equation S = r + h·k mod ℓ. Two equations with the same nonce r (or r and −r) \
                        and different h determine k = (S₁ − S₂)/(h₁ − h₂) mod ℓ.
                        """,
                    advice: CriticalFinding.replaceAtOnce))
        }
        if unreducedS >= KeyExposure.unreducedLimit {
            found.append(
                CriticalFinding(
                    keys: [key], accounts: accounts, exposure: .unreducedS, lines: unreducedLines,
                    title: "S is not reduced",
                    meaning: """
                        \(unreducedS.counted("signature")) with an unreduced S, each of which gives away three bits of the \
                        secret key. About \(KeyExposure.unreducedLimit) signatures determine it.
                        """,
                    certainty: """
                        The nonce r = (S − h·k) mod 8ℓ is less than ℓ. This holds for the true key, but only for one wrong \
                        key in eight, so each signature excludes seven wrong keys in eight. The logs contain no other form \
                        of these signatures, so they are assumed to be as the signer made them.
                        """,
                    advice: "Replace the key, and have the signer reduce S mod ℓ."))
        }
        if isWeak, weakLines.count > 0 {
            found.append(
                CriticalFinding(
                    keys: [key], accounts: accounts, exposure: .weakKey, lines: weakLines,
                    title: "The key is of low order",
                    meaning: "Anyone can sign for this key without knowing a secret.",
                    certainty:
                        "h·A has at most eight values, so anyone can find R and S with S·B = R + h·A, without a secret key.",
                    advice: "Reject the key, and ask its accounts for a new one."))
        }
        return found
    }
}

extension AuditSummary {
    /// All critical findings: keys that share nonces first, then key by key.
    public var criticalFindings: [CriticalFinding] {
        let byKey = Dictionary(uniqueKeysWithValues: keys.map { ($0.key, $0) })
        return sharedNonces.filter(\.determines).map { part in
            CriticalFinding(
                keys: part.keys, accounts: Set(part.keys.flatMap { byKey[$0]?.accounts ?? [] }).sorted(),
                exposure: .sharedNonce, lines: part.lines, title: "Keys share nonces",
                meaning: "Anyone who sees these signatures can compute the secret keys of all "
                    + "\(part.keys.count.counted("key")).",
                certainty: """
                    Each signature gives the equation S = r + h·k mod ℓ. There are at least as many different equations as \
                    unknown keys and nonces. \(part.nonces.count.counted("nonce occurs", "nonces occur")) in more than one \
                    equation.
                    """,
                advice: CriticalFinding.replaceAtOnce)
        } + keys.flatMap(\.criticalFindings)
    }
}
