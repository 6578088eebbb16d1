// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// Tables for keys that have many signatures, some of them invalid. A batch that contains invalid signatures
/// costs several times as much as a batch of valid ones. With tables, signatures are verified one by one.
/// Each costs as much as in a batch of valid ones, and an invalid one costs no more. Both ways give the same
/// verdicts, except that an invalid signature passes in a batch with probability at most 2⁻¹²⁸ for each sum
/// that it is part of.
package struct PreparedKeys: Sendable {
    /// The largest number of prepared keys. The tables of a key take 133 KB. The keys that come first are
    /// prepared.
    package static let limit = 256
    /// Whether a key with `count` of the `all` signatures of a chunk is worth preparing.
    package static func isMany(_ count: Int, of all: Int) -> Bool { count >= max(2, all / 128) }

    private var prepared: [PublicKey: PreparedPublicKey] = [:]
    /// The equation of one more signature, whose key need not be prepared.
    package var known: EquationOfSignature?

    package init() {}

    /// Prepares these keys until ``limit`` keys are prepared.
    package mutating func prepare(_ keys: [PublicKey]) {
        for key in keys where prepared.count < PreparedKeys.limit && prepared[key] == nil {
            prepared[key] = PreparedPublicKey(key)
        }
    }

    /// The keys that are worth preparing and not yet prepared, in the order of their first invalid signature.
    /// `keys[i]` is the key of signature i, and `holds[i]` says whether its equation holds.
    package func worthPreparing(_ keys: [PublicKey], holds: [Bool]) -> [PublicKey] {
        guard prepared.count < PreparedKeys.limit else { return [] }
        var counts: [PublicKey: Int] = [:]
        for key in keys { counts[key, default: 0] += 1 }
        var worth: [PublicKey] = []
        for (key, holds) in zip(keys, holds)
        where !holds && PreparedKeys.isMany(counts[key, default: 0], of: keys.count) && prepared[key] == nil {
            // Do not add this key again.
            counts[key] = 0
            worth.append(key)
        }
        return worth
    }

    /// The verdicts on the signatures, in their order. Signatures under prepared keys are verified one by
    /// one, the others as a batch.
    package func verdicts(
        _ signed: [SignedMessage], profile: VerificationProfile
    ) -> [BatchVerification.Verdict] {
        // Verify the signatures of one key in sequence, so that its tables stay in the cache.
        let byKey = Dictionary(grouping: signed.indices) {
            prepared[signed[$0].key] == nil ? nil : signed[$0].key
        }
        var verdicts = [BatchVerification.Verdict?](repeating: nil, count: signed.count)
        for (key, indices) in byKey {
            if let key = key.flatMap({ prepared[$0] }) {
                for i in indices {
                    verdicts[i] = key.verdict(
                        on: signed[i].signature, for: signed[i].message, profile: profile)
                }
            } else {
                let batch = BatchVerification.verdicts(indices.map { signed[$0] }, profile: profile)
                for (i, verdict) in zip(indices, batch) { verdicts[i] = verdict }
            }
        }
        return verdicts.compactMap(\.self)
    }

    /// The verification equation of a signature under a key, if the key is prepared or the equation is known.
    package func equation(of signature: Signature, under key: PublicKey) -> EquationOfSignature? {
        if let known, known.signature == signature, known.key == key { return known }
        return prepared[key]?.equation(of: signature)
    }
}
