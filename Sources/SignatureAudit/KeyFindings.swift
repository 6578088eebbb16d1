// SPDX-License-Identifier: Apache-2.0
import EdDSA
import PrimeField
import SignatureDiagnosis

/// What the logs reveal about keys, and signatures that occur more than once.
struct KeyFindings {
    var keys: [KeyExposure] = []
    var sharedNonces: [SharedNonces] = []
    /// A signed request more than once.
    var replays = Occurrences<Lines>()
    /// One signature for different requests: at most one of them can be valid.
    var sharedSignatures = Occurrences<Lines>()
}

/// Goes over all evidence, part by part, and puts the findings together.
struct KeyReview {
    private let keys: KeyTable
    private var findings: [KeyExposure]
    private var graph: NonceGraph
    private var replays = Occurrences<Lines>()
    private var sharedSignatures = Occurrences<Lines>()
    /// How many signatures are held at once: a part of the store may contain more, if one nonce is in all of them.
    private let limit: Int

    init(_ keys: KeyTable, limit: Int) {
        self.keys = keys
        self.limit = limit
        findings = keys.entries.map { KeyExposure($0) }
        graph = NonceGraph(keys)
    }

    /// Reviews a part that contains all evidence of its nonces. A part that is too large is gone over several times, each time
    /// for some of its signatures.
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

    /// The signatures of one key with one R and the same S mod ℓ.
    private mutating func review(_ forms: [SignatureForm], of key: Int32) {
        let order = Integer256(limbs: Scalar.order)
        // Nearly all signatures occur once.
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
            // Anyone can add ℓ to S. Only if no other form of the same signature is there, the signer is known to have made
            // this one.
            if sameEquation.count == 1 {
                findings[Int(key)].unreducedS += 1
                findings[Int(key)].unreducedLines.merge(lines)
            } else {
                findings[Int(key)].alteredS += 1
                findings[Int(key)].alteredLines.merge(lines)
            }
        }
    }

    /// All findings, in an order that does not depend on the order of the review.
    mutating func finish() -> KeyFindings {
        graph.unite(negated: pairsOfNegatedKeys)
        var sharedNonces: [SharedNonces] = []
        for (members, part) in graph.connectedParts() where members.count > 1 && part.nonces.count > 0 {
            // A key of low order is no secret.
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

    /// Keys A and −A: the packed forms differ in the sign of x, bit 255.
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

/// One key, R and S mod ℓ.
private struct SignatureID: Hashable {
    let key: Int32
    let rx, residue: Integer256
}

/// A form of a signature: S, and the challenge of its request.
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
    /// Where the signature is.
    var place: Place { Place(file: Int(file), line: Int(line)) }
}

/// The proven signatures of a part of the evidence, by nonce and key.
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
        // If R is outside the subgroup, there is no equation between the secret numbers.
        guard evidence.kind.contains(.proven), !evidence.kind.contains(.rOutsideSubgroup) else { return }
        let id = ID(nonce: Integer256(limbs: evidence.nonce), key: evidence.key)
        guard let first = states[id]?.first else {
            states[id] = State(first: evidence, lines: Lines(evidence.place))
            return
        }
        states[id]?.lines.append(evidence.place)
        if factor(of: first) != factor(of: evidence) { states[id]?.isReused = true }
    }

    /// The factor of the key in the equation for the nonce of ``Evidence/nonce``: ±h mod ℓ, with the sign of R.
    ///
    /// With R' = −R the nonce is −r, and S' = −r + h'·k is −S' = r − h'·k. If R is in the subgroup, the equation also holds for
    /// the part of A in the subgroup, of which k is the logarithm; for a key of low order that part is the identity, and S = r.
    private func factor(of evidence: Evidence) -> Integer256 {
        if keys.entries[Int(evidence.key)].isWeak { return Integer256(0) }
        let h = Integer256(limbs: evidence.challenge).reducedModL
        return evidence.isNegated ? h.negatedModL : h
    }

    /// The nonces that are in more than one edge, each with its uses.
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
