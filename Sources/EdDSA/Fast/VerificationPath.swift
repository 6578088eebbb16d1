// SPDX-License-Identifier: Apache-2.0

// Definition: PublicKey.verify. Agreement: BulkVerificationTests (everyPathGivesTheSameVerdict).

/// One implementation of verification. Tests must cover all of them.
package enum VerificationPath: String, CaseIterable, Sendable {
    /// ``PublicKey/verify(_:for:profile:)``: computes both sides of the equation as they are written.
    case plain
    /// ``PublicKey/isValidSignature(_:for:profile:)``: checks the equation at half size.
    case halfSize = "half-size"
    /// ``BulkVerification``: the same on all cores.
    case bulk
    /// ``BatchVerification``: checks sums of the equations.
    case batch
    /// ``PreparedPublicKey``: checks the equation with a table for each key and without doublings.
    case prepared

    /// Whether each signature is valid, by this implementation.
    /// - Throws: `CancellationError` if the calling task is canceled.
    package func verdicts(
        on signed: [SignedMessage], profile: VerificationProfile
    ) async throws(CancellationError) -> [Bool] {
        switch self {
        case .plain: signed.map { $0.key.verify($0.signature, for: $0.message, profile: profile).isValid }
        case .halfSize:
            signed.map { $0.key.isValidSignature($0.signature, for: $0.message, profile: profile) }
        case .bulk: try await BulkVerification.verdicts(signed, profile: profile)
        case .batch: BatchVerification.verdicts(signed, profile: profile).map(\.isValid)
        case .prepared:
            VerificationPath.prepared(signed, profile: profile)
        }
    }

    /// Each key is prepared once, whichever signatures it has.
    private static func prepared(_ signed: [SignedMessage], profile: VerificationProfile) -> [Bool] {
        var keys: [PublicKey: PreparedPublicKey] = [:]
        return signed.map { item in
            let key = keys[item.key] ?? PreparedPublicKey(item.key)
            keys[item.key] = key
            return key.isValidSignature(item.signature, for: item.message, profile: profile)
        }
    }
}
