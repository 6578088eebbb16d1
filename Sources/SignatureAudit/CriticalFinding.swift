// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField

/// A reason to replace a key, or several keys that share nonces: what was found, why it is certain, and what
/// to do.
public struct CriticalFinding: Located {
    /// What was found.
    public enum Reason: Sendable {
        /// Nonces occur in two different equations of the key: how many nonces, and the first of them.
        case nonceReused(count: Int, first: [NonceUse])
        /// Shared nonces give enough equations to compute the keys.
        case sharedNonces(SharedNonces)
        /// This many signatures have S ≥ ℓ.
        case unreducedS(Int)
        /// The key has low order.
        case weakKey
    }

    /// The keys, packed.
    public let keys: [Integer256]
    /// The accounts that signed with them, the lowest first.
    public let accounts: [AccountID]
    /// What was found.
    public let reason: Reason
    /// The signatures that show the finding.
    public let lines: Lines

    /// The finding in a few words.
    public var title: String {
        switch reason {
        case .nonceReused: "A nonce is used twice"
        case .sharedNonces: "Keys share nonces"
        case .unreducedS: "S is not reduced"
        case .weakKey: "The key is of low order"
        }
    }

    /// What the finding means for the key.
    public var meaning: String {
        switch reason {
        case .nonceReused(let count, _):
            (count == 1 ? "" : "\(count.grouped) nonces are used more than once. ")
                + "Anyone who sees these signatures can compute the secret key."
        case .sharedNonces(let shared):
            "Anyone who sees these signatures can compute the secret keys of all \(shared.keys.count.counted("key"))."
        case .unreducedS(let count):
            """
            \(count.counted("signature")) with an unreduced S, each of which gives away three bits of the \
            secret key. About \(KeyExposure.unreducedLimit) signatures determine it.
            """
        case .weakKey: "Anyone can sign for this key without knowing a secret."
        }
    }

    /// Why the finding is certain.
    public var certainty: String {
        switch reason {
        case .nonceReused:
            """
            Each signature gives the equation S = r + h·k mod ℓ. Two equations with the same nonce r (or r and −r) and \
            different h determine k = (S₁ − S₂)/(h₁ − h₂) mod ℓ.
            """
        case .sharedNonces(let shared):
            """
            Each signature gives the equation S = r + h·k mod ℓ. There are at least as many different equations as \
            unknown keys and nonces. \(shared.nonces.count.counted("nonce")) \
            \(shared.nonces.count == 1 ? "occurs" : "occur") in more than one equation.
            """
        case .unreducedS:
            """
            The nonce r = (S − h·k) mod 8ℓ is less than ℓ. This holds for the true key, but only for one wrong key in \
            eight, so each signature excludes seven wrong keys in eight. The logs contain no other form of these \
            signatures, so they are assumed to be as the signer made them.
            """
        case .weakKey:
            "h·A has at most eight values, so anyone can find R and S with S·B = R + h·A, without a secret key."
        }
    }

    /// What to do.
    public var advice: String {
        switch reason {
        case .nonceReused, .sharedNonces:
            """
            Replace the key at once. Repair the signer: the nonce must be the digest of key and message, or new random bits \
            for each signature. Signed orders can still be settled until validUntil or a key update.
            """
        case .unreducedS: "Replace the key, and have the signer reduce S mod ℓ."
        case .weakKey: "Reject the key, and ask its accounts for a new one."
        }
    }
}

extension AuditSummary {
    /// All critical findings: keys that share nonces first, then key by key.
    public var criticalFindings: [CriticalFinding] {
        let byKey = Dictionary(uniqueKeysWithValues: keys.map { ($0.key, $0) })
        func accounts(_ keys: [Integer256]) -> [AccountID] {
            Set(keys.flatMap { byKey[$0]?.accounts ?? [] }).sorted()
        }
        let shared = sharedNonces.filter(\.determines).map { part in
            CriticalFinding(
                keys: part.keys, accounts: accounts(part.keys), reason: .sharedNonces(part), lines: part.lines
            )
        }
        return shared + keys.flatMap(criticalFindings)
    }

    private func criticalFindings(of key: KeyExposure) -> [CriticalFinding] {
        func finding(_ reason: CriticalFinding.Reason, _ lines: Lines) -> CriticalFinding {
            CriticalFinding(keys: [key.key], accounts: key.accounts, reason: reason, lines: lines)
        }
        var found: [CriticalFinding] = []
        if key.noncesReused.count > 0 {
            let first = key.noncesReused.first
            let lines = first.reduce(into: Lines()) { $0.merge($1.lines) }
            found.append(finding(.nonceReused(count: key.noncesReused.count, first: first), lines))
        }
        if key.unreducedS >= KeyExposure.unreducedLimit {
            found.append(finding(.unreducedS(key.unreducedS), key.unreducedLines))
        }
        if key.isWeak, key.weakLines.count > 0 { found.append(finding(.weakKey, key.weakLines)) }
        return found
    }
}
