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
    /// The use of a nonce in signatures of one key.
    struct Use {
        let first: Evidence
        /// Whether these signatures give two different equations.
        var isReused = false
        var lines: Lines

        var key: Int32 { first.key }
        /// R.x of the first signature.
        var rx: Integer256 { Integer256(limbs: first.rx) }
    }

    /// A connected part.
    struct Part {
        /// Edges minus vertices.
        var balance: Int
        var lines = Lines()
        /// The nonces that occur in more than one edge.
        var nonces = Occurrences<NonceUse>()

        /// Whether every key of the part can be computed.
        var determines: Bool { balance >= 0 }

        func merged(with other: Part) -> Part {
            var merged = Part(
                balance: balance + other.balance, lines: Lines(merging: [lines, other.lines]), nonces: nonces)
            merged.nonces.merge(other.nonces)
            return merged
        }
    }

    /// A union-find structure: for each key, another key of the same part that is closer to the part's root.
    /// The root maps to itself.
    private var parents: [Int32: Int32] = [:]
    private var parts: [Int32: Part] = [:]
    private let keys: KeyTable

    init(_ keys: KeyTable) { self.keys = keys }

    /// Adds a nonce with all its uses: at least two keys, or one key with two different equations.
    mutating func add(_ uses: [Use]) {
        guard let first = uses.first else { return }
        var root = root(of: first.key)
        parents[root] = root
        for use in uses.dropFirst() { root = unite(root, self.root(of: use.key)) }
        let lines = Lines(merging: uses.map(\.lines))
        // Add the number of edges, and subtract one for the vertex of the nonce.
        var part = Part(balance: uses.reduce(-1) { $0 + ($1.isReused ? 2 : 1) }, lines: lines)
        let packed = uses.map { keys.exposures[Int($0.key)].key }
        part.nonces.append(NonceUse(rx: first.rx, keys: packed, lines: lines), on: lines)
        parts[root] = self.part(root).merged(with: part)
    }

    /// Joins A and −A by an edge, because each of the two secret keys is the negative of the other. The
    /// packed forms of A and −A differ only in bit 255, the sign of x.
    mutating func uniteNegatedKeys() {
        for (a, exposure) in zip(Int32(0)..., keys.exposures) {
            var negated = exposure.key.limbs
            negated.words.3 ^= 1 << 63
            guard let b = keys[Integer256(limbs: negated)], a < b, parents[a] != nil || parents[b] != nil
            else { continue }
            let root = unite(root(of: a), root(of: b))
            parts[root]?.balance += 1
        }
    }

    /// The parts with their keys.
    func connectedParts() -> [(keys: [Int32], part: Part)] {
        Dictionary(grouping: parents.keys, by: root).compactMap { root, keys in
            parts[root].map { (keys.sorted(), $0) }
        }
    }

    private func part(_ root: Int32) -> Part {
        // A part of one key has one vertex. A key of low order is not a vertex: its equation is S = r,
        // without an unknown key.
        parts[root] ?? Part(balance: keys.exposures[Int(root)].isWeak ? 0 : -1)
    }

    private func root(of key: Int32) -> Int32 {
        var key = key
        while let parent = parents[key], parent != key { key = parent }
        return key
    }

    /// Merges the parts of two roots and returns the root of the merged part.
    private mutating func unite(_ a: Int32, _ b: Int32) -> Int32 {
        (parents[a], parents[b]) = (a, b)
        guard a != b else { return a }
        let isALarger = part(a).nonces.count >= part(b).nonces.count
        let (root, other) = isALarger ? (a, b) : (b, a)
        parts[root] = part(root).merged(with: part(other))
        (parents[other], parts[other]) = (root, nil)
        return root
    }
}
