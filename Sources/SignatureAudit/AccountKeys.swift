// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import LoopringOrders
import StrictJSON
import PrimeField
import SignatureDiagnosis

/// The public keys of the accounts, which the auditor provides.
public struct AccountKeys: Sendable {
    /// The key of each account as it was given, and decoded.
    let entries: [AccountID: Entry]
    /// The lowest account of each packed key.
    private let owners: [Integer256: AccountID]
    /// The lowest accounts, as many as a search among the accounts tries.
    let lowest: [AccountID]

    /// The key of an account; `nil` if the account is unknown or its key is invalid.
    public subscript(account: AccountID) -> PublicKey? { try? entries[account]?.key.get() }

    /// The lowest account with this key.
    func owner(of packedKey: Integer256) -> AccountID? { owners[packedKey] }

    struct Entry: Sendable {
        let source: PublicKeySource
        let key: Result<PublicKey, Rejection>
    }

    /// Creates a table without accounts.
    public init() { self.init([:]) }

    /// Creates a table of these accounts and keys.
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
    /// Reads a file of accounts: one JSON object that maps each account to its public key, packed or as x and
    /// y.
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

    /// A hint for a key that cannot be read, if it looks as if leading zeros were dropped; otherwise empty.
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
