// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField

/// Why others can compute a key, or sign for it. If several reasons apply, the first one in this order
/// counts.
public enum Exposure: String, Sendable {
    /// Two different equations of the key have the same nonce.
    case nonceReused
    /// The key shares nonces with other keys, in enough equations to compute all these keys.
    case sharedNonce
    /// Enough signatures have an unreduced S.
    case unreducedS
    /// The key has low order.
    case weakKey
}

/// A nonce ±R that occurs in more than one equation.
public struct NonceUse: Located {
    /// R.x of the first signature with the nonce.
    public let rx: Integer256
    /// The keys that used the nonce, packed.
    public let keys: [Integer256]
    /// The signatures.
    public let lines: Lines

    /// The first of the signatures.
    public var begin: Place { lines.begin }
}

/// Keys that are connected by shared nonces: a part of the `NonceGraph`.
public struct SharedNonces: Sendable {
    /// The keys, packed.
    public internal(set) var keys: [Integer256]
    /// The nonces that occur in more than one equation.
    public internal(set) var nonces = Occurrences<NonceUse>()
    /// The signatures with these nonces.
    public internal(set) var lines = Lines()
    /// The number of different equations minus the number of keys and nonces.
    var balance = 0

    /// Whether the signatures determine all of the keys. If not, one more signature or one of the keys would
    /// determine them.
    public var determines: Bool { balance >= 0 }
}

/// What the logs reveal about a key. Only signatures that the key's owner must have made are evidence,
/// whether or not the profile accepts them.
public struct KeyExposure: Sendable {
    /// A, packed.
    public let key: Integer256
    var accountSet: Set<AccountID> = []
    /// The number of signatures that are recorded under the key, or that the key's owner must have made.
    public internal(set) var signatures = 0
    /// The number of signatures that are valid under the profile.
    public internal(set) var valid = 0
    /// Whether the key has order 1, 2, 4 or 8.
    public internal(set) var isWeak = false
    /// Whether the key is outside the subgroup of order ℓ.
    public internal(set) var isOutsideSubgroup = false
    /// The lines with signatures whose equation holds, if the key has low order.
    package internal(set) var weakLines = Lines()

    /// The number of signatures with S ≥ ℓ. Signatures with the same challenge count once.
    public internal(set) var unreducedS = 0
    package internal(set) var unreducedLines = Lines()
    /// The number of signatures with S ≥ ℓ that also occur with another S of the same residue mod ℓ. Anyone
    /// can turn one form into the other, so they reveal nothing.
    public internal(set) var alteredS = 0
    package internal(set) var alteredLines = Lines()
    /// Nonces that occur in two different equations of the key.
    public internal(set) var noncesReused = Occurrences<NonceUse>()
    /// Whether nonces shared with other keys determine the key.
    var isInDeterminedPart = false

    /// The number of unreduced signatures from which on a key counts as exposed: each reveals 3 of its 251
    /// bits.
    public static let unreducedLimit = 84

    /// The accounts that the records of its signatures name, the lowest first.
    public var accounts: [AccountID] { accountSet.sorted() }

    /// Why the key must be replaced; `nil` if the logs give no reason.
    public var exposed: Exposure? {
        if noncesReused.count > 0 { return .nonceReused }
        if isInDeterminedPart { return .sharedNonce }
        if unreducedS >= KeyExposure.unreducedLimit { return .unreducedS }
        return isWeak && weakLines.count > 0 ? .weakKey : nil
    }
}
