// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import LoopringOrders
import StrictJSON
import PrimeField
import SignatureDiagnosis

/// The keys of accounts, as the file of an auditor has them.
public struct AccountKeys: Sendable {
    /// The text of each key, and the key itself or what is wrong with it.
    let entries: [AccountID: Entry]
    /// The lowest account of each packed key.
    private let owners: [Integer256: AccountID]
    /// The lowest accounts, as many as a search among them may try.
    let lowest: [AccountID]

    /// The key of an account, if it has one that can be used.
    public subscript(account: AccountID) -> PublicKey? { try? entries[account]?.key.get() }

    /// The lowest account that has this key.
    func owner(of packedKey: Integer256) -> AccountID? { owners[packedKey] }

    struct Entry: Sendable {
        let source: PublicKeySource
        let key: Result<PublicKey, Rejection>
    }

    /// No accounts.
    public init() { self.init([:]) }

    /// The keys of these accounts.
    public init(_ keys: [AccountID: PublicKeySource]) {
        entries = keys.mapValues { source in
            Entry(source: source, key: Result { () throws(Rejection) in try source.decoded() })
        }
        let owned = entries.compactMap { account, entry in
            (try? entry.key.get()).map { ($0.point.packed.integer, account) }
        }
        owners = Dictionary(owned, uniquingKeysWith: min)
        lowest = Array(keys.keys.sorted().prefix(CauseMemory.guessLimit))
    }
}

extension AccountKeys {
    /// Reads a file of accounts: one JSON object from account to public key, packed or as x and y.
    /// - Throws: ``AuditError/accountsInvalid(_:)``, which names the account whose key cannot be read.
    public init(parsing bytes: some Collection<UInt8>) throws(AuditError) {
        let json: JSON
        do throws(JSONError) { json = try JSON(parsing: bytes) } catch { throw .accountsInvalid("\(error)") }
        guard case .object(let members) = json else { throw .accountsInvalid("it is not a JSON object") }
        var keys: [AccountID: PublicKeySource] = [:]
        for (name, value) in members {
            guard let account = AccountID(recorded: name) else {
                throw .accountsInvalid("\(VisibleText.quoted(name)) is not an account number")
            }
            guard let key = PublicKeySource(value) else {
                throw .accountsInvalid(
                    "the key of account \(account) is neither text nor an object of x and y")
            }
            do throws(Rejection) { _ = try key.decoded() } catch {
                throw .accountsInvalid(
                    "the key of account \(account): \(error.reason)\(AccountKeys.hint(key))")
            }
            guard keys.updateValue(key, forKey: account) == nil else {
                throw .accountsInvalid("account \(account) occurs twice")
            }
        }
        self.init(keys)
    }

    /// What is likely to have happened to a key that cannot be read.
    private static func hint(_ key: PublicKeySource) -> String {
        let texts: [String] =
            switch key {
            case .coordinates(let x, let y): [x, y]
            case .packed(let text): [text]
            case .decoded, .owned: []
            }
        let short = texts.map { $0.utf8.dropFirst(2).count }.filter { 56..<64 ~= $0 }.map(String.init)
        guard !short.isEmpty else { return "" }
        return " (\(short.joined(separator: " and ")) digits: were leading zeros dropped? Each number has 64)"
    }
}
