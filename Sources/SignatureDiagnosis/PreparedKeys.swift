// SPDX-License-Identifier: Apache-2.0
import EdDSA

/// Prepared keys, for keys with many signatures of which some are invalid. Their signatures are verified one by one, each at
/// the cost that it has in a batch of valid ones, and invalid ones cost no more. A batch that contains invalid signatures
/// costs several times as much. The verdicts are the same either way.
package struct PreparedKeys: Sendable {
    /// How many keys are prepared, of 133 KB each: the first ones that are met.
    package static let limit = 256
    /// Whether `count` of `all` signatures of a chunk are enough to prepare their key.
    package static func isMany(_ count: Int, of all: Int) -> Bool { count >= max(2, all / 128) }

    package init() {}

    private var prepared: [PublicKey: PreparedPublicKey] = [:]

    /// Prepares keys, as far as there is room.
    package mutating func prepare(_ keys: [PublicKey]) {
        for key in keys where prepared.count < PreparedKeys.limit && prepared[key] == nil {
            prepared[key] = PreparedPublicKey(key)
        }
    }

    /// The keys that are worth preparing and not yet prepared, in the order in which they are met: `holds` says of which
    /// signatures the equation holds.
    package func worthPreparing(_ keys: [PublicKey], holds: [Bool]) -> [PublicKey] {
        guard prepared.count < PreparedKeys.limit else { return [] }
        var counts: [PublicKey: Int] = [:]
        for key in keys { counts[key, default: 0] += 1 }
        var worth: [PublicKey] = []
        for (key, holds) in zip(keys, holds)
        where !holds && PreparedKeys.isMany(counts[key, default: 0], of: keys.count) && prepared[key] == nil {
            // Once each.
            counts[key] = 0
            worth.append(key)
        }
        return worth
    }

    /// The verdicts on the signatures, in their order: under prepared keys one by one, on the others as a batch.
    package func verdicts(_ signed: [SignedMessage], profile: VerificationProfile) -> [BatchVerification
        .Verdict]
    {
        // Those of one key after each other, so that its table stays in the cache.
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

    /// The verification equation of a signature under a key, if the key is prepared.
    package func equation(of signature: Signature, under key: PublicKey) -> EquationOfSignature? {
        prepared[key]?.equation(of: signature)
    }

    /// Whether a signature is valid under the relayer's profile.
    package func isValid(_ signature: Signature, _ message: Message, _ key: PublicKey) -> Bool {
        equation(of: signature, under: key)?.holds(for: message)
            ?? key.isValidSignature(signature, for: message, profile: .relayer)
    }
}
