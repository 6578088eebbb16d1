import PrimeField

/// A key that has to be replaced, because others know it or can sign for it.
package struct CriticalFinding: Sendable {
    /// Why.
    package enum Reason: Sendable {
        /// Two signatures of one R, whose x-coordinate this is, for different messages.
        case nonceReused(commitment: Integer256)
        /// So many signatures with S ≥ ℓ.
        case unreducedS(Int)
        /// The key itself has low order.
        case lowOrder
    }

    /// A, packed.
    package let key: Integer256
    /// The accounts that signed with it, the lowest first.
    package let accounts: [UInt64]
    /// Why.
    package let reason: Reason
    /// The signatures that show it.
    package let lines: AuditTally.Lines

    /// What it is, in a few words.
    package var title: String {
        switch reason {
        case .nonceReused: "A nonce is used twice"
        case .unreducedS: "S is not reduced"
        case .lowOrder: "The key is of low order"
        }
    }

    /// What it means for the key.
    package var meaning: String {
        switch reason {
        case .nonceReused:
            "Whoever sees these signatures can compute the secret key."
        case .unreducedS(let count):
            """
            \(count.counted("signature")) with an unreduced S, each of which gives away three bits of the \
            secret key. Some \(KeyFindings.Key.unreducedLimit) determine it.
            """
        case .lowOrder: "Anyone can sign for it, without any secret."
        }
    }

    /// What to do.
    package var advice: String {
        switch reason {
        case .nonceReused:
            "Replace the key at once. Repair the signer: the nonce is the digest of key and message, or new random bits each time."
        case .unreducedS: "Replace the key, and let the signer reduce S mod ℓ."
        case .lowOrder: "Refuse the key, and ask its accounts for another one."
        }
    }
}

extension AuditSummary {
    /// All of them, key by key.
    package var criticalFindings: [CriticalFinding] {
        findings.keys.flatMap { key -> [CriticalFinding] in
            let accounts = key.accounts.sorted()
            func finding(_ reason: CriticalFinding.Reason, _ lines: AuditTally.Lines) -> CriticalFinding {
                CriticalFinding(key: key.key, accounts: accounts, reason: reason, lines: lines)
            }
            var found = key.noncesReused.map { nonce in
                finding(.nonceReused(commitment: nonce.commitment), nonce.lines)
            }
            if key.unreducedS >= KeyFindings.Key.unreducedLimit {
                found.append(finding(.unreducedS(key.unreducedS), key.unreducedLines))
            }
            if key.isWeak, key.valid > 0 { found.append(finding(.lowOrder, key.weakLines)) }
            return found
        }
    }
}
