// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The graph of keys and nonces: vertices are the keys and the nonces ±R, edges the signatures.
///
/// A signature says S = r + h·k mod ℓ, a linear equation for the nonce r and the key k. In a connected part with V vertices,
/// V − 1 different edges leave one unknown: any value of one key gives values of all others. One more edge closes a cycle, whose
/// equation fails to determine the unknowns only if the quotients of the h along it cancel, with probability 2⁻²⁵¹. So a part
/// reveals all of its keys exactly if it has at least as many edges as vertices.
///
/// A nonce that occurs in one edge adds a vertex and an edge, and changes nothing: only the others take part. For each connected
/// part the graph keeps the number of its edges minus that of its vertices, and never a nonce by itself.
struct NonceGraph {
    /// A nonce in signatures of one key.
    struct Use {
        let key: Int32
        /// R.x.
        let rx: Integer256
        /// Whether there are two different equations.
        let isReused: Bool
        let lines: Lines
    }

    /// A connected part.
    struct Part {
        /// Edges minus vertices.
        var balance: Int
        var lines = Lines()
        /// The nonces that are in more than one edge.
        var nonces = Occurrences<NonceUse>()

        /// Whether every key of the part can be computed.
        var determines: Bool { balance >= 0 }
    }

    /// For each key another key of the same part, one step nearer to the root of the part; for a root, itself.
    private var parents: [Int32: Int32] = [:]
    private var parts: [Int32: Part] = [:]
    private let keys: KeyTable

    init(_ keys: KeyTable) { self.keys = keys }

    /// Takes a nonce with all its uses into account: at least two keys, or one key with two different equations.
    mutating func add(_ uses: [Use]) {
        guard let first = uses.first else { return }
        var root = root(of: first.key)
        parents[root] = root
        for use in uses.dropFirst() { root = unite(root, self.root(of: use.key)) }
        var lines = Lines()
        for use in uses { lines.merge(use.lines) }
        var part = part(root)
        // The edges, and the nonce itself.
        part.balance += uses.reduce(0) { $0 + ($1.isReused ? 2 : 1) } - 1
        part.lines.merge(lines)
        part.nonces.append(
            NonceUse(rx: first.rx, keys: uses.map { keys.entries[Int($0.key)].key }, lines: lines))
        parts[root] = part
    }

    /// Joins A and −A, of which each key is the other one negated: an edge between them.
    mutating func unite(negated pairs: [(Int32, Int32)]) {
        for (a, b) in pairs where parents[a] != nil || parents[b] != nil {
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
        // A key alone is a vertex. Of a key of low order S = r is an equation without an unknown key.
        parts[root] ?? Part(balance: keys.entries[Int(root)].isWeak ? 0 : -1)
    }

    private func root(of key: Int32) -> Int32 {
        var key = key
        while let parent = parents[key], parent != key { key = parent }
        return key
    }

    /// The root of the part that two roots make together.
    private mutating func unite(_ a: Int32, _ b: Int32) -> Int32 {
        parents[a] = a
        parents[b] = b
        guard a != b else { return a }
        let (partOfA, partOfB) = (part(a), part(b))
        let isALarger = partOfA.nonces.count >= partOfB.nonces.count
        let (root, other) = isALarger ? (a, b) : (b, a)
        var large = isALarger ? partOfA : partOfB
        let small = isALarger ? partOfB : partOfA
        large.balance += small.balance
        large.lines.merge(small.lines)
        large.nonces.merge(small.nonces)
        parents[other] = root
        parts[other] = nil
        parts[root] = large
        return root
    }
}
