// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import SignatureAudit
import StrictJSON

/// A cause of failures.
struct AuditCause {
    let name: String
    /// The id of the section with its samples.
    let link: String?
    let count: String
    let accounts: String
    let places: String

    init(_ cause: AuditSummary.Cause, number: Int, in summary: AuditSummary) {
        name = VisibleText.excerpt(cause.name, limit: AuditSamples.nameLimit)
        link = summary.samples[cause.name].isEmpty ? nil : AuditSamples.id(number)
        count = cause.lines.count.grouped
        let shown = cause.accounts.prefix(3).map { "\($0.count.grouped) of \($0.account)" }
        let rest = cause.accounts.count - shown.count
        accounts = shown.joined(separator: ", ") + (rest > 0 ? " and \(rest.counted("account")) more" : "")
        places = summary.places(cause.lines)
    }
}

/// An account, and the most frequent cause of its failures.
struct AuditAccount {
    let account, records, valid, others: String
    let cause: (name: String, count: String)?

    /// The accounts, those with the most failures first.
    static func rows(of summary: AuditSummary) -> Rows<AuditAccount>? {
        let accounts = summary.accounts.sorted { a, b in
            let (left, right) = (a.records - a.valid, b.records - b.valid)
            return left == right ? a.account < b.account : left > right
        }
        let shown = Set(accounts.prefix(AuditPage.rowLimit).map(\.account))
        var chief: [AccountID: (name: String, count: Int)] = [:]
        for cause in summary.causes {
            for (account, count) in cause.accounts
            where shown.contains(account) && count > chief[account]?.count ?? 0 {
                chief[account] = (cause.name, count)
            }
        }
        return Rows(of: accounts) { account, _ in
            AuditAccount(
                account: account.account.description, records: account.records.grouped,
                valid: account.valid.grouped,
                others: (account.records - account.valid).grouped,
                cause: chief[account.account].map {
                    (VisibleText.excerpt($0.name, limit: AuditSamples.nameLimit), $0.count.grouped)
                })
        }
    }
}

/// A key.
struct AuditKey {
    let key, accounts, signatures, valid, unreducedS, exposed: String

    init(_ key: KeyExposure) {
        self.key = key.key.hex
        accounts = AuditPage.list(key.accounts)
        signatures = key.signatures.grouped
        valid = key.valid.grouped
        unreducedS = key.unreducedS.grouped
        exposed = key.exposureName
    }
}

extension KeyExposure {
    /// How much of the secret the log reveals, in parts of ``unreducedLimit``. The page lists the keys with
    /// the highest rank first.
    var exposureRank: Int {
        switch exposed {
        case .nonceReused?, .sharedNonce?, .weakKey?: .max
        case .unreducedS?, nil: unreducedS
        }
    }

    /// The reason why others know the key or can sign for it.
    var exposureName: String {
        switch exposed {
        case .nonceReused?: "a nonce used twice"
        case .sharedNonce?: "shared nonces"
        case .unreducedS?: "unreduced S"
        case .weakKey?: "its low order"
        case nil: unreducedS > 0 ? "not yet" : ""
        }
    }
}
