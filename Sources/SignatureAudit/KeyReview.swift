// SPDX-License-Identifier: Apache-2.0
import EdDSA
import PrimeField
import SignatureDiagnosis

/// Reads all evidence part by part and collects the findings across records: what the logs reveal about keys,
/// and signatures that occur more than once.
struct KeyReview {
    private var keys: KeyTable
    private var graph: NonceGraph
    private var summary: AuditSummary
    /// The largest number of signatures to hold at once. A part of the store may contain more, if many
    /// signatures have the same nonce.
    private let limit: Int

    init(_ keys: KeyTable, limit: Int, _ summary: AuditSummary) {
        self.keys = keys
        self.limit = limit
        self.summary = summary
        graph = NonceGraph(keys)
    }

    /// Reviews a part that contains all evidence of its nonces. A part that is too large is read in several
    /// rounds. S mod ℓ decides in which round a signature is reviewed, so all forms of a signature are
    /// reviewed together.
    mutating func review(count: Int, _ part: ((Evidence) -> Void) throws -> Void) throws {
        let rounds = max(1, (count + limit - 1) / limit)
        for round in 0..<rounds {
            var uses = [NonceID: NonceGraph.Use](minimumCapacity: round == 0 ? count : 0)
            var signatures = [SignatureID: [SignatureForm]](minimumCapacity: count / rounds)
            try part { evidence in
                let residue = Integer256(limbs: evidence.s).reducedModL
                if round == 0 { add(evidence, to: &uses) }
                guard Int(truncatingIfNeeded: residue.limbs.words.0 % UInt(rounds)) == round else { return }
                let id = SignatureID(key: evidence.key, rx: Integer256(limbs: evidence.rx), residue: residue)
                SignatureForm.add(evidence, to: &signatures[id, default: []])
            }
            for (id, forms) in signatures { review(forms, of: id.key) }
            // A nonce that occurs in only one edge of the graph reveals nothing.
            var keyCounts: [Integer256: Int] = [:]
            for id in uses.keys { keyCounts[id.nonce, default: 0] += 1 }
            let repeated = uses.filter { keyCounts[$0.key.nonce] != 1 || $0.value.isReused }
            for nonce in Dictionary(grouping: repeated, by: \.key.nonce).values {
                note(nonce.map(\.value).sorted { $0.key < $1.key })
            }
        }
    }

    /// Adds a signature to the uses of its nonce, if its equation holds.
    private func add(_ evidence: Evidence, to uses: inout [NonceID: NonceGraph.Use]) {
        // If R is outside the subgroup, it is not r·B for any r, and the equation has no form in secret
        // numbers.
        guard evidence.kind.contains(.proven), !evidence.kind.contains(.rOutsideSubgroup) else { return }
        let id = NonceID(nonce: Integer256(limbs: evidence.nonce), key: evidence.key)
        guard let first = uses[id]?.first else {
            uses[id] = NonceGraph.Use(first: evidence, lines: Lines(evidence.place))
            return
        }
        uses[id]?.lines.append(evidence.place)
        if factor(of: first) != factor(of: evidence) { uses[id]?.isReused = true }
    }

    /// The factor f of the key in the equation S' = r' + f·k mod ℓ, where r' belongs to ``Evidence/nonce``.
    /// Two signatures with the same key and nonce and with different factors determine k.
    /// If ``Evidence/nonce`` is the x-coordinate of R, the equation is S = r + h·k, and f = h. If it is that
    /// of −R, then r' = −r, and S = r + h·k becomes −S = r' − h·k, so f = −h. A may have a low-order
    /// component. R and S·B are in the subgroup, so the equation also holds with only the component of A in
    /// the subgroup, and k is the logarithm of that component. For a key of low order that component is the
    /// identity, so k does not occur, and f = 0.
    private func factor(of evidence: Evidence) -> Integer256 {
        if keys.exposures[Int(evidence.key)].isWeak { return Integer256(0) }
        let h = Integer256(limbs: evidence.challenge).reducedModL
        return evidence.isNegated ? h.negatedModL : h
    }

    private mutating func note(_ nonce: [NonceGraph.Use]) {
        for use in nonce where use.isReused && !keys.exposures[Int(use.key)].isOutsideSubgroup {
            let key = keys.exposures[Int(use.key)].key
            keys.exposures[Int(use.key)].noncesReused.append(
                NonceUse(rx: use.rx, keys: [key], lines: use.lines), on: use.lines)
        }
        graph.add(nonce)
    }

    /// Reviews all forms of a signature: the pairs of S and h that occur with one key, one R, and one S mod
    /// ℓ.
    private mutating func review(_ forms: [SignatureForm], of key: Int32) {
        let order = Integer256(limbs: Scalar.order)
        // Fast path: nearly all signatures occur once.
        if forms.count == 1, forms[0].lines.count == 1, forms[0].s < order { return }
        for form in forms where form.isProven && form.lines.count > 1 {
            summary.replays.append(form.lines, on: form.lines)
        }
        for sameS in Dictionary(grouping: forms.filter(\.isRecorded), by: \.s).values where sameS.count > 1 {
            let lines = Lines(merging: sameS.map(\.lines))
            summary.sharedSignatures.append(lines, on: lines)
        }
        for sameEquation in Dictionary(grouping: forms.filter(\.isProven), by: \.challenge).values {
            let unreduced = sameEquation.filter { $0.s >= order }
            guard !unreduced.isEmpty else { continue }
            let lines = Lines(merging: unreduced.map(\.lines))
            // Anyone can add ℓ to S. The unreduced form counts as made by the signer only if the logs contain
            // no other form of the signature.
            if sameEquation.count == 1 {
                keys.exposures[Int(key)].unreducedS += 1
                keys.exposures[Int(key)].unreducedLines.merge(lines)
            } else {
                keys.exposures[Int(key)].alteredS += 1
                keys.exposures[Int(key)].alteredLines.merge(lines)
            }
        }
    }

    /// The summary with all findings, in an order that does not depend on the order of the review.
    mutating func finish() -> AuditSummary {
        graph.uniteNegatedKeys()
        for (members, part) in graph.connectedParts() where members.count > 1 && part.nonces.count > 0 {
            // A key of low order has no secret to reveal.
            let secret = members.filter { !keys.exposures[Int($0)].isWeak }
            if secret.isEmpty { continue }
            for key in secret where part.determines { keys.exposures[Int(key)].isInDeterminedPart = true }
            summary.sharedNonces.append(
                SharedNonces(
                    keys: members.map { keys.exposures[Int($0)].key }.sorted(), nonces: part.nonces,
                    lines: part.lines, determines: part.determines))
        }
        summary.sharedNonces.sort { ($0.lines.begin, $0.keys[0]) < ($1.lines.begin, $1.keys[0]) }
        summary.keys = keys.exposures.sorted { $0.key < $1.key }
        return summary
    }
}

/// Identifies the uses of a nonce ±R by one key.
private struct NonceID: Hashable {
    let nonce: Integer256
    let key: Int32
}

/// Identifies a signature in all its forms: the key, R, and S mod ℓ.
private struct SignatureID: Hashable {
    let key: Int32
    let rx, residue: Integer256
}

/// A form of a signature: the value of S, and the challenge of the request.
private struct SignatureForm {
    let s, challenge: Integer256
    let isProven: Bool
    private(set) var isRecorded: Bool
    private(set) var lines: Lines

    init(_ evidence: Evidence) {
        s = Integer256(limbs: evidence.s)
        challenge = Integer256(limbs: evidence.challenge)
        isProven = evidence.kind.contains(.proven)
        isRecorded = evidence.kind.contains(.recorded)
        lines = Lines(evidence.place)
    }

    /// Adds the form of the next signature, or its line if the form is known.
    static func add(_ evidence: Evidence, to forms: inout [SignatureForm]) {
        let form = SignatureForm(evidence)
        let i = forms.firstIndex {
            $0.s == form.s && $0.challenge == form.challenge && $0.isProven == form.isProven
        }
        guard let i else { return forms.append(form) }
        forms[i].isRecorded = forms[i].isRecorded || form.isRecorded
        forms[i].lines.append(evidence.place)
    }
}

extension Evidence {
    /// The line of the signature.
    var place: Place { Place(file: Int(file), line: Int(line)) }
}
