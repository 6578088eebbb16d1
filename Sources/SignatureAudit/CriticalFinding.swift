// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField

/// Why a key, or several that share nonces, must be replaced: what was found, why it is certain, and what to do.
public struct CriticalFinding: Located {
    /// What was found.
    public enum Reason: Sendable {
        /// Nonces in two different equations of the key: how many, and the first of them.
        case nonceReused(count: Int, first: [NonceUse])
        /// Keys and nonces that determine each other.
        case sharedNonces(SharedNonces)
        /// This many signatures with S ≥ ℓ.
        case unreducedS(Int)
        /// The key itself has low order.
        case weakKey
    }

    /// The keys, packed.
    public let keys: [Integer256]
    /// The accounts that signed with them, the lowest first.
    public let accounts: [AccountID]
    /// What was found.
    public let reason: Reason
    /// The signatures that show it.
    public let lines: Lines

    /// What it is, in a few words.
    public var title: String {
        switch reason {
        case .nonceReused: "A nonce is used twice"
        case .sharedNonces: "Keys share nonces"
        case .unreducedS: "S is not reduced"
        case .weakKey: "The key is of low order"
        }
    }

    /// What it means for the key.
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
            secret key. Some \(KeyExposure.unreducedLimit) determine it.
            """
        case .weakKey: "Anyone can sign for it, without any secret."
        }
    }

    /// Why there is no doubt about it.
    public var certainty: String {
        switch reason {
        case .nonceReused:
            """
            Each signature says S = r + h·k mod ℓ. Two with the same nonce r (or r and −r) and different h determine \
            k = (S₁ − S₂)/(h₁ − h₂) mod ℓ.
            """
        case .sharedNonces(let shared):
            """
            Each signature says S = r + h·k mod ℓ. These are at least as many different equations as there are keys and \
            nonces in them, \(shared.nonces.count.counted("nonce")) of which more than one equation has.
            """
        case .unreducedS:
            """
            r < ℓ is an eighth of the modulus of S: (S − h·k) mod 8ℓ < ℓ holds for the true key and for one wrong key in \
            eight. No other form of these signatures is in the logs, so only the signer can be assumed to have made them.
            """
        case .weakKey:
            "h·A takes at most eight values, so S·B = R + h·A can be satisfied without a secret key."
        }
    }

    /// What to do.
    public var advice: String {
        switch reason {
        case .nonceReused, .sharedNonces:
            """
            Replace the key at once. Repair the signer: the nonce is the digest of key and message, or new random bits \
            each time. Until validUntil or a key update, orders that were signed can still be settled.
            """
        case .unreducedS: "Replace the key, and let the signer reduce S mod ℓ."
        case .weakKey: "Refuse the key, and ask its accounts for another one."
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
