// SPDX-License-Identifier: Apache-2.0
import EdDSA
import PrimeField
import SignatureDiagnosis

/// The findings across records: what the logs reveal about keys, and signatures that occur more than once.
struct KeyFindings {
    var keys: [KeyExposure] = []
    var sharedNonces: [SharedNonces] = []
    /// Signed requests that occur more than once.
    var replays = Occurrences<Lines>()
    /// Signatures that occur with different requests. A signature is valid for at most one of its requests.
    var sharedSignatures = Occurrences<Lines>()
}

/// Reads all evidence part by part and collects the findings.
struct KeyReview {
    private let keys: KeyTable
    private var findings: [KeyExposure]
    private var graph: NonceGraph
    private var replays = Occurrences<Lines>()
    private var sharedSignatures = Occurrences<Lines>()
    /// The largest number of signatures to hold at once. A part of the store may contain more, if many
    /// signatures have the same nonce.
    private let limit: Int

    init(_ keys: KeyTable, limit: Int) {
        self.keys = keys
        self.limit = limit
        findings = keys.entries.map { KeyExposure($0) }
        graph = NonceGraph(keys)
    }

    /// Reviews a part that contains all evidence of its nonces. A part that is too large is read in several
    /// rounds. S mod ℓ decides in which round a signature is reviewed, so all forms of a signature are
    /// reviewed together.
    mutating func review(count: Int, _ part: ((Evidence) -> Void) throws -> Void) throws {
        let rounds = max(1, (count + limit - 1) / limit)
        for round in 0..<rounds {
            var uses = NonceUses(keys, capacity: round == 0 ? count : 0)
            var signatures = [SignatureID: [SignatureForm]](minimumCapacity: count / rounds)
            try part { evidence in
                let residue = Integer256(limbs: evidence.s).reducedModL
                if round == 0 { uses.add(evidence) }
                guard Int(truncatingIfNeeded: residue.limbs.words.0 % UInt(rounds)) == round else { return }
                let id = SignatureID(key: evidence.key, rx: Integer256(limbs: evidence.rx), residue: residue)
                SignatureForm.add(evidence, to: &signatures[id, default: []])
            }
            for (id, forms) in signatures { review(forms, of: id.key) }
            for nonce in uses.repeated { note(nonce) }
        }
    }

    private mutating func note(_ nonce: [NonceGraph.Use]) {
        for use in nonce where use.isReused && !keys.entries[Int(use.key)].isOutsideSubgroup {
            let key = findings[Int(use.key)].key
            findings[Int(use.key)].noncesReused.append(NonceUse(rx: use.rx, keys: [key], lines: use.lines))
        }
        graph.add(nonce)
    }

    /// Reviews all forms of a signature: the pairs of S and h that occur with one key, one R, and one S mod
    /// ℓ.
    private mutating func review(_ forms: [SignatureForm], of key: Int32) {
        let order = Integer256(limbs: Scalar.order)
        // Fast path: nearly all signatures occur once.
        if forms.count == 1, forms[0].lines.count == 1, forms[0].s < order { return }
        for form in forms where form.isProven && form.lines.count > 1 { replays.append(form.lines) }
        for sameS in Dictionary(grouping: forms.filter(\.isRecorded), by: \.s).values where sameS.count > 1 {
            var lines = Lines()
            for form in sameS { lines.merge(form.lines) }
            sharedSignatures.append(lines)
        }
        for sameEquation in Dictionary(grouping: forms.filter(\.isProven), by: \.challenge).values {
            let unreduced = sameEquation.filter { $0.s >= order }
            guard !unreduced.isEmpty else { continue }
            var lines = Lines()
            for form in unreduced { lines.merge(form.lines) }
            // Anyone can add ℓ to S. The unreduced form counts as made by the signer only if the logs contain
            // no other form of the signature.
            if sameEquation.count == 1 {
                findings[Int(key)].unreducedS += 1
                findings[Int(key)].unreducedLines.merge(lines)
            } else {
                findings[Int(key)].alteredS += 1
                findings[Int(key)].alteredLines.merge(lines)
            }
        }
    }

    /// Returns all findings, in an order that does not depend on the order of the review.
    mutating func finish() -> KeyFindings {
        graph.unite(negated: pairsOfNegatedKeys)
        var sharedNonces: [SharedNonces] = []
        for (members, part) in graph.connectedParts() where members.count > 1 && part.nonces.count > 0 {
            // A key of low order has no secret to reveal.
            let secret = members.filter { !keys.entries[Int($0)].isWeak }
            if secret.isEmpty { continue }
            if part.determines {
                for key in secret { findings[Int(key)].isInDeterminedPart = true }
            }
            sharedNonces.append(
                SharedNonces(
                    keys: members.map { findings[Int($0)].key }.sorted(), nonces: part.nonces,
                    lines: part.lines,
                    determines: part.determines))
        }
        return KeyFindings(
            keys: findings.sorted { $0.key < $1.key },
            sharedNonces: sharedNonces.sorted { ($0.lines.begin, $0.keys[0]) < ($1.lines.begin, $1.keys[0]) },
            replays: replays, sharedSignatures: sharedSignatures)
    }

    /// All pairs of keys A and −A. Their packed forms differ only in bit 255, the sign of x.
    private var pairsOfNegatedKeys: [(Int32, Int32)] {
        keys.entries.compactMap { entry in
            var negated = entry.key.limbs
            negated.words.3 ^= 1 << 63
            guard let other = keys[Integer256(limbs: negated)], let own = keys[entry.key], own < other else {
                return nil
            }
            return (own, other)
        }
    }
}

/// Identifies a signature in all its forms: the key, R, and S mod ℓ.
private struct SignatureID: Hashable {
    let key: Int32
    let rx, residue: Integer256
}

/// A form of a signature: the value of S, and the challenge of the request.
private struct SignatureForm {
    let s, challenge: Integer256
    private(set) var isProven: Bool
    private(set) var isRecorded: Bool
    private(set) var lines: Lines

    static func add(_ evidence: Evidence, to forms: inout [SignatureForm]) {
        let (s, challenge) = (Integer256(limbs: evidence.s), Integer256(limbs: evidence.challenge))
        let (isProven, isRecorded) = (evidence.kind.contains(.proven), evidence.kind.contains(.recorded))
        if let i = forms.firstIndex(where: {
            $0.s == s && $0.challenge == challenge && $0.isProven == isProven
        }) {
            forms[i].isRecorded = forms[i].isRecorded || isRecorded
            forms[i].lines.append(evidence.place)
        } else {
            forms.append(
                SignatureForm(
                    s: s, challenge: challenge, isProven: isProven, isRecorded: isRecorded,
                    lines: Lines(evidence.place)))
        }
    }
}

extension Evidence {
    /// The line of the signature.
    var place: Place { Place(file: Int(file), line: Int(line)) }
}

/// The proven signatures in a part of the evidence, grouped by nonce and key.
private struct NonceUses {
    private struct ID: Hashable {
        let nonce: Integer256
        let key: Int32
    }

    private struct State {
        let first: Evidence
        var isReused = false
        var lines: Lines
    }

    private let keys: KeyTable
    private var states: [ID: State] = [:]

    init(_ keys: KeyTable, capacity: Int) {
        self.keys = keys
        states.reserveCapacity(capacity)
    }

    mutating func add(_ evidence: Evidence) {
        // If R is outside the subgroup, it is not r·B for any r, and the equation has no form in secret
        // numbers.
        guard evidence.kind.contains(.proven), !evidence.kind.contains(.rOutsideSubgroup) else { return }
        let id = ID(nonce: Integer256(limbs: evidence.nonce), key: evidence.key)
        guard let first = states[id]?.first else {
            states[id] = State(first: evidence, lines: Lines(evidence.place))
            return
        }
        states[id]?.lines.append(evidence.place)
        if factor(of: first) != factor(of: evidence) { states[id]?.isReused = true }
    }

    /// The factor f of the key in the equation S' = r' + f·k mod ℓ, where r' belongs to ``Evidence/nonce``.
    /// Two signatures with the same key and nonce and with different factors determine k.
    /// If ``Evidence/nonce`` is the x-coordinate of R, the equation is S = r + h·k, and f = h. If it is that
    /// of −R, then r' = −r, and S = r + h·k becomes −S = r' − h·k, so f = −h. A may have a low-order
    /// component. R and S·B are in the subgroup, so the equation also holds with only the component of A in
    /// the subgroup, and k is the logarithm of that component. For a key of low order that component is the
    /// identity, so k does not occur, and f = 0.
    private func factor(of evidence: Evidence) -> Integer256 {
        if keys.entries[Int(evidence.key)].isWeak { return Integer256(0) }
        let h = Integer256(limbs: evidence.challenge).reducedModL
        return evidence.isNegated ? h.negatedModL : h
    }

    /// The nonces that occur in more than one edge of the graph, each with its uses.
    var repeated: [[NonceGraph.Use]] {
        let sorted = states.sorted { a, b in
            a.key.nonce == b.key.nonce ? a.key.key < b.key.key : a.key.nonce < b.key.nonce
        }
        var repeated: [[NonceGraph.Use]] = []
        var start = 0
        while start < sorted.count {
            let nonce = sorted[start].key.nonce
            let end = sorted[start...].firstIndex { $0.key.nonce != nonce } ?? sorted.count
            if end - start > 1 || sorted[start].value.isReused {
                repeated.append(
                    sorted[start..<end].map { id, state in
                        NonceGraph.Use(
                            key: id.key, rx: Integer256(limbs: state.first.rx), isReused: state.isReused,
                            lines: state.lines)
                    })
            }
            start = end
        }
        return repeated
    }
}
