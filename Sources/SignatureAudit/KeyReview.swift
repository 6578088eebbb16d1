// SPDX-License-Identifier: Apache-2.0
import EdDSA
import PrimeField
import SignatureDiagnosis

/// Reads all evidence part by part and collects the findings across records: what the logs reveal about keys,
/// and signatures that occur more than once.
struct KeyReview {
    private var keys: [Integer256: KeyExposure]
    private var graph: NonceGraph
    private var summary: AuditSummary
    /// The largest number of signatures to hold at once. A part of the store may contain more, if many
    /// signatures have the same nonce.
    private let limit: Int

    init(_ keys: [Integer256: KeyExposure], limit: Int, _ summary: AuditSummary) {
        self.keys = keys
        self.limit = limit
        self.summary = summary
        graph = NonceGraph(weakKeys: Set(keys.values.lazy.filter(\.isWeak).map(\.key)))
    }

    /// Reviews a part that contains all evidence of its nonces. A part that is too large is read in several
    /// rounds. S mod ℓ decides in which round a signature is reviewed, so all forms of a signature are
    /// reviewed together.
    mutating func review(count: Int, _ part: ((Evidence) -> Void) throws -> Void) throws {
        let rounds = max(1, (count + limit - 1) / limit)
        for round in 0..<rounds {
            // For each nonce, its uses by each key.
            var uses = [Integer256: [Integer256: Sightings]](minimumCapacity: round == 0 ? count : 0)
            var signatures = [SignatureID: [Sightings]](minimumCapacity: count / rounds)
            try part { evidence in
                if round == 0 { add(evidence, to: &uses) }
                let residue = evidence.s.reducedModL
                guard Int(truncatingIfNeeded: residue.limbs.words.0 % UInt(rounds)) == round else { return }
                let id = SignatureID(key: evidence.key, rx: evidence.rx, residue: residue)
                KeyReview.add(evidence, toForms: &signatures[id, default: []])
            }
            for (id, forms) in signatures { review(forms, of: id.key) }
            // A nonce that occurs in only one edge of the graph reveals nothing.
            for nonce in uses.values where nonce.count > 1 || nonce.values.contains(where: \.isReused) {
                let uses = nonce.values.sorted { $0.first.place < $1.first.place }
                for use in uses where use.isReused && keys[use.first.key]?.isOutsideSubgroup == false {
                    keys[use.first.key]?.noncesReused.append(
                        NonceUse(rx: use.first.rx, keys: [use.first.key], lines: use.lines))
                }
                graph.add(uses)
            }
        }
    }

    /// Adds a signature to the uses of its nonce, if its equation holds.
    private func add(_ evidence: Evidence, to uses: inout [Integer256: [Integer256: Sightings]]) {
        // If R is outside the subgroup, it is not r·B for any r, and the equation has no form in secret
        // numbers.
        guard evidence.isProven, !evidence.isROutsideSubgroup else { return }
        let (nonce, key) = (evidence.nonce, evidence.key)
        guard let first = uses[nonce]?[key]?.first else {
            uses[nonce, default: [:]][key] = Sightings(evidence)
            return
        }
        uses[nonce]?[key]?.add(evidence)
        if factor(of: first) != factor(of: evidence) { uses[nonce]?[key]?.isReused = true }
    }

    /// Adds a signature to its form: the value of S, and the challenge of the request.
    private static func add(_ evidence: Evidence, toForms forms: inout [Sightings]) {
        let known = forms.firstIndex { form in
            form.first.s == evidence.s && form.first.challenge == evidence.challenge
                && form.first.isProven == evidence.isProven
        }
        if let known { forms[known].add(evidence) } else { forms.append(Sightings(evidence)) }
    }

    /// The factor f of the key in the equation S' = r' + f·k mod ℓ, where r' belongs to ``Evidence/nonce``.
    /// Two signatures with the same key and nonce and with different factors determine k.
    /// If ``Evidence/nonce`` is the x-coordinate of R, the equation is S = r + h·k, and f = h. If it is that
    /// of −R, then r' = −r, and S = r + h·k becomes −S = r' − h·k, so f = −h. A may have a low-order
    /// component. R and S·B are in the subgroup, so the equation also holds with only the component of A in
    /// the subgroup, and k is the logarithm of that component. For a key of low order that component is the
    /// identity, so k does not occur, and f = 0.
    private func factor(of evidence: Evidence) -> Integer256 {
        if keys[evidence.key]?.isWeak == true { return .zero }
        let h = evidence.challenge.reducedModL
        return evidence.isNegated ? h.negatedModL : h
    }

    /// Reviews all forms of a signature: the pairs of S and h that occur with one key, one R, and one S mod
    /// ℓ.
    private mutating func review(_ forms: [Sightings], of key: Integer256) {
        let order = Integer256(limbs: Scalar.order)
        // Fast path: nearly all signatures occur once.
        if forms.count == 1, forms[0].count == 1, forms[0].first.s < order { return }
        let proven = forms.filter(\.first.isProven)
        for form in proven where form.count > 1 { summary.replays.append(form.lines) }
        let recorded = Dictionary(grouping: forms.filter(\.isRecorded), by: \.first.s)
        for sameS in recorded.values where sameS.count > 1 {
            summary.sharedSignatures.append(Lines(merging: sameS.map(\.lines)))
        }
        for sameEquation in Dictionary(grouping: proven, by: \.first.challenge).values {
            let unreduced = sameEquation.filter { $0.first.s >= order }
            guard !unreduced.isEmpty else { continue }
            let lines = Lines(merging: unreduced.map(\.lines))
            // Anyone can add ℓ to S. The unreduced form counts as made by the signer only if the logs contain
            // no other form of the signature.
            if sameEquation.count == 1 {
                keys[key]?.unreducedS += 1
                keys[key]?.unreducedLines.merge(lines)
            } else {
                keys[key]?.alteredS += 1
                keys[key]?.alteredLines.merge(lines)
            }
        }
    }

    /// The summary with all findings, in an order that does not depend on the order of the review.
    mutating func finish() -> AuditSummary {
        for key in keys.keys { graph.unite(withNegated: key, in: keys) }
        for var part in graph.parts.values where part.keys.count > 1 && part.nonces.count > 0 {
            // A key of low order has no secret to reveal.
            let secret = part.keys.filter { keys[$0]?.isWeak == false }
            if secret.isEmpty { continue }
            for key in secret where part.determines { keys[key]?.isInDeterminedPart = true }
            part.keys.sort()
            summary.sharedNonces.append(part)
        }
        summary.sharedNonces.sort { ($0.lines.begin, $0.keys[0]) < ($1.lines.begin, $1.keys[0]) }
        summary.keys = keys.values.sorted { $0.key < $1.key }
        return summary
    }
}

/// Identifies a signature in all its forms: the key, R, and S mod ℓ.
private struct SignatureID: Hashable {
    let key, rx, residue: Integer256
}
