// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The graph of keys and nonces. Its vertices are the keys and the nonces ±R, and its edges are the
/// signatures.
/// Each signature gives a linear equation S = r + h·k mod ℓ for the nonce r and the key k. In a connected
/// part with V vertices, V − 1 different edges leave one unknown free: any value of one key gives values of
/// all others. One more edge closes a cycle. The equation of the cycle determines the unknowns, unless the
/// quotients of h along the cycle cancel, which has probability 2⁻²⁵¹. So, except with that probability, a
/// part reveals all of its keys if and only if it has at least as many edges as vertices. A nonce that occurs
/// in one edge only adds one vertex and one edge, so it changes nothing and is left out. For each connected
/// part the graph stores the number of its edges minus the number of its vertices. It stores no vertex for a
/// nonce.
struct NonceGraph {
    /// The connected parts, each by one of its keys: its root.
    private(set) var parts: [Integer256: SharedNonces] = [:]
    /// The root of each key whose root is another key.
    private var roots: [Integer256: Integer256] = [:]
    private let weakKeys: Set<Integer256>

    init(weakKeys: Set<Integer256>) { self.weakKeys = weakKeys }

    /// Adds a nonce with its uses by each key: at least two keys, or one key with two different equations.
    mutating func add(_ uses: [Sightings]) {
        let keys = uses.map(\.first.key)
        let root = keys.reduce(keys[0]) { unite($0, $1) }
        let lines = Lines(merging: uses.map(\.lines))
        var nonce = SharedNonces(keys: [], lines: lines)
        nonce.nonces.append(NonceUse(rx: uses[0].first.rx, keys: keys, lines: lines))
        // Add the number of edges, and subtract one for the vertex of the nonce.
        nonce.balance = uses.reduce(-1) { $0 + ($1.isReused ? 2 : 1) }
        join(nonce, to: root)
    }

    /// Joins A and −A by an edge, because each of the two secret keys is the negative of the other. The
    /// packed forms of A and −A differ only in bit 255, the sign of x.
    mutating func unite(withNegated a: Integer256, in keys: [Integer256: KeyExposure]) {
        var negated = a
        negated.limbs.words.3 ^= 1 << 63
        guard a < negated, keys[negated] != nil,
            [a, negated].contains(where: { parts[root(of: $0)] != nil })
        else { return }
        parts[unite(a, negated)]?.balance += 1
    }

    /// The part of a key that has not been joined to another one: it has one vertex. A key of low order is
    /// not a vertex: its equation is S = r, without an unknown key.
    private func part(of key: Integer256) -> SharedNonces {
        SharedNonces(keys: [key], balance: weakKeys.contains(key) ? 0 : -1)
    }

    private func root(of key: Integer256) -> Integer256 { roots[key] ?? key }

    /// Merges the parts of two keys and returns the root of the merged part. The keys of the smaller part get
    /// a new root, so that no key gets more than log₂ n of them.
    private mutating func unite(_ a: Integer256, _ b: Integer256) -> Integer256 {
        let (a, b) = (root(of: a), root(of: b))
        guard a != b else { return a }
        let isALarger = parts[a]?.keys.count ?? 1 >= parts[b]?.keys.count ?? 1
        let (root, other) = isALarger ? (a, b) : (b, a)
        let joined = parts.removeValue(forKey: other) ?? part(of: other)
        for key in joined.keys { roots[key] = root }
        join(joined, to: root)
        return root
    }

    private mutating func join(_ other: SharedNonces, to root: Integer256) {
        let alone = part(of: root)
        parts[root, default: alone].merge(other)
    }
}

extension SharedNonces {
    fileprivate mutating func merge(_ other: SharedNonces) {
        keys += other.keys
        nonces.merge(other.nonces)
        lines.merge(other.lines)
        balance += other.balance
    }
}
