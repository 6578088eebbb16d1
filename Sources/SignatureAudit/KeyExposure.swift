// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField

/// Why others know a key, or can sign for it. Of several reasons the first one counts.
public enum Exposure: String, CaseIterable, Encodable, Sendable {
    /// One nonce in two different equations of the key.
    case nonceReused
    /// Nonces shared with other keys, in enough equations to compute all of them.
    case sharedNonce
    /// Enough signatures with an unreduced S.
    case unreducedS
    /// The key has low order.
    case weakKey
}

/// A nonce ±R that occurs in more than one equation.
public struct NonceUse: Located {
    /// R.x of the first signature that has it.
    public let rx: Integer256
    /// The keys that it occurs with, packed.
    public let keys: [Integer256]
    /// The signatures.
    public let lines: Lines
}

/// Keys that are connected by nonces which they share.
public struct SharedNonces: Located {
    /// The keys, packed.
    public let keys: [Integer256]
    /// The nonces that occur in more than one equation.
    public let nonces: Occurrences<NonceUse>
    /// The signatures with these nonces.
    public let lines: Lines
    /// Whether the signatures determine all of the keys. If not, one more signature or one of the keys does.
    public let determines: Bool
}

/// What the logs reveal about a key. Only signatures that the key's owner must have made count, whatever the profile says of
/// them.
public struct KeyExposure: Sendable {
    /// A, packed.
    public let key: Integer256
    /// The accounts that the records of its signatures name, the lowest first.
    public let accounts: [AccountID]
    /// Signatures that are recorded under the key, or that the key's owner has made.
    public let signatures: Int
    /// Signatures that are valid under the profile.
    public let valid: Int
    /// Whether the key has order 1, 2, 4 or 8.
    public let isWeak: Bool
    /// Whether the key is outside the subgroup of order ℓ.
    public let isOutsideSubgroup: Bool
    /// Where a key of low order has signatures whose equation holds.
    package let weakLines: Lines

    /// Signatures with S ≥ ℓ, of different challenges.
    public internal(set) var unreducedS = 0
    /// Where they are, those of the same challenge included.
    package internal(set) var unreducedLines = Lines()
    /// Signatures with S ≥ ℓ that occur with another S of the same residue too. Anyone can make one of the other.
    public internal(set) var alteredS = 0
    /// Where they are.
    package internal(set) var alteredLines = Lines()
    /// Nonces in two different equations of the key.
    public internal(set) var noncesReused = Occurrences<NonceUse>()
    /// Whether nonces shared with other keys determine the key.
    var isInDeterminedPart = false

    /// How many unreduced signatures determine a key: three bits each, of 251.
    public static let unreducedLimit = 84

    init(_ entry: KeyTable.Entry) {
        key = entry.key
        accounts = entry.accounts.sorted()
        signatures = entry.signatures
        valid = entry.valid
        isWeak = entry.isWeak
        isOutsideSubgroup = entry.isOutsideSubgroup
        weakLines = entry.weakLines
    }

    /// Why the key must be replaced; `nil` if the logs do not reveal it.
    public var exposed: Exposure? {
        if noncesReused.count > 0 { return .nonceReused }
        if isInDeterminedPart { return .sharedNonce }
        if unreducedS >= KeyExposure.unreducedLimit { return .unreducedS }
        return isWeak && weakLines.count > 0 ? .weakKey : nil
    }
}
