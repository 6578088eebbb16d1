// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import StrictJSON
import PrimeField
import SignatureDiagnosis

/// The public keys of the accounts, which the auditor provides.
public struct AccountKeys: Sendable {
    /// The key of each account as it was given.
    private let sources: [AccountID: PublicKeySource]
    /// The keys that can be decoded.
    private let keys: [AccountID: PublicKey]
    /// The lowest account of each packed key.
    let owners: [Integer256: AccountID]
    /// The lowest accounts, as many as a search among the accounts tries.
    let lowest: [AccountID]

    /// The key of an account; `nil` if the account is unknown or its key is invalid.
    public subscript(account: AccountID) -> PublicKey? { keys[account] }

    /// The key in the record, or else that of its account, as it was given.
    func source(of record: AuditRecord) -> PublicKeySource? {
        record.key ?? record.account.flatMap { sources[$0] }
    }

    /// The key of the record's account; `nil` if the record contains a key, or if that key is invalid.
    func decodedKey(of record: AuditRecord) -> PublicKey? {
        record.key == nil ? record.account.flatMap { keys[$0] } : nil
    }

    /// Creates a table of these accounts and keys.
    public init(_ sources: [AccountID: PublicKeySource] = [:]) {
        self.sources = sources
        keys = sources.compactMapValues { try? $0.decoded() }
        owners = Dictionary(keys.map { ($1.point.packed.integer, $0) }, uniquingKeysWith: min)
        lowest = Array(sources.keys.sorted().prefix(CauseMemory.guessLimit))
    }

    /// Reads a file of accounts: one JSON object that maps each account to its public key, packed or as x and
    /// y.
    /// - Throws: ``AuditError/accountsInvalid(_:)``, which names the account whose key cannot be read.
    public init(parsing bytes: some Collection<UInt8>) throws(AuditError) {
        let json: JSON
        do throws(JSONError) { json = try JSON(parsing: bytes) } catch { throw .accountsInvalid("\(error)") }
        guard case .object(let members) = json else { throw .accountsInvalid("it is not a JSON object") }
        var keys: [AccountID: PublicKeySource] = [:]
        for (name, value) in members {
            guard let account = AccountID(recorded: .text(name)) else {
                throw .accountsInvalid("\(VisibleText.quoted(name)) is not an account number")
            }
            guard let key = PublicKeySource(value) else {
                throw .accountsInvalid(
                    "the key of account \(account) is neither text nor an object of x and y")
            }
            do throws(SignatureVerdict.Failure) { _ = try key.decoded() } catch {
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
